from odoo import models


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "aftersales.device.link.mixin"]

    _device_link = "lot_id"
