from datetime import datetime, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals

from ..const import HOLIDAY, MAKEUP, PROPOSAL


class ResourceCalendar(models.Model):
    """Calendars that follow a holiday table.

    Public holidays are taken out of the attendances and not added as global time off.
    A make-up day and the holiday that it pays for are two halves of one swap: the first
    can only be an attendance (time off cannot add work), so the second must be known to
    the same callers. Were it time off, everybody who plans without time off
    (``plan_hours`` by default, expected hours of attendance sheets) would count the
    extra Saturday and not the free Friday. It also needs no copy per calendar, company
    and time zone, and a day taken off during a holiday costs nothing, as the law wants.
    """

    _inherit = "resource.calendar"

    makeup_table_id = fields.Many2one(
        "resource.makeup.table",
        string="Holiday Table",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', [company_id, False])]",
        help="Public holidays of this table are free, its make-up days are worked.",
    )
    makeup_dayofweek = fields.Selection(
        lambda self: self._selection_makeup_dayofweek(),
        string="Make-up Days Work Like",
        required=True,
        default="4",
        help="A make-up day has the hours of this weekday instead of its own.",
    )
    makeup_hours_missing = fields.Boolean(compute="_compute_makeup_hours_missing")

    @api.model
    def _selection_makeup_dayofweek(self):
        field = self.env["resource.calendar.attendance"]._fields["dayofweek"]
        return field._description_selection(self.env)

    @api.depends("makeup_table_id", "makeup_dayofweek", "attendance_ids.dayofweek")
    def _compute_makeup_hours_missing(self):
        """Make-up days that copy a free weekday stay free: worth a word in the form."""
        for calendar in self:
            worked = calendar._get_global_attendances().mapped("dayofweek")
            calendar.makeup_hours_missing = (
                bool(calendar.makeup_table_id)
                and not calendar.flexible_hours
                and calendar.makeup_dayofweek not in worked
            )

    @api.constrains("makeup_table_id", "company_id")
    def _check_makeup_table(self):
        for calendar in self:
            table = calendar.makeup_table_id
            if table.company_id and table.company_id != calendar.company_id:
                raise table._foreign_calendar(calendar)

    def _with_makeup_changes(self, table, changes):
        """The same calendars, answering as if ``changes`` of ``table`` were written."""
        proposed = tuple(
            (change.date, change.new.kind if change.new else None) for change in changes
        )
        return self.with_context(**{PROPOSAL: ((table.id, proposed),)})

    # --- hooks into core

    def _attendance_intervals_batch(
        self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False
    ):
        """Take public holidays out and put make-up days in.

        Every planning of working time comes through here. Calendars without a table and
        flexible ones (which have no hours of the day) get exactly what core answers.
        """
        result = super()._attendance_intervals_batch(
            start_dt, end_dt, resources, domain, tz, lunch
        )
        kinds = self._get_makeup_kinds(start_dt, end_dt)
        if not kinds:
            return result
        pattern = self._get_makeup_pattern(kinds, domain, lunch)
        swapped = {}
        zones = self._get_makeup_zones(start_dt, resources, tz)
        for resource_id, zone in zones.items():
            if zone not in swapped:
                own = [i for i in result[resource_id] if i[0].date() not in kinds]
                borrowed = self._get_makeup_items(pattern, zone, start_dt, end_dt)
                swapped[zone] = Intervals(own + borrowed, keep_distinct=True)
            result[resource_id] = swapped[zone]
        return result

    def _works_on_date(self, date):
        """Core asks the weekday alone."""
        kind = self._get_makeup_kinds_all().get(date)
        if kind == MAKEUP:
            return bool(self._get_makeup_pattern({date: MAKEUP}, None, False)[date])
        return kind != HOLIDAY and super()._works_on_date(date)

    # --- steps

    def _get_makeup_kinds_all(self):
        if not self.makeup_table_id or self.flexible_hours:
            return {}
        return self.makeup_table_id._get_kinds()

    def _get_makeup_kinds(self, start_dt, end_dt):
        """Special days that may touch the period in any time zone."""
        kinds = self._get_makeup_kinds_all()
        first = start_dt.astimezone(utc).date() - timedelta(days=1)
        last = end_dt.astimezone(utc).date() + timedelta(days=1)
        return {day: kind for day, kind in kinds.items() if first <= day <= last}

    def _get_makeup_pattern(self, kinds, domain, lunch):
        """Attendances that each make-up day borrows, filtered as core filters them."""
        attendances = self.attendance_ids.filtered(
            lambda line: not line.display_type
            and (line.day_period == "lunch") == lunch
            and line.dayofweek == self.makeup_dayofweek
        )
        attendances = attendances.filtered_domain(Domain(domain or Domain.TRUE))
        weeks = attendances.grouped("week_type")
        return {
            day: weeks.get(self._get_makeup_week(day), attendances.browse())
            if self.two_weeks_calendar
            else attendances
            for day, kind in kinds.items()
            if kind == MAKEUP
        }

    def _get_makeup_week(self, day):
        return str(self.env["resource.calendar.attendance"].get_week_type(day))

    def _get_makeup_zones(self, start_dt, resources, tz):
        """Time zone of each result that core made of attendances with hours.

        Resources without a calendar or with flexible hours got something else.
        """
        resources = resources or self.env["resource.resource"]
        calendars = resources._get_calendar_at(start_dt, tz)
        zones = {False: tz or timezone(self.tz)}
        for resource in resources:
            calendar = calendars.get(resource)
            if calendar and not calendar.flexible_hours:
                zones[resource.id] = tz or timezone(resource.tz)
        return zones

    @api.model
    def _get_makeup_items(self, pattern, zone, start_dt, end_dt):
        """Borrowed attendances between the bounds, in the zone their hours are meant."""
        low, high = start_dt.astimezone(zone), end_dt.astimezone(zone)
        items = []
        for day, lines in pattern.items():
            for line in lines:
                start, stop = (
                    zone.localize(datetime.combine(day, float_to_time(hour)))
                    for hour in (line.hour_from, line.hour_to)
                )
                items.append((max(low, start), min(high, stop), line))
        return items
