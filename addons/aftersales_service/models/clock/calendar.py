from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pytz import timezone, utc

from odoo import models, tools
from odoo.fields import Domain

from odoo.addons.resource_calendar_makeup.const import PROPOSAL

from ...exceptions import ClockRefused
from ...kernel.clock import Schedule, TooShort

# Most deadlines are near, and a month of a calendar is read in a moment.
_FIRST_REACH = timedelta(days=14)
_LONGEST_REACH = timedelta(days=4000)


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _aftersales_schedule(self, start, stop, company=None):
        """Work intervals of whole days from ``start`` to ``stop`` (naive UTC), for the kernel.

        :param company: whose public holidays count besides those of the calendar itself
        """
        self.ensure_one()
        zone = timezone(self.tz)
        first, last = (
            utc.localize(moment).astimezone(zone).date() for moment in (start, stop)
        )
        # sudo: a deadline is the same whoever looks at it
        calendar = self.sudo()
        read = calendar._get_aftersales_intervals
        if self.env.context.get(PROPOSAL):  # nobody else sees what is only proposed
            read = calendar._read_aftersales_intervals
        return Schedule(
            read(first, last, company.id if company else False), ZoneInfo(self.tz)
        )

    @tools.ormcache("self.id", "first", "last", "company_id")
    def _get_aftersales_intervals(self, first, last, company_id):
        """Read once for all jobs of a day; `_aftersales_forget_intervals` when hours change."""
        return self._read_aftersales_intervals(first, last, company_id)

    def _read_aftersales_intervals(self, first, last, company_id):
        zone = timezone(self.tz)
        begin, end = (
            zone.localize(datetime.combine(day, time.min)) for day in (first, last)
        )
        # Core takes a holiday without calendar for one of every company.
        free = Domain("time_type", "=", "leave") & (
            Domain("calendar_id", "!=", False)
            | Domain("company_id", "in", [False, company_id])
        )
        found = self._work_intervals_batch(begin, end, domain=list(free), tz=zone)
        return tuple(
            tuple(edge.astimezone(utc).replace(tzinfo=None) for edge in (start, stop))
            for start, stop, _line in found[False]
        )

    def _aftersales_forget_intervals(self):
        """Hours changed: what was read of them is no longer true, now and once others
        see it."""
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)

    def _aftersales_get_last_known_day(self):
        """The last day whose public holidays are known; None without a holiday table."""
        table = self.sudo().makeup_table_id  # sudo: tables of other companies
        return (
            date(table.last_year, 12, 31) if table.last_year else None
        )  # loaded by years


class Schedules:
    """Schedules of a batch: each calendar is read once, and again when that was too short."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        self.reach = {}
        self.known = {}

    def run(self, calendar, function, company=None):
        """``function(schedule)``; without a calendar ``function(None)``, which is 24/7.

        :param company: whose public holidays count besides those of the calendar
        :raises ClockRefused: when the calendar has no working time for years
        """
        if not calendar:
            return function(None)
        key = (calendar, company)
        while True:
            try:
                return function(self._get(key))
            except TooShort:
                self._stretch(key)

    def _get(self, key):
        if key not in self.known:
            calendar, company = key
            reach = self.reach.setdefault(key, _FIRST_REACH)
            self.known[key] = calendar._aftersales_schedule(
                self.first - reach, self.last + reach, company
            )
        return self.known[key]

    def _stretch(self, key):
        del self.known[key]
        self.reach[key] *= 3
        if self.reach[key] > _LONGEST_REACH:
            calendar = key[0]
            raise ClockRefused(
                calendar.env._(
                    "The working schedule “%s” has no working time, so no deadline can be counted on it. Ask the administrator to enter its hours.",
                    calendar.name,
                )
            )
