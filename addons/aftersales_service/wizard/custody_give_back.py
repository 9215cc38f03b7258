from odoo import fields, models


class CustodyGiveBack(models.TransientModel):
    """Asks who takes the goods, and for the receipt that he hands in."""

    _name = "aftersales.custody.give.back"
    _description = "Give Back to Customer"

    custody_id = fields.Many2one(
        "aftersales.custody", required=True, index=True, ondelete="cascade"
    )
    receipt_state = fields.Selection(related="custody_id.receipt_state")
    receipt_taken_back = fields.Boolean()
    received_by = fields.Char(
        required=True, default=lambda self: self._default_received_by()
    )
    signature = fields.Binary(attachment=False)

    def _default_received_by(self):
        custody = self.env["aftersales.custody"].browse(
            self.env.context.get("default_custody_id")
        )
        return custody.return_id.contact_name

    def action_give_back(self):
        """Void the receipt when it is here, and hand over."""
        self.ensure_one()
        custody = self.custody_id
        if self.receipt_taken_back and custody.receipt_state != "void":
            custody.action_void_receipt()
        custody.action_give_back(self.received_by, self.signature)
        return {"type": "ir.actions.act_window_close"}
