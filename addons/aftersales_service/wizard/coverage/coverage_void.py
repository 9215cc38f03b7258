from odoo import fields, models


class CoverageVoid(models.TransientModel):
    """Asks why and from when a warranty no longer counts."""

    _name = "aftersales.coverage.void"
    _description = "Void a Warranty"
    _inherit = "document.window.mixin"

    coverage_id = fields.Many2one(
        "aftersales.coverage",
        "Warranty",
        required=True,
        index=True,
        ondelete="cascade",
    )
    day = fields.Date(
        "Void From",
        required=True,
        default=lambda self: self.env.company._aftersales_today(),
    )
    reason = fields.Char(required=True)

    def action_void(self):
        """Void with the reason; the warranty itself checks who may."""
        self.ensure_one()
        self.coverage_id.action_void(self.reason, self.day)
        return {"type": "ir.actions.act_window_close"}
