from odoo import models


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _after_move(self, state):
        """Work on the device begins: its warranty stands still (A6; extends)."""
        result = super()._after_move(state)
        for visit in self if state == "in_work" else ():
            visit.order_id._begin_repair(visit._now())
        return result
