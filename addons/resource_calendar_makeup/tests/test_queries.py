"""What following a table costs on top of core, for many calendars and resources."""

from odoo.addons.resource.models.resource_calendar import (
    ResourceCalendar as Core,
)

from .common import MakeupCommon, china

YEAR = (china(2026, 1, 1), china(2027, 1, 1))
# A month has holidays and make-up days as a year has, in a tenth of the time.
MONTH = (china(2026, 2, 1), china(2026, 3, 1))


class TestQueries(MakeupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendars = cls.calendar
        for _n in range(99):
            calendars += cls.calendar.copy()
        cls.calendars = calendars
        cls.resources = cls.env["resource.resource"].create(
            [
                {"name": f"{calendar.id}/{n}", "calendar_id": calendar.id, "tz": tz}
                for calendar in calendars
                for n, tz in enumerate(("Asia/Shanghai", "Asia/Urumqi", "UTC"))
            ]
        )

    def count(self, method, calendars):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        by_calendar = self.resources.grouped("calendar_id")
        by_calendar = {c: by_calendar[c] for c in calendars}
        self.resources.mapped("tz")
        calendars.mapped("tz")
        before = self.cr.sql_log_count
        for calendar, resources in by_calendar.items():
            method(calendar.with_prefetch(calendars._prefetch_ids), *MONTH, resources)
        return self.cr.sql_log_count - before

    def test_a_month_for_a_hundred_calendars(self):
        """Days once, attendances of all calendars together: never more than three."""
        ours = type(self.calendar)._attendance_intervals_batch
        for calendars in (self.calendars[:1], self.calendars):
            cores = self.count(Core._attendance_intervals_batch, calendars)
            self.assertLessEqual(self.count(ours, calendars), cores + 3)

    def test_resources_add_no_query(self):
        many = self.env["resource.resource"].create(
            [
                {"name": str(n), "calendar_id": self.calendar.id, "tz": "Asia/Shanghai"}
                for n in range(200)
            ]
        )
        many.mapped("tz")
        self.calendar._work_intervals_batch(*YEAR, many[:1])
        with self.assertQueryCount(2):  # attendances and time off, as in core
            answer = self.calendar._work_intervals_batch(*YEAR, many)
        self.assertEqual(len(answer), 201)

    def test_planning_costs_what_core_costs(self):
        start = china(2026, 2, 2, 9)
        plain = self.calendar.copy({"makeup_table_id": False})
        for calendar in (plain, self.calendar):
            calendar.plan_hours(200, start, compute_leaves=True)
            calendar.attendance_ids.mapped("hour_from")
        # 200 hours reach over three fortnights with the festival, over two without.
        with self.assertQueryCount(2 * 2 + 2):
            plain.plan_hours(200, start, compute_leaves=True)
        with self.assertQueryCount(2 * 3):
            self.calendar.plan_hours(200, start, compute_leaves=True)
