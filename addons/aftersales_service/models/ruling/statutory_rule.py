from odoo import models

from .order_repair import OVER


class StatutoryRule(models.Model):
    _inherit = "aftersales.statutory.rule"

    def _is_reached(self, device):
        """Two repairs of the same device inside the warranty make the right (★2)."""
        if not self.repairs:
            return super()._is_reached(device)
        begun = device.delivery_date or device.ship_date
        repaired = device.order_ids.filtered(
            lambda o: o.warranty_state == "in"
            and o.company_id._aftersales_day(o.called_at) >= begun
            and o.state in ("signed", "closed", "filed")
        )
        return len(repaired) >= self.repairs


class Device(models.Model):
    _inherit = "aftersales.device"

    def _get_repair_since(self):
        """Also of a device whose warranty does not stand still (extends)."""
        open_ones = self.order_ids.filtered(
            lambda o: o.repair_began_on and o.state not in OVER
        )
        known = super()._get_repair_since()
        return min(
            filter(None, [known, *open_ones.mapped("repair_began_on")]), default=False
        )

    def _get_last_repaired_on(self):
        """Also without a warranty on the repair: the day on which a repair ended (extends)."""
        known = super()._get_last_repaired_on()
        return known or max(
            filter(None, self.order_ids.mapped("repair_ended_on")), default=False
        )
