from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...groups import STAFF
from ..clock.clock_state import OPEN

# Only code of this process can hold this object: nobody hushes a change over RPC.
_HUSHED = object()
_MOVING = {
    *("attendance_ids", "leave_ids", "global_leave_ids", "tz", "two_weeks_calendar"),
    *("flexible_hours", "makeup_table_id", "makeup_dayofweek", "hours_per_day"),
}


class ResourceCalendar(models.Model):
    """Deadlines follow the hours they are counted on, whatever screen changes them (C6)."""

    _inherit = "resource.calendar"

    aftersales_clock_count = fields.Integer(
        "Open Deadlines",
        compute="_compute_aftersales_clock_count",
        groups=STAFF,
    )

    def _compute_aftersales_clock_count(self):
        counts = dict(
            self.env["aftersales.sla.clock"]._read_group(
                OPEN & Domain("calendar_id", "in", self.ids),
                ["calendar_id"],
                ["__count"],
            )
        )
        for calendar in self:
            calendar.aftersales_clock_count = counts.get(calendar._origin, 0)

    def action_aftersales_clocks(self):
        """The open deadlines that a change of these hours may move."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_sla_clock_action"
        )
        return {**action, "domain": [("calendar_id", "=", self.id)]}

    def write(self, vals):
        """Lines that are deleted and made anew in one save are one change (overrides)."""
        if self._aftersales_is_hushed() or not _MOVING & set(vals):
            return super().write(vals)
        hushed = self.with_context(aftersales_calendar=_HUSHED)
        result = super(ResourceCalendar, hushed).write(vals)
        self._aftersales_tell_deadlines(self.env._("Working hours changed"))
        return result

    def _aftersales_is_hushed(self):
        return self.env.context.get("aftersales_calendar") is _HUSHED

    def _aftersales_tell_deadlines(self, reason, first=None, last=None):
        """Open deadlines on these schedules are counted anew."""
        if not self or self._aftersales_is_hushed():
            return
        self._aftersales_forget_intervals()
        text = f"{reason}: {', '.join(self.mapped('name'))}"
        self.env["aftersales.sla.recount"]._begin(text, self, None, first, last)


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        """Deadlines follow (extends `create`)."""
        lines = super().create(vals_list)
        lines.calendar_id._aftersales_tell_deadlines(
            self.env._("Working hours changed")
        )
        return lines

    def write(self, vals):
        """Deadlines follow; those of the schedule before, too (extends `write`)."""
        before = self.calendar_id
        result = super().write(vals)
        calendars = before | self.calendar_id
        calendars._aftersales_tell_deadlines(self.env._("Working hours changed"))
        return result

    def unlink(self):
        """Deadlines follow (extends `unlink`)."""
        calendars = self.calendar_id
        result = super().unlink()
        calendars._aftersales_tell_deadlines(self.env._("Working hours changed"))
        return result


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        """Deadlines follow public holidays (extends `create`)."""
        leaves = super().create(vals_list)
        _tell(self.env, leaves._aftersales_get_holidays())
        return leaves

    def write(self, vals):
        """Deadlines follow: on the days before and on the days from now on (extends)."""
        before = self._aftersales_get_holidays()
        result = super().write(vals)
        _tell(self.env, before + self._aftersales_get_holidays())
        return result

    def unlink(self):
        """Deadlines follow (extends `unlink`)."""
        before = self._aftersales_get_holidays()
        result = super().unlink()
        _tell(self.env, before)
        return result

    def _aftersales_get_holidays(self):
        """[(name, calendar, company, from, until)] of those that are everybody's; the days
        off of one person move nothing."""
        return [
            (leave.name, leave.calendar_id, leave.company_id, leave.date_from, leave.date_to)
            for leave in self
            if not leave.resource_id and leave.time_type == "leave"
        ]  # fmt: skip


class MakeupTable(models.Model):
    _inherit = "resource.makeup.table"

    def _days_changed(self, dates):
        """Count anew every open clock that a changed day may move."""
        result = super()._days_changed(dates)
        if dates:
            # sudo: calendars of other companies may follow the same table
            calendars = self.sudo().with_context(active_test=False).calendar_ids
            days = ", ".join(str(day) for day in sorted(dates)[:10])
            calendars._aftersales_tell_deadlines(
                f"{self.name}: {days}",
                datetime.combine(min(dates), time.min),
                datetime.combine(max(dates), time.max),
            )
        return result


def _tell(env, holidays):
    """One count for each schedule, or company, however many holidays changed."""
    groups = {}
    for name, calendar, company, first, last in holidays:
        key = (calendar, calendar.company_id if calendar else company)
        groups.setdefault(key, []).append((first, last, name))
    for (calendar, company), days in groups.items():
        if calendar._aftersales_is_hushed():
            continue
        calendar._aftersales_forget_intervals()
        names = dict.fromkeys(
            f"{name or env._('Public holiday')} {format_date(env, first)}"
            for first, _last, name in days
        )
        env["aftersales.sla.recount"]._begin(
            env._("Public holidays changed: %s", ", ".join([*names][:10])),
            calendar,
            None if calendar else company,
            min(day[0] for day in days),
            max(day[1] for day in days),
        )
