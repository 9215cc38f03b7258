import re

from odoo.exceptions import AccessError

from ... import hooks
from .common import SWITCHES, SwitchCommon


class TestSwitches(SwitchCommon):
    """What is off is hidden; nothing is lost, nobody gets a right by a switch."""

    def uses(self):
        groups = self.env["res.groups"]
        return {switch for switch in SWITCHES if groups._aftersales_uses(switch)}

    def test_every_switch_of_the_settings_is_known_here(self):
        fields = self.env["res.groups"]._aftersales_switches()
        self.assertEqual(set(fields), {f"group_aftersales_{s}" for s in SWITCHES})
        self.assertEqual(self.uses(), set(SWITCHES))

    def test_dispatcher_has_few_menus(self):
        self.assertLessEqual(len(self.menus(self.dispatcher)), 36)
        self.env["res.groups"]._aftersales_switch_all(on=False)
        plain = self.menus(self.dispatcher)
        self.assertLessEqual(len(plain), 20, sorted(plain))
        self.assertLessEqual(
            {"menu_service_desk", "menu_orders", "menu_day_board", "menu_requisitions"},
            plain,
        )

    def test_configuration_belongs_to_managers(self):
        for role, user in self.users.items():
            self.assertEqual("menu_config" in self.menus(user), role == "manager", role)

    def test_new_database_begins_plain_and_demo_with_everything(self):
        module = self.env.ref("base.module_aftersales_service")
        module.demo = True
        hooks._begin_plain(self.env)
        self.assertEqual(self.uses(), set(SWITCHES))
        module.demo = False
        hooks._begin_plain(self.env)
        self.assertFalse(self.uses())

    def test_update_brings_a_new_switch_that_is_on_and_touches_no_old_one(self):
        """The data says on, and that it is not to be read again."""
        for switch in SWITCHES:
            name = f"group_aftersales_{switch}"
            data = self.env["ir.model.data"].search(
                [("module", "=", "aftersales_service"), ("name", "=", name)]
            )
            self.assertTrue(data.noupdate, name)

    def test_ticks_of_the_settings(self):
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin)
        page = settings.create({})
        self.assertTrue(page.group_aftersales_loan)
        page.group_aftersales_loan = False
        page.execute()
        self.assertEqual(self.uses(), set(SWITCHES) - {"loan"})
        self.assertFalse(settings.create({}).group_aftersales_loan)
        settings.create({"group_aftersales_loan": True}).execute()
        self.assertEqual(self.uses(), set(SWITCHES))

    def test_only_an_administrator_turns_them(self):
        group = self.env.ref("aftersales_service.group_aftersales_loan")
        for role, user in self.users.items():
            settings = self.env["res.config.settings"].with_user(user)
            with self.assertRaises(AccessError, msg=role):
                settings.create({"group_aftersales_loan": False}).execute()
            with self.assertRaises(AccessError, msg=role):
                group.with_user(user).sudo(False).implied_by_ids = False
        self.assertEqual(self.uses(), set(SWITCHES))

    def test_switches_grant_no_rights(self):
        groups = self.env["res.groups"].union(
            *self.env["res.groups"]._aftersales_switches().values()
        )
        self.assertFalse(groups.model_access)
        self.assertFalse(groups.rule_groups)
        self.assertFalse(groups.implied_ids)
        before = self.rights()
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.assertEqual(self.rights(), before)

    def rights(self):
        """Every right of every role on every stored model of ours and of core."""
        access = self.env["ir.model.access"]
        return {
            (role, mode): set(access.with_user(user)._get_allowed_models(mode))
            for role, user in self.users.items()
            for mode in ("read", "write", "create", "unlink")
        }

    def test_data_stays_and_is_readable(self):
        order = self.make_order(self.make_device())
        project = self.env["aftersales.project"].create(
            {"name": "泵站", "code": "P-1", "partner_id": self.customer.id}
        )
        order.project_id = project
        self.env["res.groups"]._aftersales_switch_all(on=False)
        mine = order.with_user(self.dispatcher)
        self.assertEqual(mine.read(["project_id"])[0]["project_id"][0], project.id)
        mine.write({"project_id": False})
        self.assertFalse(order.project_id)

    def test_work_is_told_before_it_is_hidden(self):
        settings = self.env["res.config.settings"]
        self.assertFalse(settings.new({}).aftersales_open_work)
        order = self.make_order(self.make_device())
        order.project_id = self.env["aftersales.project"].create(
            {"name": "泵站", "code": "P-1", "partner_id": self.customer.id}
        )
        page = settings.create({})
        page.group_aftersales_project = False
        self.assertRegex(page.aftersales_open_work, r"^1 .*project")
        page.group_aftersales_project = True
        self.assertFalse(page.aftersales_open_work)

    def told(self, switch):
        """What the settings say as ``switch`` is turned off, one line each."""
        page = self.env["res.config.settings"].create({})
        page[f"group_aftersales_{switch}"] = False
        return (page.aftersales_open_work or "").splitlines()

    def test_each_kind_of_work_is_counted(self):
        self.part.aftersales_take_back = "always"
        self.customer.aftersales_dealer = True
        self.make_order(self.make_device(), dealer_id=self.customer.id)
        loaner = self.make_device("BY-1", is_loaner=True)
        self.env["aftersales.loan"].create(
            {
                "device_id": loaner.id,
                "partner_id": self.customer.id,
                "start": "2026-03-01 00:00:00",
                "stop": "2026-03-09 00:00:00",
            }
        )
        self.assertRegex(self.told("old_part")[0], r"^1 spare parts")
        self.assertRegex(self.told("dealer")[0], r"^1 customers are dealers")
        self.assertRegex(self.told("dealer")[1], r"^1 open service orders")
        self.assertRegex(self.told("loan")[0], r"^1 loaners")
        self.assertFalse(self.told("cash"))

    def test_every_switch_asks_what_is_in_work(self):
        work = self.env["res.config.settings"].new({})._get_aftersales_work()
        self.assertEqual(set(work), {f"group_aftersales_{s}" for s in SWITCHES})
        for asked in work.values():
            self.assertTrue(asked)
            for model, domain, words in asked:
                self.assertGreaterEqual(self.env[model].search_count(domain), 0)
                self.assertTrue(re.search(r"%\(count\)s", words), words)

    def test_dealers_see_their_entry_only_where_it_is_used(self):
        self.customer.aftersales_dealer = True
        login = self.env["res.users"].create(
            {
                "name": "经销商",
                "login": "dealer",
                "partner_id": self.customer.id,
                "group_ids": [(6, 0, [self.env.ref("base.group_portal").id])],
            }
        )
        self.assertTrue(login._is_aftersales_dealer())
        self.turn("dealer", False)
        self.assertFalse(login._is_aftersales_dealer())
        self.turn("dealer", True)
        self.assertTrue(login._is_aftersales_dealer())
