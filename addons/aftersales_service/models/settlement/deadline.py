from odoo import models

# A deadline as short as this is told every day.
_SHORT = 5


class Settlement(models.Model):
    """Until when a draft must be sent and an answer be there; who is reminded of it."""

    _name = "aftersales.settlement"
    _inherit = ["aftersales.settlement", "aftersales.alarm.mixin"]
    _alarm_cron = "aftersales_service.cron_settlement_alarm"
    _alarm_switch = "settlement"

    def _after_move(self, state):
        """A new state has another deadline, or none (extends)."""
        result = super()._after_move(state)
        for document in self:
            document._plan_alarm()
        return result

    def _get_answer_due(self):
        company, days = self.company_id, self.term_id.answer_days
        if not days:
            return False
        today = company._aftersales_today()
        return company._aftersales_count(days, "working_day", today)

    def _plan_draft(self):
        """A draft must be sent before the first of its claims is too late."""
        found = self.env["aftersales.settlement.line"]._read_group(
            [("settlement_id", "in", self.ids)], ["settlement_id"], ["claim_until:min"]
        )
        for settlement, day in found:
            if settlement.date_due != day:
                settlement._in_flow().write({"date_due": day})
                settlement._plan_alarm()

    def _is_short(self):
        days = self.term_id.answer_days
        return self.state == "sent" and 0 < days <= _SHORT

    def _get_alarm_words(self):
        words = (
            self.env._("Send %(number)s to %(partner)s before %(day)s")
            if self.state == "draft"
            else self.env._("%(partner)s has to answer %(number)s until %(day)s")
        )
        return words % {
            "number": self.name,
            "partner": self.partner_id.display_name,
            "day": self.date_due,
        }
