from odoo import fields, models


class ApprovalRefuse(models.TransientModel):
    """Asks for the reason of a refusal, for one question or several at once."""

    _name = "aftersales.approval.refuse"
    _description = "Refuse"
    _inherit = "document.window.mixin"

    approval_ids = fields.Many2many("aftersales.approval", required=True)
    note = fields.Char("Reason", required=True)

    def action_refuse(self):
        self.approval_ids.action_refuse(self.note)
        return {"type": "ir.actions.act_window_close"}
