from odoo import fields, models


class OrderDoubt(models.TransientModel):
    """存疑: asks why the warranty is doubtful before the maker is asked (W-20)."""

    _name = "aftersales.order.doubt"
    _description = "Ask About a Doubtful Warranty"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    reason = fields.Char(
        "Why It Is Doubtful",
        required=True,
        help="The customer is told the same; the manufacturer's department answers it.",
    )

    def action_ask(self):
        """Ask; the job itself checks whether it may."""
        self.ensure_one()
        self.order_id.action_ask_maker(self.reason)
        return {"type": "ir.actions.act_window_close"}
