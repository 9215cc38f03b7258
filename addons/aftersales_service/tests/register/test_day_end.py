import datetime

from freezegun import freeze_time

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..sla.common import SlaCommon
from .test_registers import MONDAY, RegisterCase

EVENING = "2026-03-02 10:00:00"  # 18:00 in Shanghai
TUESDAY = datetime.date(2026, 3, 3)


class TestDayEnd(RegisterCase, SlaCommon):
    """In the evening: nobody is forgotten, the vouchers are counted, the day is locked."""

    def make_day(self):
        waiting = self.call("2026-03-02 03:00:00")
        sent = self.call("2026-03-02 04:00:00")
        with freeze_time("2026-03-02 04:10:00"):
            self.make_visit(sent)
        return self.open_days(), waiting, sent

    def test_calls_without_dispatch_are_listed_and_moved_once(self):
        day, waiting, sent = self.make_day()
        self.assertEqual(day.undispatched_ids, waiting)
        self.assertEqual((day.undispatched_count, day.to_move_count), (1, 1))
        with freeze_time(EVENING):
            day.action_put_first()
            day.invalidate_recordset()
            self.assertEqual((day.undispatched_count, day.to_move_count), (1, 0))
            written = waiting.message_ids
            day.action_put_first()
        self.assertEqual(waiting.priority_day, TUESDAY)
        self.assertFalse(sent.priority_day)
        self.assertEqual(waiting.message_ids, written)

    def test_difference_of_vouchers_needs_a_reason(self):
        day, _waiting, _sent = self.make_day()
        self.assertEqual(day.voucher_expected, 1)
        with self.assertRaisesRegex(
            ProofMissing, "1 vouchers went out, 0 were counted"
        ):
            day.action_check()
        self.assertEqual(day.state, "open")
        day.difference_note = "李强带回家"
        day.action_check()
        self.assertEqual(day.state, "checked")

    def test_reconciling_moves_what_is_left_and_locks_the_count(self):
        day, waiting, _sent = self.make_day()
        day.voucher_counted = 1
        with freeze_time(EVENING):
            day.action_check()
        self.assertEqual(waiting.priority_day, TUESDAY)
        with self.assertRaisesRegex(MoveRefused, "Open Again"):
            day.voucher_counted = 2
        day.action_reopen()
        day.voucher_counted = 2

    def test_clock_of_priority_dispatch_runs_until_the_next_day(self):
        rule = {"code": "T-24", "unit": "next_day", "amount": 0, "calendar_id": False}
        self.make_sla(
            [self.make_rule("day_end_open", "dispatched", **rule)],
            version={"calendar_id": False},
        )
        day, waiting, _sent = self.make_day()
        # Found on the next morning only: the day that counts is the one of the call.
        with freeze_time("2026-03-03 01:00:00"):
            day.action_put_first()
            clock = waiting.clock_ids
            self.assertEqual(clock.due_at, datetime.datetime(2026, 3, 3, 15, 59, 59))
            self.make_visit(waiting)
        self.assertTrue(clock.stopped_at)

    def test_moved_call_comes_first_on_the_board(self):
        day, waiting, _sent = self.make_day()
        older = self.call("2026-02-27 03:00:00", promised_at="2026-02-27 04:00:00")
        with freeze_time(EVENING):
            day.action_put_first()
        with freeze_time("2026-03-03 01:00:00"):
            calls = (
                self.env["aftersales.visit"]
                .with_user(self.dispatcher)
                .get_day_board()["calls"]
            )
        mine = [call for call in calls if call["id"] in (waiting | older).ids]
        self.assertEqual(
            [(call["id"], call["first"]) for call in mine],
            [(waiting.id, True), (older.id, False)],
        )

    def test_menu_opens_the_only_sheet_or_the_list(self):
        self.env["aftersales.register.day"].search([]).write({"difference_note": "旧"})
        days = self.env["aftersales.register.day"].with_user(self.dispatcher)
        days.search([("state", "=", "open")]).action_check()
        self.call("2026-03-02 03:00:00")
        with freeze_time(EVENING):
            action = days.action_open_day_end()
            self.assertEqual(days.browse(action["res_id"]).date, MONDAY)
            self.call("2026-03-02 03:00:00", self.branch)
            self.assertFalse(days.action_open_day_end().get("res_id"))

    def test_only_the_desk_moves_and_nobody_types_the_day(self):
        day, waiting, _sent = self.make_day()
        for move in ("action_put_first", "action_check"):
            with self.assertRaises(GroupRefused):
                getattr(day.with_user(self.inspector), move)()
        with self.assertRaisesRegex(Exception, "use the buttons"):
            waiting.with_user(self.dispatcher).priority_day = TUESDAY

    def test_list_of_days_costs_a_fixed_number_of_queries(self):
        counts = []
        for size in (2, 20):
            for index in range(size):
                date = MONDAY + datetime.timedelta(days=index)
                self.call(f"{date} 03:00:00")
            found = self.env["aftersales.register.day"]._open_days(
                self.company, MONDAY, MONDAY + datetime.timedelta(days=30)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found.mapped("undispatched_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
