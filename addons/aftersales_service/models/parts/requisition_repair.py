from odoo import models


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _on_submitted(self):
        """Waiting for parts is repair: the warranty of the device stands still (A6)."""
        result = super()._on_submitted()
        self.order_id._begin_repair()
        return result
