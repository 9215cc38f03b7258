from odoo import models


class Device(models.Model):
    """What repairs and owners do to the warranties of a device (A6, A7, A8)."""

    _inherit = "aftersales.device"

    def _suspend_coverages(self, day, reason):
        """The device is in repair: its running warranties stand still (三包)."""
        running = self._get_coverages().filtered(
            lambda c: c._is_running(day)
            and not c.suspended_on
            and c._stands_still_in_repair()
        )
        running._add_event("suspended", day, reason=reason)

    def _resume_coverages(self, day, reason):
        waiting = self.coverage_ids.filtered("suspended_on")
        waiting._add_event("resumed", day, reason=reason)

    def _get_repair_since(self):
        """The day since which it is in repair, as its warranty knows."""
        waiting = self._get_coverages().filtered("suspended_on")
        return min(waiting.mapped("suspended_on"), default=False)

    def _get_last_repaired_on(self):
        """The day of the last repair that has a warranty of its own."""
        repairs = self._get_coverages().filtered(lambda c: c.kind == "repair")
        return max(repairs.mapped("start_date"), default=False)

    def _transfer_coverages(self, partner, day, reason):
        """A new owner: warranties follow the device, or end, as their version says."""
        for coverage in self._get_coverages().filtered(lambda c: c._is_running(day)):
            stays = (
                coverage.term_id.version_id.transferable if coverage.term_id else True
            )
            if stays:
                coverage._add_event(
                    "transferred", day, reason=reason, partner_id=partner.id
                )
            else:
                coverage._add_event("voided", day, reason=reason, partner_id=partner.id)

    def _grant_after_repair(self, day, reason, parts=()):
        """Warranty on the repair itself and on every replaced part (A7)."""
        vals = []
        for device, version in self._get_policy_versions().items():
            if version.repair_days:
                vals.append(device._prepare_repair_coverage(version, day, reason))
            if version.part_months:
                vals += [
                    device._prepare_part_coverage(version, part, day, reason)
                    for part in parts
                ]
        return self.env["aftersales.coverage"]._grant(vals)

    def _prepare_repair_coverage(self, version, day, reason):
        return {
            "device_id": self.id,
            "company_id": self.company_id.id,
            "kind": "repair",
            "cost_kinds": "part labour",
            "amount": version.repair_days,
            "unit": "day",
            "start_date": day,
            "origin": reason,
        }

    def _prepare_part_coverage(self, version, part, day, reason):
        return self._prepare_repair_coverage(version, day, reason) | {
            "kind": "part",
            "cost_kinds": "part",
            "part_classes": "main ordinary wear",
            "product_id": part.id,
            "amount": version.part_months,
            "unit": "month",
        }


class Coverage(models.Model):
    _inherit = "aftersales.coverage"

    def _stands_still_in_repair(self):
        """Whether days in repair are added at the end; plain warranties do not move."""
        self.ensure_one()
        version = self.term_id.version_id
        return version.stands_still if version else False
