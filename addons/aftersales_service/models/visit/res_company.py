from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import format_datetime


class ResCompany(models.Model):
    """Settings of dispatch and visits."""

    _inherit = "res.company"

    aftersales_visit_hours = fields.Float(
        "Length of a Visit (Hours)",
        default=2.0,
        help="Proposed length when nothing else is known.",
    )
    aftersales_travel_speed = fields.Float(
        "Speed on the Road (km/h)",
        default=40.0,
        help="Turns a distance into travel time, from which the departure is counted back.",
    )
    aftersales_call_gap = fields.Integer(
        "Minutes Between Calls",
        default=10,
        help="A customer who does not answer is called again after so many minutes.",
    )
    aftersales_call_attempts = fields.Integer(
        "Calls Before Reporting",
        default=3,
        help="After so many calls without answer the back office is told.",
    )
    aftersales_repeat_days = fields.Integer(
        "Repeat Repair Within (Days)",
        default=30,
        help="A job for the same device so soon after a repair counts as a repeat repair.",
    )

    _aftersales_visit_hours_positive = models.Constraint(
        "CHECK (aftersales_visit_hours > 0)", "A visit takes some time."
    )
    _aftersales_call_positive = models.Constraint(
        "CHECK (aftersales_call_gap >= 0 AND aftersales_call_attempts > 0)",
        "Calls need a number of attempts and a gap that is not negative.",
    )

    def _aftersales_bounds(self, day):
        """When the company's ``day`` begins and ends, naive UTC."""
        zone = self._aftersales_zone()
        edges = (
            datetime.combine(date, time(), zone).astimezone(ZoneInfo("UTC"))
            for date in (day, day + timedelta(days=1))
        )
        return [edge.replace(tzinfo=None) for edge in edges]

    def _aftersales_words(self, moment):
        """A UTC ``moment`` in the company's own time, as a sentence names it."""
        return format_datetime(
            self.env, moment, tz=self._aftersales_zone().key, dt_format="MM-dd HH:mm"
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_visit_hours = fields.Float(
        related="company_id.aftersales_visit_hours", readonly=False
    )
    aftersales_travel_speed = fields.Float(
        related="company_id.aftersales_travel_speed", readonly=False
    )
    aftersales_call_gap = fields.Integer(
        related="company_id.aftersales_call_gap", readonly=False
    )
    aftersales_call_attempts = fields.Integer(
        related="company_id.aftersales_call_attempts", readonly=False
    )
    aftersales_repeat_days = fields.Integer(
        related="company_id.aftersales_repeat_days", readonly=False
    )
