from odoo.tests import freeze_time

from ..sla.common import SlaCommon, utc

MONDAY = utc(2026, 3, 2, 9)


class TestWarnings(SlaCommon):
    """50, 80, 100, 150 %: each step once, to more and more people (C5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla([cls.make_rule(amount=8)])
        for role, user in (
            ("role_service_director", cls.director),
            ("role_operations_director", cls.accountant),
        ):
            cls.env["aftersales.role.holder"].create(
                {
                    "role_id": cls.env.ref(f"aftersales_service.{role}").id,
                    "user_id": user.id,
                }
            )

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.order = self.make_order(called_at=MONDAY)

    def told(self, *moment):
        """Who was told by a run at that moment."""
        before = self.order.activity_ids
        with freeze_time(utc(*moment)):
            self.env["aftersales.sla.clock"]._warn_due()
        self.order.invalidate_recordset(["activity_ids"])
        fresh = self.order.activity_ids - before
        return {(a.user_id.login, a.summary.split(" ")[0]) for a in fresh}

    def test_ladder(self):
        clerk = "as_dispatcher"
        self.assertEqual(self.told(2026, 3, 2, 13, 30), set())
        self.assertEqual(self.told(2026, 3, 2, 14, 1), {(clerk, "50")})
        self.assertEqual(self.told(2026, 3, 2, 14, 2), set())
        self.assertEqual(self.told(2026, 3, 2, 16, 30), {(clerk, "80")})
        self.assertEqual(
            self.told(2026, 3, 2, 18, 1), {(clerk, "100"), ("as_manager", "100")}
        )
        self.assertEqual(
            self.told(2026, 3, 3, 15), {(clerk, "150"), ("as_finance", "150")}
        )
        self.assertEqual(self.told(2026, 3, 9, 15), set())
        self.assertFalse(self.order.clock_ids.next_warning_at)

    def test_steps_missed_by_a_standstill_are_told_at_once(self):
        self.assertEqual(
            self.told(2026, 3, 2, 18, 30),
            {("as_dispatcher", "100"), ("as_manager", "100")},
        )

    def test_paused_and_stopped_clocks_are_silent(self):
        with freeze_time(utc(2026, 3, 2, 10)):
            self.order._change_owner("customer", "等")
        self.assertEqual(self.told(2026, 3, 4, 9), set())
        with freeze_time(utc(2026, 3, 4, 9)):
            self.order._change_owner("us", "好")
            self.order._stop_clocks("arrived")
        self.assertEqual(self.told(2026, 3, 9, 9), set())

    def test_holder_of_another_unit_is_not_told(self):
        units = self.env["aftersales.unit"].create(
            [{"name": "一处", "code": "1"}, {"name": "二处", "code": "2"}]
        )
        self.env["aftersales.role.holder"].search([]).unit_id = units[0]
        with freeze_time(MONDAY):
            self.order = self.make_order(called_at=MONDAY, unit_id=units[1].id)
        self.assertEqual(self.told(2026, 3, 2, 18, 30), {("as_dispatcher", "100")})

    def test_clocks_that_are_not_due_cost_nothing(self):
        self.make_five(amount=8)
        counts = []
        for size in (5, 40):
            self.make_clocks(size, MONDAY)
            with freeze_time(MONDAY):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["aftersales.sla.clock"]._warn_due()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
