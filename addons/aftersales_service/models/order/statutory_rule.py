from odoo import models


class StatutoryRule(models.Model):
    _inherit = "aftersales.statutory.rule"

    def _is_reached(self, device):
        """Two repairs of the same device inside the warranty make the right (★2)."""
        if not self.repairs:
            return super()._is_reached(device)
        repaired = device.order_ids.filtered(
            lambda o: o.warranty_state == "in"
            and o.state in ("signed", "closed", "filed")
        )
        return len(repaired) >= self.repairs
