from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_warranty_months = fields.Integer(
        "Warranty (Months)",
        company_dependent=True,
        help="Counted from delivery; 0 means no warranty.",
    )
