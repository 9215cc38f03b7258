from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_dispatch_purchase = fields.Boolean(
        "Purchase Order per Dispatch",
        help="A contractor's visit is ordered when he is sent and billed from that order; otherwise it stands on his statement.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_dispatch_purchase = fields.Boolean(
        related="company_id.aftersales_dispatch_purchase", readonly=False
    )
