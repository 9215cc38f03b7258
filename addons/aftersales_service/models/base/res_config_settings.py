from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_tz = fields.Selection(related="company_id.aftersales_tz", readonly=False)
    aftersales_same_person_may_issue = fields.Boolean(
        related="company_id.aftersales_same_person_may_issue", readonly=False
    )
    aftersales_pricelist_id = fields.Many2one(
        related="company_id.aftersales_pricelist_id", readonly=False
    )
    aftersales_preferential_pricelist_id = fields.Many2one(
        related="company_id.aftersales_preferential_pricelist_id", readonly=False
    )
    aftersales_extend_when_paid = fields.Boolean(
        related="company_id.aftersales_extend_when_paid", readonly=False
    )
    aftersales_currency_id = fields.Many2one(
        related="company_id.currency_id", string="After-Sales Currency"
    )
    aftersales_override_limit = fields.Monetary(
        related="company_id.aftersales_override_limit",
        readonly=False,
        currency_field="aftersales_currency_id",
    )
    aftersales_labour_product_id = fields.Many2one(
        related="company_id.aftersales_labour_product_id", readonly=False
    )
    aftersales_warranty_location_id = fields.Many2one(
        related="company_id.aftersales_warranty_location_id"
    )
    aftersales_warranty_account_id = fields.Many2one(
        related="company_id.aftersales_warranty_location_id.valuation_account_id",
        string="Warranty Cost Account",
        readonly=False,
    )
