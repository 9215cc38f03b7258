from odoo import fields, models

from ...models.warranty.policy_term import UNITS


class CoverageExtend(models.TransientModel):
    """Asks by how much and why a warranty ends later; shows the last day so far."""

    _name = "aftersales.coverage.extend"
    _description = "Extend a Warranty"
    _inherit = "document.window.mixin"

    coverage_id = fields.Many2one(
        "aftersales.coverage",
        "Warranty",
        required=True,
        index=True,
        ondelete="cascade",
    )
    amount = fields.Integer("Extend By", required=True, default=1)
    unit = fields.Selection(UNITS, required=True, default="month")
    end_date = fields.Date(related="coverage_id.end_date")
    reason = fields.Char(required=True)

    def action_extend(self):
        """Extend with the reason; the warranty itself checks who may."""
        self.ensure_one()
        self.coverage_id.action_extend(self.amount, self.unit, self.reason)
        return {"type": "ir.actions.act_window_close"}
