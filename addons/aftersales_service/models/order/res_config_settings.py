from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_promise_hours = fields.Integer(
        related="company_id.aftersales_promise_hours", readonly=False
    )
    aftersales_duplicate_days = fields.Integer(
        related="company_id.aftersales_duplicate_days", readonly=False
    )
    aftersales_sales_consent = fields.Boolean(
        related="company_id.aftersales_sales_consent", readonly=False
    )
    aftersales_opening_script = fields.Text(
        related="company_id.aftersales_opening_script", readonly=False
    )
