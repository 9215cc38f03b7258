from odoo import api, models


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What a visit tells (extends the hook)."""
        codes = (
            *("departed", "finished", "call_missed", "called_again", "calls_failed"),
            *("office_told", "repair_late", "director_told"),
            *("appointment", "late_told"),
        )
        return super()._get_homes() | dict.fromkeys(codes, "visit")


class Visit(models.Model):
    """Whoever reports a delay or asks for help tells it in the same moment, so the
    deadlines of the report (T-25, T-44) begin and are met there, on record."""

    _inherit = "aftersales.visit"

    def action_report_late(self, expected_at, agreed_by=None, reason=None, note=None):
        result = super().action_report_late(expected_at, agreed_by, reason, note)
        for visit in self:
            # sudo: as in `_tell_clocks`
            order = visit.order_id.sudo()
            used = self.env["aftersales.sla.event"]._is_used("appointment")
            if used and visit.planned_start:
                order._start_clocks("appointment", visit.planned_start)
        self._tell_clocks("late_told")
        return result

    def action_ask_help(self, note):
        result = super().action_ask_help(note)
        self._tell_clocks("repair_late", "director_told")
        return result
