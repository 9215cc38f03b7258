from odoo import fields, models


class OrderTalks(models.TransientModel):
    """Asks what marketing, or about the price the salesperson, should talk about; or what
    came of the talks (O-04, O-23, F-27)."""

    _name = "aftersales.order.talks"
    _description = "Talks with the Customer"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    is_end = fields.Boolean("The Talks Ended")
    is_price = fields.Boolean("The Price Is Disputed")
    discount = fields.Float(
        "Agreed Discount (%)",
        digits=(5, 2),
        help="Goes onto every line of the open quotation; beyond the limit of the policy the general manager is asked. Empty: the quotation stands.",
    )
    text = fields.Text("What It Is About", required=True)

    def action_done(self):
        """Hand over or end; the job itself checks who may."""
        self.ensure_one()
        if self.is_end:
            self.order_id.action_end_talks(self.text, self.discount)
        elif self.is_price:
            self.order_id.action_hand_price(self.text)
        else:
            self.order_id.action_hand_talks(self.text)
        return {"type": "ir.actions.act_window_close"}
