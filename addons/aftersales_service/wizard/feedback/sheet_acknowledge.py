from odoo import fields, models


class FeedbackAcknowledge(models.TransientModel):
    """Asks what the team of the device does with what it was handed."""

    _name = "aftersales.feedback.acknowledge"
    _description = "Acknowledge Information"
    _inherit = "document.window.mixin"

    sheet_id = fields.Many2one(
        "aftersales.feedback.sheet",
        "Information Sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    measures = fields.Text("What the Team Does with It")

    def action_acknowledge(self):
        """The sheet itself checks whether this user may."""
        self.ensure_one()
        self.sheet_id.action_acknowledge(self.measures)
        return {"type": "ir.actions.act_window_close"}
