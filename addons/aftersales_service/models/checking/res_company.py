from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_check_claims = fields.Boolean(
        "Check Claims",
        help="Visits are compared with each other before their fees are invoiced or claimed.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_check_claims = fields.Boolean(
        related="company_id.aftersales_check_claims", readonly=False
    )
