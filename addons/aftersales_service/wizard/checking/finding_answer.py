from odoo import fields, models


class FindingAnswer(models.TransientModel):
    """Asks what a finding means, and why."""

    _name = "aftersales.fee.finding.answer"
    _description = "Answer a Finding"
    _inherit = "document.window.mixin"

    finding_ids = fields.Many2many(
        "aftersales.fee.finding", string="Doubtful Points", required=True
    )
    answer = fields.Selection(
        [("explained", "Explained: the fees go on"), ("upheld", "Upheld: not paid")],
        required=True,
        default="explained",
    )
    reason = fields.Char(required=True)

    def action_answer(self):
        self.finding_ids.action_answer(self.answer, self.reason)
        return {"type": "ir.actions.act_window_close"}
