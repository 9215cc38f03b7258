from odoo import models

from ...exceptions import ProofMissing


class Device(models.Model):
    """Which warranties a device is born with, and what repairs and owners do to them."""

    _inherit = "aftersales.device"

    def _before_registered(self, births):
        """New devices know the end of the warranties that they are about to get (W-34)."""
        computed = super()._before_registered(births)
        self._prepare_births(births)
        return computed | {"coverage_end_date": [_last_end(b) for b in births]}

    def _after_registered(self, births):
        """New devices get the warranty of their register, policy or product (W-34)."""
        result = super()._after_registered(births)
        if any("coverages" not in birth for birth in births):
            self._prepare_births(births)
        vals = [vals for birth in births for vals in birth["coverages"]]
        self.env["aftersales.coverage"]._grant(vals, born=True)
        return result

    def _prepare_births(self, births):
        """Write the values of its coverages to the birth of each device."""
        versions = self._get_policy_versions()
        coverage = self.env["aftersales.coverage"]
        for device, birth in zip(self, births, strict=True):
            vals = device._prepare_coverages(
                versions.get(device), birth["coverage"] or {}
            )
            birth["coverages"] = [coverage._prepare_grant(v) for v in vals]

    def _get_policy_versions(self):
        # sudo: a policy applies whoever delivers
        policy = self.env["aftersales.warranty.policy"].sudo()
        if not policy.search_count([], limit=1):
            return {}
        return policy._get_versions(self, self.company_id[:1]._aftersales_today())

    def _get_policy_contracts(self):
        """Hook: sales orders whose policy comes before every other level for this device.

        Here the one it was sold with; agreements add those that cover it later.
        """
        self.ensure_one()
        return self.sale_order_id

    def _prepare_coverages(self, version, extra):
        """Values of every coverage this device begins with."""
        self.ensure_one()
        if extra.get("months") is not None:
            # What a register says holds: 0 is no warranty, and so is no date of sale.
            if not extra["months"] or not extra.get("start_date", True):
                return []
            return [
                self._prepare_plain_coverage(extra["months"], extra.get("start_date"))
            ]
        if version:
            terms = [(term, term._get_start(self)) for term in version.term_ids]
            return [
                self._prepare_term_coverage(t, start) for t, start in terms if start
            ]
        product = self.product_id.with_company(self.company_id)
        months = product.aftersales_warranty_months
        start = extra.get("start_date") or self.delivery_date or self.ship_date
        return [self._prepare_plain_coverage(months, start)] if months and start else []

    def _prepare_plain_coverage(self, months, start):
        """A warranty of so many months on everything but wear parts."""
        return {
            "device_id": self.id,
            "company_id": self.company_id.id,
            "amount": months,
            "start_date": start
            or self.ship_date
            or self.delivery_date
            or self.company_id._aftersales_today(),
            "origin": self.sale_line_id.order_id.name,
        }

    def _prepare_term_coverage(self, term, start):
        return {
            "device_id": self.id,
            "company_id": self.company_id.id,
            "kind": "component" if term.scope == "main" else "standard",
            "term_id": term.id,
            "cost_kinds": " ".join(term.cost_kind_ids.mapped("code")),
            "part_classes": " ".join(term._get_part_classes()),
            "percent": term.percent,
            "payer": term.payer,
            "payer_partner_id": term.payer_partner_id.id,
            "distance_limit": term.distance_limit,
            "visit_limit": term.visit_limit,
            "amount": term.amount,
            "unit": term.unit,
            "start_date": start,
            "origin": term.version_id.name,
        }

    def write(self, vals):
        """A start event that becomes known grants the terms that waited for it."""
        result = super().write(vals)
        starts = {
            "installation_date",
            "acceptance_date",
            "registration_date",
            "invoice_date",
        }
        if starts & set(vals):
            self._grant_waiting_terms()
        return result

    def _grant_waiting_terms(self):
        versions = self._get_policy_versions()
        vals = []
        for device in self:
            known = device.coverage_ids.term_id
            for term in (
                versions.get(device, self.env["aftersales.warranty.version"]).term_ids
                - known
            ):
                start = term._get_start(device)
                if start:
                    vals.append(device._prepare_term_coverage(term, start))
        self.env["aftersales.coverage"]._grant(vals)

    # --- what repairs, exchanges and owners do to the warranty

    def _suspend_coverages(self, day, reason):
        """The device is in repair: its running warranties stand still (三包)."""
        running = self.coverage_ids.filtered(
            lambda c: c._is_running(day)
            and not c.suspended_on
            and c._stands_still_in_repair()
        )
        running._add_event("suspended", day, reason=reason)

    def _resume_coverages(self, day, reason):
        waiting = self.coverage_ids.filtered("suspended_on")
        waiting._add_event("resumed", day, reason=reason)

    def _transfer_coverages(self, partner, day, reason):
        """A new owner: warranties follow the device, or end, as their version says."""
        for coverage in self.coverage_ids.filtered(lambda c: c._is_running(day)):
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

    def action_grant_goodwill(self, months, reason):
        """善意保修: a manager's decision with a reason; it counts whatever the cause."""
        coverage = self.env["aftersales.coverage"]
        coverage._check_manager()
        coverage._check_reason(reason)
        if not months or months < 1:
            raise ProofMissing(self.env._("Goodwill lasts at least one month."))
        return self._grant_goodwill(months, reason)

    def _grant_goodwill(self, months, reason):
        coverage = self.env["aftersales.coverage"]
        day = self.company_id[:1]._aftersales_today()
        return coverage._grant(
            [
                device._prepare_plain_coverage(months, day)
                | {
                    "kind": "goodwill",
                    "part_classes": "main ordinary wear",
                    "origin": reason,
                }
                for device in self
            ]
        )


def _last_end(birth):
    return max((vals["end_date"] for vals in birth["coverages"]), default=False)


class Coverage(models.Model):
    _inherit = "aftersales.coverage"

    def _stands_still_in_repair(self):
        """Whether days in repair are added at the end; plain warranties do not move."""
        self.ensure_one()
        version = self.term_id.version_id
        return version.stands_still if version else False
