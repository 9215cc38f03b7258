"""Days are cached, and never stale."""

from datetime import date
from unittest.mock import patch

from .common import MakeupCommon, china

SATURDAY = (2026, 3, 7)
DAY = [(9, 12), (13, 18)]


class TestCache(MakeupCommon):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])

    def test_new_day(self):
        self.make_day(self.table, "2026-03-07", "makeup")
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)

    def test_edited_day(self):
        day = self.make_day(self.table, "2026-03-07", "makeup")
        day.kind = "holiday"
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])
        day.write({"date": "2026-03-08", "kind": "makeup"})
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])
        self.assertEqual(self.hours_on(self.calendar, 2026, 3, 8), DAY)

    def test_archived_and_deleted_day(self):
        day = self.make_day(self.table, "2026-03-07", "makeup")
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)
        day.action_archive()
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])
        day.action_unarchive()
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)
        day.unlink()
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])

    def test_day_that_changes_its_table(self):
        day = self.make_day(self.table, "2026-03-07", "makeup")
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)
        day.table_id = self.make_table()
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])

    def test_calendar_that_changes_its_table(self):
        own = self.make_table()
        self.make_day(own, "2026-03-07", "makeup")
        self.calendar.makeup_table_id = own
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)
        self.assertEqual(self.hours_on(self.calendar, 2026, 2, 14), [])

    def test_changed_hours(self):
        self.assertEqual(self.hours_on(self.calendar, 2026, 2, 14), DAY)
        self.calendar.attendance_ids.filtered(
            lambda line: line.dayofweek == "4" and line.day_period == "morning"
        ).unlink()
        self.assertEqual(self.hours_on(self.calendar, 2026, 2, 14), [(13, 18)])

    def test_archived_days_do_not_get_in_through_the_context(self):
        self.make_day(self.table, "2026-03-07", "makeup", active=False)
        self.env.registry.clear_cache()
        loose = self.calendar.with_context(active_test=False)
        self.assertEqual(self.hours_on(loose, *SATURDAY), [])
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])

    def test_rolled_back_day(self):
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.make_day(self.table, "2026-03-07", "makeup")
            self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)
            self.env.registry.clear_cache()  # what the end of a transaction does
            raise ZeroDivisionError
        self.env.registry.clear_cache()
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])

    def test_other_workers_are_told(self):
        with patch.object(
            type(self.env.registry), "clear_cache", autospec=True
        ) as clear:
            day = self.make_day(self.table, "2026-03-07", "makeup")
            self.assertTrue(clear.called)
            clear.reset_mock()
            day.kind = "holiday"
            self.assertTrue(clear.called)
            clear.reset_mock()
            day.name = "别名"
            self.assertFalse(clear.called, "a name moves nothing")
            day.unlink()
            self.assertTrue(clear.called)

    def test_listeners_hear_once_and_with_old_and_new_dates(self):
        heard = []

        def listen(table, dates):
            heard.append((table, sorted(map(str, dates))))

        with patch.object(type(self.table), "_days_changed", listen):
            days = self.make_day(self.table, "2026-03-07", "makeup")
            days += self.make_day(self.table, "2026-03-08", "makeup")
            heard.clear()
            days[0].date = date(2026, 3, 14)
            days.write({"name": "无关"})
            days.write({"kind": "holiday"})
            days.unlink()
        both = ["2026-03-08", "2026-03-14"]
        self.assertEqual(
            heard,
            [
                (self.table, ["2026-03-07", "2026-03-14"]),
                (self.table, both),
                (self.table, both),
            ],
        )

    def test_a_cached_table_costs_no_query(self):
        bounds = china(2026, 1, 1), china(2027, 1, 1)
        self.calendar._attendance_intervals_batch(*bounds)
        with self.assertQueryCount(1):  # core's own search of attendances
            self.calendar._attendance_intervals_batch(*bounds)
