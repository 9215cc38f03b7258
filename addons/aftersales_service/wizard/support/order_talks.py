from odoo import fields, models


class OrderTalks(models.TransientModel):
    """Asks what marketing should talk about, or what came of the talks (O-04, O-23)."""

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
    text = fields.Text("What It Is About", required=True)

    def action_done(self):
        """Hand over or end; the job itself checks who may."""
        self.ensure_one()
        if self.is_end:
            self.order_id.action_end_talks(self.text)
        else:
            self.order_id.action_hand_talks(self.text)
        return {"type": "ir.actions.act_window_close"}
