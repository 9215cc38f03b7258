"""Whatever screen changes working time, the deadlines counted on it follow."""

import logging
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.resource_calendar_makeup.models import ir_cron

from ...models.clock import clock_plan
from ...models.recount import recount
from ..sla.common import SlaCommon, local, utc

FRIDAY = utc(2026, 3, 6, 16)
DUE = "2026-03-09T14:00:00"  # six working hours from Friday 16:00


class TestCalendarChange(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla([cls.make_rule()])
        cls.boss = cls.env.ref("base.user_admin")

    def setUp(self):
        super().setUp()
        with freeze_time(FRIDAY):
            self.order = self.make_order(called_at=FRIDAY)
        self.clock = self.order.sudo().clock_ids
        self.assert_due(DUE)

    def assert_due(self, text):
        self.clock.invalidate_recordset()
        self.assertEqual(local(self.clock.due_at).isoformat(), text)

    def holiday(self, first, last, **vals):
        return self.env["resource.calendar.leaves"].create(
            {"name": "厂庆", "date_from": first, "date_to": last, "resource_id": False}
            | vals
        )

    # --- core's public holidays

    def test_public_holiday_of_the_schedule(self):
        day = self.holiday(
            utc(2026, 3, 9), utc(2026, 3, 9, 23, 59), calendar_id=self.calendar.id
        )
        self.assert_due("2026-03-10T14:00:00")
        change = self.clock.change_ids
        self.assertEqual((change.kind, change.user_id), ("calendar", self.env.user))
        self.assertIn("厂庆", change.reason)
        day.write({"date_from": utc(2026, 3, 10), "date_to": utc(2026, 3, 10, 23, 59)})
        self.assert_due(DUE)
        day.write({"date_from": utc(2026, 3, 9), "date_to": utc(2026, 3, 10, 23, 59)})
        self.assert_due("2026-03-11T14:00:00")
        day.unlink()
        self.assert_due(DUE)

    def test_public_holiday_of_the_company(self):
        self.holiday(utc(2026, 3, 9), utc(2026, 3, 9, 23, 59), calendar_id=False)
        self.assert_due("2026-03-10T14:00:00")

    def test_holiday_of_another_company_moves_nothing_of_ours(self):
        other = self.env["res.company"].create({"name": "外"})
        day = self.env["resource.calendar.leaves"].with_company(other)
        day = day.create(
            {"name": "外", "date_from": utc(2026, 3, 9), "resource_id": False,
             "date_to": utc(2026, 3, 9, 23, 59), "calendar_id": False}
        )  # fmt: skip
        self.assertEqual(day.company_id, other)
        self.assert_due(DUE)
        self.clock._replan("facts", "重算")
        self.assert_due(DUE)

    def test_days_off_of_one_person_move_nothing_and_cost_nothing(self):
        resource = self.env["resource.resource"].create(
            {"name": "王工", "calendar_id": self.calendar.id}
        )
        with patch.object(type(self.env["aftersales.sla.recount"]), "_begin") as begin:
            self.holiday(
                utc(2026, 3, 9), utc(2026, 3, 9, 23, 59), resource_id=resource.id
            )
        begin.assert_not_called()
        self.assert_due(DUE)

    def test_training_is_work(self):
        self.holiday(
            utc(2026, 3, 9), utc(2026, 3, 9, 23, 59),
            calendar_id=self.calendar.id, time_type="other",
        )  # fmt: skip
        self.assert_due(DUE)

    # --- hours

    def test_hours_deleted_changed_and_added(self):
        monday = self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "0")
        monday.filtered(lambda a: a.day_period == "morning").unlink()
        self.assert_due("2026-03-09T17:00:00")
        monday.exists().filtered(lambda a: a.day_period == "afternoon").hour_from = 14
        self.assert_due("2026-03-09T18:00:00")
        self.env["resource.calendar.attendance"].create(
            {"name": "周六", "calendar_id": self.calendar.id, "dayofweek": "5",
             "hour_from": 9, "hour_to": 13, "day_period": "morning"}
        )  # fmt: skip
        self.assert_due("2026-03-07T13:00:00")
        self.assertEqual(len(self.clock.change_ids), 3)

    def test_a_form_that_deletes_and_makes_anew_is_one_change(self):
        lines = [
            Command.create(
                {"name": "班", "dayofweek": str(day), "hour_from": 8, "hour_to": 12,
                 "day_period": "morning"}
            )
            for day in range(5)
        ]  # fmt: skip
        self.calendar.write({"attendance_ids": [Command.clear(), *lines]})
        self.assert_due("2026-03-10T10:00:00")
        self.assertEqual(len(self.clock.change_ids), 1)

    def test_another_table_or_zone(self):
        self.calendar.makeup_table_id = False
        self.assert_due(DUE)
        self.calendar.tz = "UTC"  # from 17:00 to 2:00 in China
        self.assert_due("2026-03-07T00:00:00")

    def test_name_moves_nothing(self):
        with patch.object(type(self.env["aftersales.sla.recount"]), "_begin") as begin:
            self.calendar.name = "新名"
        begin.assert_not_called()

    def test_a_schedule_without_hours_can_be_saved_and_somebody_is_told(self):
        """Whoever plans working hours for others is not stopped by our deadlines."""
        with self.assertLogs(ir_cron.__name__, logging.WARNING):
            self.calendar.attendance_ids.unlink()
        self.assert_due(DUE)
        fault = self.env["ir.cron.fault"].search([("res_id", "=", self.clock.id)])
        self.assertTrue(fault.user_ids)
        self.assertTrue(self.order.sudo().activity_ids)
        self.env["resource.calendar.attendance"].create(
            {"name": "周二", "calendar_id": self.calendar.id, "dayofweek": "1",
             "hour_from": 9, "hour_to": 17, "day_period": "morning"}
        )  # fmt: skip
        self.assert_due("2026-03-10T15:00:00")
        self.assertFalse(fault.exists())

    def test_agreed_and_finished_deadlines_stay(self):
        self.clock._agree(utc(2026, 3, 9, 15), "appointment", "出差", "张主任")
        self.holiday(
            utc(2026, 3, 9), utc(2026, 3, 9, 23, 59), calendar_id=self.calendar.id
        )
        self.assert_due("2026-03-09T15:00:00")

    def test_people_without_a_role_may_change_hours(self):
        hr = self.env["res.users"].create(
            {"name": "人事", "login": "hr-calendar",
             "group_ids": [Command.set([self.env.ref("base.group_system").id])]}
        )  # fmt: skip
        self.calendar.with_user(hr).attendance_ids.filtered(
            lambda a: a.dayofweek == "0"
        ).unlink()
        self.assert_due("2026-03-10T14:00:00")
        self.assertEqual(self.clock.change_ids.user_id, hr)

    def test_the_form_says_how_many_deadlines_a_change_would_move(self):
        calendar = self.calendar.with_user(self.dispatcher)
        self.assertEqual(calendar.aftersales_clock_count, 1)
        action = calendar.action_aftersales_clocks()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertIn(self.clock, found)

    # --- many

    def test_many_are_counted_in_the_background_and_logged_as_now(self):
        self.make_five()
        orders = self.make_clocks(20, FRIDAY)
        clocks = orders.clock_ids | self.clock
        before = {clock: clock.due_at for clock in clocks}
        cron = self.env.ref(recount.JOB)
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        with patch.object(recount, "AT_ONCE", 5):
            self.holiday(
                utc(2026, 3, 9), utc(2026, 3, 9, 23, 59), calendar_id=self.calendar.id
            )
        clocks.invalidate_recordset()
        self.assertEqual({clock: clock.due_at for clock in clocks}, before, "not yet")
        later = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(len(later - triggers), 1)
        with patch.object(recount, "BATCH", 8):
            self.env["aftersales.sla.recount"]._cron_recount()
        clocks.invalidate_recordset()
        self.assert_due("2026-03-10T14:00:00")
        self.assertTrue(all(clock.due_at > before[clock] for clock in clocks))
        self.assertEqual(set(clocks.change_ids.mapped("kind")), {"calendar"})
        self.assertEqual(len(clocks.change_ids), len(clocks))
        self.assertFalse(self.env["aftersales.sla.recount"].search([]))

    def test_one_that_fails_in_the_background_stops_no_other(self):
        self.make_five()
        clocks = self.make_clocks(10, FRIDAY).clock_ids
        bad = clocks[3]
        model = type(clocks)
        original = model._replan

        def replan(records, kind, reason):
            if bad in records:
                raise ValueError("kaputt")
            return original(records, kind, reason)

        with patch.object(recount, "AT_ONCE", 1):
            self.holiday(
                utc(2026, 3, 9), utc(2026, 3, 9, 23, 59), calendar_id=self.calendar.id
            )
        with patch.object(model, "_replan", replan), mute_logger(ir_cron.__name__):
            self.env["aftersales.sla.recount"]._cron_recount()
        clocks.invalidate_recordset()
        self.assertEqual(clocks.filtered("change_ids"), clocks - bad)
        fault = self.env["ir.cron.fault"].search([("res_id", "=", bad.id)])
        self.assertTrue(fault.user_ids)

    def test_a_year_that_is_loaded_takes_the_same_way(self):
        with patch.object(recount, "AT_ONCE", 0):
            self.env["resource.makeup.day"].create(
                {"table_id": self.table.id, "date": "2026-03-09", "name": "节"}
            )
        self.assert_due(DUE)
        self.env["aftersales.sla.recount"]._cron_recount()
        self.assert_due("2026-03-10T14:00:00")
        self.assertIn("2026-03-09", self.clock.change_ids.reason)

    # --- reading of calendars

    def test_a_calendar_is_read_once_for_the_jobs_of_a_day(self):
        calls = []
        model = type(self.calendar)
        original = model._read_aftersales_intervals

        def read(calendar, *args):
            calls.append(args)
            return original(calendar, *args)

        self.calendar._aftersales_forget_intervals()
        with (
            patch.object(model, "_read_aftersales_intervals", read),
            freeze_time(FRIDAY),
        ):
            for _n in range(20):
                self.make_order(called_at=FRIDAY)
        self.assertLessEqual(len(calls), 3)

    def test_far_deadlines_are_the_same_however_much_was_read(self):
        rules = [
            self.make_rule(unit=unit, amount=amount, direction=direction, code=str(n))
            for n, (unit, amount, direction) in enumerate(
                [("working_hour", 900, "after"), ("working_day", 150, "after"),
                 ("month", 5, "after"), ("month", 5, "before"),
                 ("working_day", 90, "before"), ("month", 4, "within")]
            )
        ]  # fmt: skip
        for rule, stop in zip(
            rules,
            ("arrived", "answered", "finished", "signed", "closed", "dispatched"),
            strict=True,
        ):
            rule["stop_event_id"] = self.event(stop).id
        self.make_sla(rules, partner_id=self.customer.id)
        found = []
        for days in (400, 14, 1):
            reach = clock_plan.Schedules.__init__.__globals__
            with (
                patch.dict(reach, {"_FIRST_REACH": recount.timedelta(days=days)}),
                freeze_time(FRIDAY),
            ):
                order = self.make_order(called_at=FRIDAY).sudo()
                found.append(dict(order.clock_ids.mapped(lambda c: (c.code, c.due_at))))
        self.assertEqual(len(found[0]), 6)
        self.assertEqual(found[1], found[0])
        self.assertEqual(found[2], found[0])
