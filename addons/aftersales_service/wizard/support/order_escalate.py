from odoo import fields, models

from ...models.order.order_dimensions import ESCALATION_CLASSES


class OrderEscalate(models.TransientModel):
    """升级: asks why the job is beyond us and who should help (S-17, O-65)."""

    _name = "aftersales.order.escalate"
    _description = "Escalate to Technical Support"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    escalation_class = fields.Selection(
        ESCALATION_CLASSES, required=True, default="difficult"
    )
    role_id = fields.Many2one(
        "aftersales.role",
        "Ask the Role",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.ref(
            "aftersales_service.role_product_director", raise_if_not_found=False
        ),
    )
    reason = fields.Char("Why It Is Beyond Us", required=True)

    def action_escalate(self):
        """Ask; the job itself checks whether it may."""
        self.ensure_one()
        self.order_id.action_escalate(
            self.reason, self.role_id.code, self.escalation_class
        )
        return {"type": "ir.actions.act_window_close"}
