from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import ProofMissing
from ..common import GROUP, AfterSalesCommon


class TestSalesperson(AfterSalesCommon):
    """Salespeople see and report the jobs of their customers (S-15), measured as one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chen, cls.other = cls.env["res.users"].create(
            [cls._prepare_user("salesperson", name) for name in ("chen_sales", "other")]
        )
        cls.customer.user_id = cls.chen
        cls.plant = cls.env["res.partner"].create(
            {"name": "二厂", "parent_id": cls.customer.id}
        )
        cls.stranger = cls.env["res.partner"].create(
            {"name": "别人的客户", "user_id": cls.other.id}
        )
        cls.boss = cls.make_user("manager", login="as_boss")
        for code, user in (
            ("sales_supervisor", cls.boss),
            ("sales_back_office", cls.accountant),
        ):
            cls.env["aftersales.role.holder"].create(
                {
                    "role_id": cls.env["aftersales.role"]._get_by_code(code).id,
                    "user_id": user.id,
                }
            )

    def form(self, user=None):
        action = self.env.ref("aftersales_service.aftersales_order_action_sales")
        orders = self.env["aftersales.order"].with_user(user or self.chen)
        orders = orders.with_context(default_channel="sales")
        view = action.view_ids.filtered(lambda v: v.view_mode == "form").view_id
        return Form(orders, view=view)

    def report(self, partner=None):
        with self.form() as form:
            form.partner_id = partner or self.customer
            form.fault = "客户说漏油"
        return form.record

    def seen_by(self, user):
        return self.env["aftersales.order"].with_user(user).search([])

    def test_the_menu_opens_the_jobs_of_own_customers(self):
        """Whoever sees the menu may run what it opens."""
        action = self.env.ref("aftersales_service.aftersales_landing_action").sudo()
        menu = self.env.ref("aftersales_service.menu_root").sudo()
        self.assertLessEqual(menu.group_ids, action.group_ids)
        opened = action.with_user(self.chen).sudo(False).run()
        jobs = self.env.ref("aftersales_service.aftersales_order_action_sales")
        self.assertEqual(opened["id"], jobs.id)

    def test_only_jobs_of_own_customers_are_seen(self):
        mine, theirs = self.make_order(), self.make_order(partner_id=self.plant.id)
        alien = self.make_order(partner_id=self.stranger.id)
        self.assertEqual(self.seen_by(self.chen), mine | theirs)
        self.assertEqual(self.seen_by(self.other), alien)
        with self.assertRaises(AccessError):
            alien.with_user(self.chen).read(["fault"])

    def test_reports_through_the_form(self):
        order = self.report()
        self.assertEqual(
            (order.channel, order.salesperson_id, order.state),
            ("sales", self.chen, "registered"),
        )
        self.assertIn("as_boss", order.sales_consent_words)
        view = self.env["aftersales.order"].with_user(self.chen).get_formview_id()
        self.assertEqual(
            view, self.env.ref("aftersales_service.aftersales_order_view_form_sales").id
        )
        Form(order, view=view)  # reads all that it shows

    def test_device_of_own_customer_only(self):
        mine = self.make_device("T-M1")
        self.make_device("T-A1", partner_id=self.stranger.id)
        devices = self.env["aftersales.device"].with_user(self.chen)
        self.assertEqual(devices.search([("serial", "like", "T-")]), mine)
        with self.form() as form:
            form.device_id = mine.with_user(self.chen)
            form.fault = "异响"
        self.assertEqual(form.record.partner_id, self.customer)

    def test_reports_nothing_for_customers_of_others(self):
        orders = self.env["aftersales.order"].with_user(self.chen)
        vals = {"partner_id": self.customer.id, "fault": "x", "channel": "sales"}
        for wrong in (
            {"partner_id": self.stranger.id},
            {"channel": "phone"},
            {"salesperson_id": self.other.id},
        ):
            with self.assertRaises(AccessError, msg=str(wrong)):
                orders.create(vals | wrong)

    def test_changes_nothing(self):
        order = self.make_order().with_user(self.chen)
        for attack in (
            lambda: order.write({"fault": "y"}),
            order.unlink,
            order.action_close,
            order.action_cancel,
            lambda: order.visit_ids.create(
                {"order_id": order.id, "technician_id": self.li.id}
            ),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_sees_no_other_menu_of_ours(self):
        menus = self.env["ir.ui.menu"].with_user(self.chen)
        root = self.env.ref("aftersales_service.menu_root")
        below = menus.sudo().search([("id", "child_of", root.id)])
        seen = below.filtered(lambda m: m.id in menus._visible_menu_ids())
        mine = self.env.ref("aftersales_service.menu_orders_sales")
        terms = self.env.ref("aftersales_service.menu_maker_terms_sales")
        asked = self.env.ref("aftersales_service.menu_approvals")
        self.assertEqual(seen, root | mine | terms | asked)
        landing = self.env["res.users"].with_user(self.chen)
        self.assertEqual(
            landing.action_aftersales_landing()["res_model"], "aftersales.order"
        )

    def test_back_office_is_told_and_supervisor_blocks(self):
        order = self.report()
        told = order.sudo().message_ids.filtered(lambda m: "漏油" in (m.body or ""))
        self.assertIn(self.accountant.partner_id, told.partner_ids)
        desk = order.with_user(self.dispatcher)
        with self.assertRaisesRegex(ProofMissing, "as_boss"):
            self.make_visit(desk)
        asked = desk._get_open_approvals("sales_report").with_user(self.boss)
        asked.sudo(False).action_agree()
        self.assertRegex(order.sales_consent_words, "as_boss.* agreed")
        self.assertTrue(self.make_visit(desk))

    def test_second_role_is_not_narrowed(self):
        both = self.env["res.users"].create(self._prepare_user("dispatcher", "both"))
        both.group_ids = [Command.link(self.env.ref(GROUP + "salesperson").id)]
        alien = self.make_order(
            self.make_device("T-A2", partner_id=self.stranger.id),
            partner_id=self.stranger.id,
        )
        self.assertIn(alien, self.seen_by(both))
        self.assertTrue(alien.device_id.with_user(both).has_access("read"))
        alien.with_user(both).fault = "又坏了"
