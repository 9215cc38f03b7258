from datetime import datetime, time

from odoo import api, fields, models

from ...kernel.clock import UTC, on_day


class RegisterDay(models.Model):
    """The copy of a day's register goes out on the next day: a deadline of the sheet
    itself, from the end of its day on (T-27)."""

    _name = "aftersales.register.day"
    _inherit = ["aftersales.register.day", "aftersales.sla.mixin"]

    def _get_sla_start(self):
        """The first moment of its day."""
        self.ensure_one()
        begin = datetime.combine(
            self.date, time(), tzinfo=self.company_id._aftersales_zone()
        )
        return begin.astimezone(UTC).replace(tzinfo=None)

    def _get_sla_end(self):
        return self.sent_at

    def _get_clock_user(self):
        return self.unit_id.manager_id

    @api.model_create_multi
    def create(self, vals_list):
        """The day closes whether anybody reconciles it or not (overrides `create`)."""
        days = super().create(vals_list)
        days._clock_event("register_closed", {day: day._get_close() for day in days})
        return days

    def _get_close(self):
        return on_day(self.date, 0, self.company_id._aftersales_zone())

    def action_send(self):
        """The copy went out (extends the move)."""
        result = super().action_send()
        self._clock_event("register_sent", fields.Datetime.now())
        return result
