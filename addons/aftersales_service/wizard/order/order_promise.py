from odoo import api, fields, models

from ...models.order.promise import TOLD_HOW


class OrderPromise(models.TransientModel):
    """改约: asks for the new time, why, and who agreed."""

    _name = "aftersales.order.promise"
    _description = "Change the Promised Time"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    previous_at = fields.Datetime(related="order_id.promised_at", string="Promised By")
    promised_at = fields.Datetime("New Time", required=True)
    reason = fields.Char(required=True)
    consented_by = fields.Char(
        "Agreed By",
        required=True,
        compute="_compute_consented_by",
        store=True,
        readonly=False,
    )
    told_how = fields.Selection(TOLD_HOW, "Told By", required=True, default="phone")

    @api.depends("order_id")
    def _compute_consented_by(self):
        for wizard in self:
            wizard.consented_by = wizard.order_id.contact_name

    def action_change(self):
        """Change it; the job itself checks the proof."""
        self.ensure_one()
        self.order_id._change_promise(
            self.promised_at, self.reason, self.consented_by, self.told_how
        )
        return {"type": "ir.actions.act_window_close"}
