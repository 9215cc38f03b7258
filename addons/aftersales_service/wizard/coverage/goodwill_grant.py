from odoo import fields, models


class GoodwillGrant(models.TransientModel):
    """Asks how long and why a device is repaired free without being owed it."""

    _name = "aftersales.goodwill.grant"
    _description = "Grant Goodwill"
    _inherit = "document.window.mixin"

    device_id = fields.Many2one(
        "aftersales.device",
        required=True,
        index=True,
        ondelete="cascade",
    )
    months = fields.Integer(required=True, default=1)
    reason = fields.Char(required=True)

    def action_grant(self):
        """Grant from today, or ask who may; the device itself checks that."""
        self.ensure_one()
        self.device_id.action_request_goodwill(self.months, self.reason)
        return {"type": "ir.actions.act_window_close"}
