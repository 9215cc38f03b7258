from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "aftersales.device.link.mixin"]

    _device_link = "partner_id"
