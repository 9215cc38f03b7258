from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pytz import timezone, utc

from odoo import models

from ...exceptions import ClockRefused
from ...kernel.clock import Schedule, TooShort

_FIRST_REACH = timedelta(days=200)
_LONGEST_REACH = timedelta(days=4000)


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _aftersales_schedule(self, start, stop):
        """Work intervals of whole days from ``start`` to ``stop`` (naive UTC), for the kernel."""
        self.ensure_one()
        zone = timezone(self.tz)
        first, last = (
            zone.localize(
                datetime.combine(utc.localize(moment).astimezone(zone).date(), time.min)
            )
            for moment in (start, stop)
        )
        found = self._work_intervals_batch(first, last, tz=zone)[False]
        intervals = [
            (begin.astimezone(utc).replace(tzinfo=None), end.astimezone(utc).replace(tzinfo=None))
            for begin, end, _line in found
        ]  # fmt: skip
        return Schedule(intervals, ZoneInfo(self.tz))


class Schedules:
    """Schedules of a batch: each calendar is read once, and again when that was too short."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        self.reach = {}
        self.known = {}

    def run(self, calendar, function):
        """``function(schedule)``; without a calendar ``function(None)``, which is 24/7.

        :raises ClockRefused: when the calendar has no working time for years
        """
        if not calendar:
            return function(None)
        while True:
            try:
                return function(self._get(calendar))
            except TooShort:
                self._stretch(calendar)

    def _get(self, calendar):
        if calendar not in self.known:
            reach = self.reach.setdefault(calendar, _FIRST_REACH)
            self.known[calendar] = calendar._aftersales_schedule(
                self.first - reach, self.last + reach
            )
        return self.known[calendar]

    def _stretch(self, calendar):
        del self.known[calendar]
        self.reach[calendar] *= 3
        if self.reach[calendar] > _LONGEST_REACH:
            raise ClockRefused(
                calendar.env._(
                    "The working schedule “%s” has no working time, so no deadline can be counted on it. Ask the administrator to enter its hours.",
                    calendar.name,
                )
            )
