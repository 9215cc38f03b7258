"""Tables of everybody and tables of one company."""

from odoo.tests import new_test_user

from odoo.addons.resource_calendar_makeup.exceptions import MakeupTableForeign

from .common import MakeupCommon


class TestCompany(MakeupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a = cls.env.company
        cls.company_b = cls.env["res.company"].create({"name": "第二公司"})
        cls.table_b = cls.make_table(company_id=cls.company_b.id)
        cls.day_b = cls.make_day(cls.table_b, "2026-03-07", "makeup")
        cls.users = {
            name: new_test_user(
                cls.env,
                login=f"makeup_{name}",
                groups="base.group_system",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            for name, company in (("a", cls.company_a), ("b", cls.company_b))
        }

    def test_everybody_sees_the_shared_table_and_its_own(self):
        tables = self.env["resource.makeup.table"]
        days = self.env["resource.makeup.day"]
        seen = {
            name: (tables.with_user(u).search([]), days.with_user(u).search([]))
            for name, u in self.users.items()
        }
        self.assertIn(self.table, seen["a"][0])
        self.assertNotIn(self.table_b, seen["a"][0])
        self.assertNotIn(self.day_b, seen["a"][1])
        self.assertIn(self.table, seen["b"][0])
        self.assertIn(self.table_b, seen["b"][0])
        self.assertIn(self.day_b, seen["b"][1])

    def test_calendar_cannot_follow_another_company(self):
        for company in (self.company_a, self.env["res.company"]):
            with self.assertRaises(MakeupTableForeign):
                self.calendar.copy(
                    {"company_id": company.id, "makeup_table_id": self.table_b.id}
                )
        own = self.calendar.copy(
            {"company_id": self.company_b.id, "makeup_table_id": self.table_b.id}
        )
        with self.assertRaises(MakeupTableForeign):
            own.company_id = self.company_a
        with self.assertRaises(MakeupTableForeign):
            self.table_b.company_id = self.company_a
        self.table_b.company_id = False
        self.assertFalse(self.day_b.company_id)

    def test_shared_table_cannot_be_taken_from_the_others(self):
        with self.assertRaises(MakeupTableForeign):
            self.table.company_id = self.company_b

    def test_days_of_one_company_do_not_touch_the_other(self):
        mine = self.calendar.copy({"company_id": self.company_a.id})
        theirs = self.calendar.copy(
            {"company_id": self.company_b.id, "makeup_table_id": self.table_b.id}
        )
        self.assertEqual(self.hours_on(mine, 2026, 3, 7), [])
        self.assertTrue(self.hours_on(theirs, 2026, 3, 7))
        self.assertEqual(self.hours_on(theirs, 2026, 2, 14), [])

    def test_planning_needs_no_right_to_read_the_table(self):
        """A calendar that somebody may use answers, whoever owns its days."""
        theirs = self.calendar.copy(
            {"company_id": self.company_b.id, "makeup_table_id": self.table_b.id}
        )
        self.env.registry.clear_cache()
        self.assertTrue(self.hours_on(theirs.with_user(self.users["a"]), 2026, 3, 7))
