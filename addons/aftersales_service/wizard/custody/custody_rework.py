from odoo import fields, models


class CustodyRework(models.TransientModel):
    """Asks what must be done again before the goods can go back."""

    _name = "aftersales.custody.rework"
    _description = "Back to Repair"
    _inherit = "document.window.mixin"

    custody_id = fields.Many2one(
        "aftersales.custody", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Char("What Must Be Done", required=True)

    def action_rework(self):
        self.custody_id.action_rework(self.reason)
        return {"type": "ir.actions.act_window_close"}
