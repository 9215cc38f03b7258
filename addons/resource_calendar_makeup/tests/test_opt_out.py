"""Calendars that follow no table answer exactly what core answers."""

from datetime import timedelta

from odoo.addons.resource.models.resource_calendar import (
    ResourceCalendar as Core,
)

from .common import MakeupCommon, china

BOUNDS = (china(2025, 12, 20), china(2027, 1, 10))


class TestOptOut(MakeupCommon):
    def calendars(self):
        fixed = self.calendar.copy({"makeup_table_id": False})
        two_weeks = fixed.copy()
        two_weeks.switch_calendar_type()
        by_duration = fixed.copy()
        by_duration.switch_based_on_duration()
        flexible = fixed.copy({"schedule_type": "flexible"})
        empty_table = fixed.copy({"makeup_table_id": self.make_table().id})
        return fixed + two_weeks + by_duration + flexible + empty_table

    def items(self, answer):
        """Everything that can be told apart, but for attendances made up on the fly."""
        return [
            (
                resource_id,
                intervals._keep_distinct,
                [(a, b, a.tzinfo, b.tzinfo, line.ids) for a, b, line in intervals],
            )
            for resource_id, intervals in answer.items()
        ]

    def test_a_year_of_intervals(self):
        for calendar in self.calendars():
            resources = self.make_resource(calendar)
            resources += self.make_resource(calendar, tz="America/New_York")
            for options in ({}, {"resources": resources}, {"lunch": True}):
                with self.subTest(calendar=calendar.name, **options):
                    mine = calendar._attendance_intervals_batch(*BOUNDS, **options)
                    cores = Core._attendance_intervals_batch(
                        calendar, *BOUNDS, **options
                    )
                    self.assertEqual(self.items(mine), self.items(cores))

    def test_every_date(self):
        for calendar in self.calendars() - self.calendars().filtered("flexible_hours"):
            for n in range(380):
                day = (BOUNDS[0] + timedelta(days=n)).date()
                self.assertEqual(
                    calendar._works_on_date(day), Core._works_on_date(calendar, day)
                )

    def test_no_more_queries_than_core(self):
        calendar = self.calendar.copy({"makeup_table_id": False})
        counts = []
        for method in (
            Core._attendance_intervals_batch,
            type(calendar)._attendance_intervals_batch,
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            method(calendar, *BOUNDS)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
