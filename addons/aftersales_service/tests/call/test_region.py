from odoo import Command
from odoo.tests import Form

from ..common import AfterSalesCommon
from ..mail.mail_common import MailCase


class TestRegion(AfterSalesCommon):
    """A call goes to the unit whose region the site lies in (S-09, O-28)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit = cls.env["aftersales.unit"]
        china = cls.env.ref("base.cn")
        cls.hunan = cls.env["res.country.state"].search(
            [("country_id", "=", china.id), ("code", "=", "HN")], limit=1
        ) or cls.env["res.country.state"].create(
            {"name": "湖南省", "code": "HN", "country_id": china.id}
        )
        cls.jinan = unit.create(
            {
                "name": "济南",
                "code": "R-JN",
                "cities": "济南，章丘",
                "member_ids": [Command.link(cls.dispatcher.id)],
            }
        )
        cls.province = unit.create(
            {"name": "湖南", "code": "R-HN", "state_ids": [Command.set(cls.hunan.ids)]}
        )
        cls.changsha = unit.create(
            {
                "name": "长沙",
                "code": "R-CS",
                "parent_id": cls.province.id,
                "cities": "长沙、株洲市",
            }
        )

    def unit_of(self, **vals):
        site = self.env["res.partner"].create({"name": "客户"} | vals)
        return self.make_order(partner_id=site.id).unit_id

    def test_changsha_goes_to_changsha_though_a_clerk_of_jinan_took_it(self):
        self.assertEqual(self.unit_of(city="长沙市"), self.changsha)
        self.assertEqual(
            self.unit_of(city="长沙", state_id=self.hunan.id), self.changsha
        )
        self.assertEqual(self.unit_of(city="株洲"), self.changsha)

    def test_a_change_of_units_holds_for_the_next_call(self):
        """Units are remembered between calls, but not beyond their change."""
        self.assertEqual(self.unit_of(city="大连市"), self.jinan)
        unit = self.env["aftersales.unit"]
        dalian = unit.create({"name": "大连", "code": "R-DL", "cities": "大连"})
        self.assertEqual(self.unit_of(city="大连市"), dalian)
        dalian.cities = "沈阳"
        self.assertEqual(self.unit_of(city="大连市"), self.jinan)
        self.assertEqual(self.unit_of(city="沈阳市"), dalian)
        dalian.active = False
        self.assertEqual(self.unit_of(city="沈阳市"), self.jinan)
        dalian.write({"active": True, "member_ids": self.jinan.member_ids.ids})
        self.jinan.member_ids = False
        self.assertEqual(self.unit_of(), dalian)

    def test_the_rest_of_the_province_goes_to_the_province(self):
        self.assertEqual(
            self.unit_of(city="岳阳市", state_id=self.hunan.id), self.province
        )

    def test_where_no_region_covers_it_the_clerks_own_unit_stays(self):
        self.assertEqual(self.unit_of(city="哈尔滨"), self.jinan)
        self.assertEqual(self.unit_of(), self.jinan)

    def test_the_site_counts_and_not_who_pays(self):
        self.customer.city = "济南"
        site = self.env["res.partner"].create(
            {
                "name": "泵房",
                "type": "other",
                "parent_id": self.customer.id,
                "city": "长沙市",
            }
        )
        device = self.make_device("R-1", site_id=site.id)
        self.assertEqual(self.make_order(device).unit_id, self.changsha)

    def test_a_city_in_the_street_counts_where_none_is_named(self):
        self.assertEqual(self.unit_of(street="湖南省长沙市岳麓区1号"), self.changsha)
        self.assertEqual(self.unit_of(street="长沙路1号", city="哈尔滨"), self.jinan)

    def test_what_the_clerk_chose_stays(self):
        site = self.env["res.partner"].create({"name": "客户", "city": "长沙"})
        order = self.make_order(partner_id=site.id, unit_id=self.jinan.id)
        self.assertEqual(order.unit_id, self.jinan)

    def test_another_site_is_another_unit_until_somebody_is_sent(self):
        order = self.make_order()
        self.assertEqual(order.unit_id, self.jinan)
        site = self.env["res.partner"].create({"name": "客户", "city": "长沙"})
        order.site_id = site
        self.assertEqual(order.unit_id, self.changsha)
        self.make_visit(order)
        order.site_id = self.customer
        self.assertEqual(order.unit_id, self.changsha)

    def test_the_form_and_the_desk_say_it_before_saving(self):
        site = self.env["res.partner"].create({"name": "客户", "city": "长沙"})
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        desk = self.env["aftersales.service.desk"].with_user(self.dispatcher)
        form = Form(orders)
        self.assertEqual(form.unit_id, self.jinan)
        form.partner_id = site
        self.assertEqual(form.unit_id, self.changsha)
        facts = {"partner_id": site.id, "fault": "异响"}
        row = desk.save(facts, "r-1")
        self.assertEqual(orders.browse(row["id"]).unit_id, self.changsha)

    def test_a_hundred_calls_ask_once(self):
        sites = self.env["res.partner"].create(
            [{"name": f"客户{n}", "city": "长沙"} for n in range(30)]
        )

        def count(partners):
            orders = self.env["aftersales.order"].create(
                [{"partner_id": p.id, "fault": "x", "unit_id": False} for p in partners]
            )
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            orders._compute_unit_id()
            self.assertEqual(orders.unit_id, self.changsha)
            return self.env.cr.sql_log_count - before

        few = count(sites[:3])
        self.assertLessEqual(count(sites[3:]), few + 1)


class TestMailContact(MailCase):
    """A mail is somebody's task, and he follows it (O-21)."""

    def test_the_head_of_the_unit_follows_and_has_a_task(self):
        order = self.receive().order_id
        self.assertEqual(
            (order.unit_id, order.first_contact_user_id), (self.unit, self.director)
        )
        self.assertIn(self.director.partner_id, order.message_partner_ids)
        self.assertEqual(order.activity_ids.user_id, self.director)
        self.assertIn(order.name, order.activity_ids.summary)

    def test_without_a_head_the_back_office_has_it(self):
        self.unit.manager_id = False
        self.env["aftersales.role.holder"].create(
            {
                "role_id": self.env.ref("aftersales_service.role_back_office").id,
                "user_id": self.dispatcher.id,
                "company_id": self.company.id,
            }
        )
        order = self.receive().order_id
        self.assertEqual(order.first_contact_user_id, self.dispatcher)
        self.assertEqual(order.activity_ids.user_id, self.dispatcher)

    def test_the_head_of_the_unit_above_stands_in(self):
        above = self.unit.copy(
            {"code": "SH-0", "alias_name": False, "manager_id": self.inspector.id}
        )
        self.unit.write({"manager_id": False, "parent_id": above.id})
        self.assertEqual(self.receive().order_id.first_contact_user_id, self.inspector)

    def test_solved_on_the_telephone_is_taken_up_too(self):
        order = self.receive().order_id.with_user(self.dispatcher)
        order.action_solve_by_phone("合上开关")
        self.assertFalse(order.activity_ids)

    def test_a_clerks_own_call_is_no_task(self):
        order = self.make_order()
        self.assertEqual(order.first_contact_user_id, self.dispatcher)
        self.assertFalse(order.activity_ids)
