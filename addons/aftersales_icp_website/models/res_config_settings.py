from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    icp_service_id = fields.Many2one(
        related="website_id.icp_service_id", readonly=False
    )
    icp_display = fields.Selection(related="website_id.icp_display", readonly=False)
