from unittest.mock import patch

from odoo.tools import mute_logger

from .common import PeriodCommon


class TestCheck(PeriodCommon):
    def setUp(self):
        super().setUp()
        self.company.partner_id.lang = "en_US"  # in which differences are told

    def tamper(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def test_nothing_differs(self):
        self.make_cost()
        period = self.close()
        self.env["aftersales.period"]._cron_check()
        self.assertFalse(period.difference)
        self.assertFalse(period.sudo().activity_ids)

    def test_each_tampering_is_told_to_the_director_once(self):
        cost, fee = self.make_cost(), self.make_old_fee()
        movement = fee.movement_ids[:1]
        fapiao = self.register(net=10, date=self.last)
        gone = self.make_cost(amount=7)
        period = self.close()
        for query, number, told in (
            ("UPDATE aftersales_cost SET amount = 11 WHERE id = %s", cost.id, "10.00 → 11.00"),
            ("UPDATE aftersales_fee SET amount = 1 WHERE id = %s", fee.id, "100.00 → 1.00"),
            ("UPDATE aftersales_fee_movement SET net = 2 WHERE id = %s", movement.id, "→ 2.00"),
            ("UPDATE aftersales_fee_share SET payer = 'agent' WHERE id = %s", fee.share_ids.id, "Customer → Agent"),
            ("UPDATE aftersales_fapiao SET total = 9 WHERE id = %s", fapiao.id, "10.00 → 9.00"),
            ("DELETE FROM aftersales_cost WHERE id = %s", gone.id, "is gone"),
        ):  # fmt: skip
            self.tamper(query, number)
            self.env["aftersales.period"]._cron_check()
            self.assertIn(told, period.difference)
        people = self.env["aftersales.role"]._get_last_resort(self.company)
        tasks = period.sudo().activity_ids
        self.assertTrue(tasks)
        self.assertLessEqual(tasks.user_id, people)
        count = len(tasks)
        self.env["aftersales.period"]._cron_check()
        self.assertEqual(len(period.sudo().activity_ids), count)

    def test_what_was_put_in_and_what_was_kept(self):
        period = self.close()
        late = self.make_cost()
        self.tamper(
            "UPDATE aftersales_cost SET period_day = %s WHERE id = %s",
            self.last,
            late.id,
        )
        self.assertIn("came in", "\n".join(period._find_differences()))
        self.tamper(
            "UPDATE aftersales_period SET fingerprint = 'x' WHERE id = %s", period.id
        )
        self.assertIn("fingerprint", period._find_differences()[0])

    def test_one_month_that_cannot_be_read_stops_no_other(self):
        bad = self.close()
        good = self.close(
            self.make_period(self.month.replace(year=self.month.year - 1))
        )
        cost = self.make_cost()
        self.tamper(
            "UPDATE aftersales_cost SET period_day = %s WHERE id = %s",
            good.month,
            cost.id,
        )
        check = type(good)._check_content

        def fail(periods):
            if bad in periods:
                raise ValueError("unreadable")
            return check(periods)

        with (
            patch.object(self.registry["aftersales.period"], "_check_content", fail),
            mute_logger("odoo.addons.resource_calendar_makeup.models.ir_cron"),
        ):
            self.env["aftersales.period"]._cron_check()
        self.assertTrue(good.difference)

    def test_the_button_tells_and_reads_only(self):
        period = self.close()
        for user in (self.accountant, self.director, self.inspector):
            action = period.with_user(user).action_check()
            self.assertEqual(action["params"]["type"], "success")

    def test_the_auditor_is_told_and_writes_nothing(self):
        cost = self.make_cost()
        period = self.close()
        self.tamper("UPDATE aftersales_cost SET amount = 11 WHERE id = %s", cost.id)
        params = period.with_user(self.inspector).action_check()["params"]
        self.assertEqual(params["type"], "danger")
        self.assertIn("10.00 → 11.00", params["message"])
        self.assertFalse(period.difference)
        self.assertFalse(period.sudo().activity_ids)
        period.action_check()
        self.assertIn("10.00 → 11.00", period.difference)
        self.env["aftersales.period"]._cron_check()
        told = period.event_ids.filtered(lambda event: event.kind == "differs")
        self.assertEqual(len(told), 1)

    def test_names_are_text_in_the_task(self):
        cost, fee = self.make_cost(), self.make_old_fee()
        fee.name = "<b>检修</b>"
        period = self.close()
        self.tamper("UPDATE aftersales_cost SET amount = 11 WHERE id = %s", cost.id)
        self.tamper("UPDATE aftersales_fee SET amount = 1 WHERE id = %s", fee.id)
        self.env["aftersales.period"]._cron_check()
        note = period.sudo().activity_ids[:1].note
        self.assertIn("&lt;b&gt;检修", note)
        self.assertIn("10.00 → 11.00", note)
        self.assertIn("<br", note)

    def test_nothing_has_no_sign(self):
        """What came late and went again leaves the month as it was, to the last sign."""
        fee = self.make_old_fee(0)
        period = self.close()
        for price in (100.05, 130.10, 0.1, 0.3, 0):
            fee.price_unit = price
            self.assertEqual(period._find_differences(), [], price)
        self.assertEqual(fee._as_plain(1e-14)[-1], "0.00")
