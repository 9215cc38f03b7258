from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "aftersales.device.link.mixin"]

    _device_link = "sale_order_id"
