from odoo import fields, models


class OperatingUnit(models.Model):
    _inherit = "aftersales.unit"

    opening_script = fields.Text(
        translate=True,
        help="What the clerk of this unit says when he takes a call (S-04); else the company's.",
    )
