from odoo import models

from .order_repair import OVER

# What the law and the standstill of a warranty ask of a job.
_REPAIR = ("state", "company_id", "called_at", "warranty_state")
_REPAIR += ("repair_began_on", "repair_ended_on")


class StatutoryRule(models.Model):
    _inherit = "aftersales.statutory.rule"

    def _is_reached(self, device):
        """Two repairs of the same device inside the warranty make the right (★2)."""
        if not self.repairs:
            return super()._is_reached(device)
        begun = device.delivery_date or device.ship_date
        repaired = device._get_repair_jobs().filtered(
            lambda o: o.state in ("signed", "closed", "filed")
            and o.warranty_state == "in"
            and o.company_id._aftersales_day(o.called_at) >= begun
        )
        return len(repaired) >= self.repairs


class Device(models.Model):
    _inherit = "aftersales.device"

    def _get_repair_jobs(self):
        """Its jobs with no more of their rows than repairs are told by; a machine that
        breaks down often has a hundred."""
        jobs = self.order_ids
        # Those of the devices beside it in a list are read with them.
        jobs.browse(jobs._prefetch_ids).fetch(_REPAIR)
        return jobs

    def _get_repair_since(self):
        """Also of a device whose warranty does not stand still (extends)."""
        open_ones = self._get_repair_jobs().filtered(
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
            filter(None, self._get_repair_jobs().mapped("repair_ended_on")),
            default=False,
        )
