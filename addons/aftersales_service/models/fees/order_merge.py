from odoo import models


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _on_merged(self, others):
        """Fees follow, and are settled by this job's decision."""
        result = super()._on_merged(others)
        fees = others.fee_ids
        if fees:
            fees.write({"order_id": self.id})
            self._on_decided()
        return result
