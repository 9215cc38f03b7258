from odoo import fields, models


class PeriodReopen(models.TransientModel):
    """Asks why a closed month is opened again."""

    _name = "aftersales.period.reopen"
    _description = "Reopen a Month"
    _inherit = "document.window.mixin"

    period_id = fields.Many2one(
        "aftersales.period", "Month", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_reopen(self):
        self.period_id.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
