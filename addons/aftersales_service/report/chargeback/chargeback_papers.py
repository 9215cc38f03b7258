from odoo import models


class ChargebackPaper(models.AbstractModel):
    """索赔回复单: what the claimant wants, what we answer, and why."""

    _name = "report.aftersales_service.report_chargeback"
    _inherit = ["aftersales.paper"]
    _description = "Answer to Claims"

    _record_model = "aftersales.chargeback"
    _lines = "line_ids"

    def _get_answer(self, line):
        """In words; a draft says what it will be."""
        if line.state == "open":
            return self._label(line, "decision") if line.decision else ""
        return self._label(line, "state")

    def _get_amount(self, line):
        return line.decided_net if line.state == "open" else line.accepted_net

    def _get_accepted(self, record):
        return sum(self._get_amount(line) for line in record.line_ids)
