from odoo import fields, models


class OperatingUnit(models.Model):
    _inherit = "aftersales.unit"

    device_categ_ids = fields.Many2many(
        "product.category",
        "aftersales_unit_device_categ_rel",
        string="Team of These Devices",
        help="Information of the customer service team about these product families is handed to this unit.",
    )
