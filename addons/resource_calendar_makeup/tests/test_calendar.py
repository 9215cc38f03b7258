from datetime import datetime

from odoo.addons.resource.models.resource_calendar import (
    ResourceCalendar as Core,
)

from .common import MakeupCommon, china, naive_utc

YEAR = (china(2026, 1, 1), china(2027, 1, 1))
DAY = [(9, 12), (13, 18)]
SATURDAY = (2026, 2, 14)  # a make-up day
SPRING_FESTIVAL = (2026, 2, 17)  # a Tuesday


class TestCalendar(MakeupCommon):
    def copy_calendar(self, lines=None, **values):
        calendar = self.calendar.copy(values)
        if lines is not None:
            calendar.attendance_ids = [(5,)] + [
                (0, 0, {"name": "line", **line}) for line in lines
            ]
        return calendar

    def test_known_point(self):
        self.assertEqual(
            self.calendar.plan_hours(4, china(2026, 2, 14, 9), compute_leaves=True),
            china(2026, 2, 14, 14),
        )
        self.assertEqual(
            self.calendar.plan_hours(4, naive_utc(2026, 2, 14, 9), compute_leaves=True),
            naive_utc(2026, 2, 14, 14),
        )

    def test_holidays_rest_and_make_up_days_work(self):
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)
        self.assertEqual(self.hours_on(self.calendar, *SPRING_FESTIVAL), [])
        self.assertEqual(self.hours_on(self.calendar, 2026, 2, 13), DAY)
        self.assertEqual(self.hours_on(self.calendar, 2026, 3, 7), [])

    def test_planning_without_time_off_knows_both_halves_of_a_swap(self):
        start = china(2026, 2, 13, 9)
        self.assertEqual(self.calendar.plan_hours(16, start), china(2026, 2, 14, 18))
        self.assertEqual(self.calendar.plan_days(3, start), china(2026, 2, 24, 12))
        year = self.calendar.get_work_hours_count(*YEAR, compute_leaves=False)
        self.assertEqual(year, 248 * 8)

    def test_plans_backwards(self):
        self.assertEqual(
            self.calendar.plan_hours(-4, china(2026, 2, 24, 9), compute_leaves=True),
            china(2026, 2, 14, 14),
        )
        self.assertEqual(
            self.calendar.plan_days(-2, china(2026, 2, 24, 12), compute_leaves=True),
            china(2026, 2, 14, 13),
        )

    def test_make_up_day_has_the_hours_of_the_chosen_weekday(self):
        line = self.calendar.attendance_ids.filtered(
            lambda a: a.dayofweek == "4" and a.day_period == "afternoon"
        )
        line.hour_to = 15
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [(9, 12), (13, 15)])
        self.calendar.makeup_dayofweek = "0"
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), DAY)

    def test_make_up_day_replaces_hours_of_its_own(self):
        lines = [
            {"dayofweek": "4", "hour_from": 9, "hour_to": 17, "day_period": "full_day"},
            {"dayofweek": "5", "hour_from": 10, "hour_to": 14},
        ]
        calendar = self.copy_calendar(lines)
        self.assertEqual(self.hours_on(calendar, *SATURDAY), [(9, 17)])
        self.assertEqual(self.hours_on(calendar, 2026, 3, 7), [(10, 14)])
        self.assertEqual(self.hours_on(calendar, 2026, 2, 21), [])

    def test_borrowed_free_weekday_adds_nothing_and_is_told(self):
        self.assertFalse(self.calendar.makeup_hours_missing)
        self.calendar.makeup_dayofweek = "6"
        self.assertTrue(self.calendar.makeup_hours_missing)
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])
        self.assertFalse(self.calendar._works_on_date(datetime(*SATURDAY).date()))

    def test_two_week_calendar_takes_the_week_of_the_make_up_day(self):
        friday = {"dayofweek": "4", "day_period": "full_day", "hour_from": 9}
        calendar = self.copy_calendar([], two_weeks_calendar=True)
        calendar.attendance_ids = [
            (0, 0, {"name": "a", "week_type": "0", "hour_to": 15, **friday}),
            (0, 0, {"name": "b", "week_type": "1", "hour_to": 17, **friday}),
        ]
        week = calendar.attendance_ids.get_week_type
        for date in (SATURDAY, (2026, 2, 28), (2026, 5, 9)):
            end = 17 if week(datetime(*date).date()) else 15
            self.assertEqual(self.hours_on(calendar, *date), [(9, end)])

    def test_breaks_move_with_the_day(self):
        def lunch(day):
            bounds = china(2026, 2, day), china(2026, 2, day + 1)
            found = self.calendar._attendance_intervals_batch(*bounds, lunch=True)[
                False
            ]
            return [(start.hour, stop.hour) for start, stop, _line in found]

        self.assertEqual(lunch(13), [(12, 13)])
        self.assertEqual(lunch(14), [(12, 13)])
        self.assertEqual(lunch(17), [])

    def test_caller_that_filters_attendances_gets_filtered_make_up_days(self):
        bounds = china(*SATURDAY), china(2026, 2, 15)
        domain = [("day_period", "=", "morning")]
        found = self.calendar._attendance_intervals_batch(*bounds, domain=domain)[False]
        self.assertEqual([(a.hour, b.hour) for a, b, _line in found], [(9, 12)])

    def test_bounds_cut_a_make_up_day(self):
        bounds = china(2026, 2, 14, 10), china(2026, 2, 14, 14, 30)
        found = self.calendar._attendance_intervals_batch(*bounds)[False]
        wanted = [
            (china(2026, 2, 14, 10), china(2026, 2, 14, 12)),
            (china(2026, 2, 14, 13), china(2026, 2, 14, 14, 30)),
        ]
        self.assertEqual([(a, b) for a, b, _line in found], wanted)

    def test_days_and_hours_of_a_period(self):
        data = self.calendar.get_work_duration_data(
            china(2026, 2, 9), china(2026, 3, 1)
        )
        # 9–14 February six days, 24–28 five.
        self.assertEqual(data, {"days": 11, "hours": 88})

    def test_time_off_on_a_holiday_costs_nothing(self):
        resource = self.make_resource(self.calendar)
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar.id,
                "resource_id": resource.id,
                "date_from": naive_utc(2026, 2, 13),
                "date_to": naive_utc(2026, 2, 17, 23, 59),
            }
        )
        bounds = china(2026, 2, 9), china(2026, 3, 1)
        leaves = self.calendar._leave_intervals_batch(*bounds, resource)[resource.id]
        work = self.calendar._attendance_intervals_batch(*bounds, resource)[resource.id]
        data = self.calendar._get_attendance_intervals_days_data(work & leaves)
        self.assertEqual(data, {"days": 2, "hours": 16})

    def test_global_time_off_still_counts(self):
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar.id,
                "date_from": naive_utc(2026, 2, 14),
                "date_to": naive_utc(2026, 2, 14, 23, 59),
            }
        )
        self.assertEqual(self.hours_on(self.calendar, *SATURDAY), [])
        self.assertEqual(
            self.hours_on(self.calendar, *SATURDAY, compute_leaves=False), DAY
        )

    def test_single_dates_and_unusual_days(self):
        self.assertTrue(self.calendar._works_on_date(datetime(*SATURDAY).date()))
        self.assertFalse(
            self.calendar._works_on_date(datetime(*SPRING_FESTIVAL).date())
        )
        self.assertTrue(self.calendar._works_on_date(datetime(2026, 2, 13).date()))
        days = self.calendar._get_unusual_days(china(2026, 2, 13), china(2026, 2, 18))
        usual = [day for day, unusual in days.items() if not unusual]
        self.assertEqual(usual, ["2026-02-13", "2026-02-14"])

    def test_flexible_calendars_are_untouched(self):
        calendar = self.copy_calendar(schedule_type="flexible")
        mine = calendar._attendance_intervals_batch(*YEAR)[False]
        cores = Core._attendance_intervals_batch(calendar, *YEAR)[False]
        self.assertEqual([i[:2] for i in mine], [i[:2] for i in cores])
        self.assertTrue(calendar._works_on_date(datetime(2026, 2, 17).date()))

    def test_resources_without_hours_of_the_day_are_untouched(self):
        flexible = self.copy_calendar(schedule_type="flexible")
        fixed = self.make_resource(self.calendar)
        other = self.make_resource(flexible)
        free = self.make_resource(self.calendar)
        free.calendar_id = False
        resources = fixed + other + free
        mine = self.calendar._attendance_intervals_batch(*YEAR, resources)
        cores = Core._attendance_intervals_batch(self.calendar, *YEAR, resources)
        for resource in other + free:
            self.assertEqual(
                [i[:2] for i in mine[resource.id]], [i[:2] for i in cores[resource.id]]
            )
        self.assertEqual(list(mine[fixed.id]), list(mine[False]))
        self.assertNotEqual(list(mine[fixed.id]), list(cores[fixed.id]))
