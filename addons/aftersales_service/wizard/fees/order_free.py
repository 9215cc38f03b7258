from odoo import fields, models


class OrderFree(models.TransientModel):
    """Asks why the customer of a job pays nothing."""

    _name = "aftersales.order.free"
    _description = "Free of Charge"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_free(self):
        self.ensure_one()
        self.order_id.action_free(self.reason)
        return {"type": "ir.actions.act_window_close"}
