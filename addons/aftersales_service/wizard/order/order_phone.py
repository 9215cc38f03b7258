from odoo import api, fields, models


class OrderPhone(models.TransientModel):
    """电话解决: asks what the customer was told; the fault tree proposes it."""

    _name = "aftersales.order.phone"
    _description = "Solve on the Telephone"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    fault = fields.Text(related="order_id.fault", string="Reported Fault")
    guidance = fields.Text(
        "Guidance Given",
        required=True,
        compute="_compute_guidance",
        store=True,
        readonly=False,
    )

    @api.depends("order_id")
    def _compute_guidance(self):
        for wizard in self:
            order = wizard.order_id
            wizard.guidance = order.guidance or order.fault_id.guidance

    def action_solve(self):
        """Close without a visit; the job itself checks what keeps it open."""
        self.ensure_one()
        self.order_id.action_solve_by_phone(self.guidance)
        return {"type": "ir.actions.act_window_close"}
