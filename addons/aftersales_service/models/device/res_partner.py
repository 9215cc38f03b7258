from odoo import fields, models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "aftersales.device.link.mixin"]

    _device_link = "partner_id"

    aftersales_other_phone = fields.Char(
        "Other Telephone", help="A second number under which this contact is reached."
    )
