from odoo import models


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def action_start(self):
        """Work on the device begins: its warranty stands still (A6)."""
        result = super().action_start()
        for visit in self:
            visit.order_id._begin_repair(visit._now())
        return result
