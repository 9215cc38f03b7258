from odoo import api, models

from ...exceptions import ProofMissing


class Device(models.Model):
    """Which warranties a device is born with, and what repairs and owners do to them."""

    _inherit = "aftersales.device"

    def _get_birth_fields(self):
        return super()._get_birth_fields() | {"coverage_end_date"}

    def _before_registered(self, births):
        """New devices know the end of the warranties that they are about to get (W-34)."""
        computed = super()._before_registered(births)
        self._prepare_births(births)
        return computed | {"coverage_end_date": [_last_end(b) for b in births]}

    def _after_registered(self, births):
        """New devices get the warranty of their register, policy or product (W-34)."""
        result = super()._after_registered(births)
        knows_end = all("coverages" in birth for birth in births)
        if not knows_end:
            self._prepare_births(births)
        vals = [vals for birth in births for vals in birth["coverages"]]
        self.env["aftersales.coverage"]._grant(vals, born=knows_end)
        return result

    def _prepare_births(self, births):
        """Write the values of its coverages to the birth of each device."""
        versions = self._get_policy_versions()
        coverage = self.env["aftersales.coverage"]
        for device, birth in zip(self, births, strict=True):
            vals = (
                device._prepare_coverages(versions.get(device), birth["coverage"])
                if birth["coverage"] is not None
                else []
            )
            birth["coverages"] = [coverage._prepare_grant(v) for v in vals]

    def _get_policy_versions(self):
        """{device: the version in force today where its company is}"""
        today = {company: company._aftersales_today() for company in self.company_id}
        # sudo: a policy applies whoever delivers
        policy = self.env["aftersales.warranty.policy"].sudo()
        return policy._get_versions(self, {d: today[d.company_id] for d in self})

    def _prepare_coverages(self, version, extra):
        """Values of every coverage this device begins with; none without a day that it
        could begin with: nobody guesses when a device was sold (W-34)."""
        self.ensure_one()
        start = extra.get("start_date") or self._get_sale_day()
        if extra.get("months") is not None:
            # What a register says holds: 0 is no warranty, and so is no date of sale.
            if not extra["months"] or not extra.get("start_date", True) or not start:
                return []
            return [self._prepare_plain_coverage(extra["months"], start)]
        if version:
            terms = [(term, term._get_start(self)) for term in version.term_ids]
            return [
                self._prepare_term_coverage(t, start) for t, start in terms if start
            ]
        product = self.product_id.with_company(self.company_id)
        months = product.aftersales_warranty_months
        return [self._prepare_plain_coverage(months, start)] if months and start else []

    def _prepare_plain_coverage(self, months, start):
        """A warranty of so many months on everything but wear parts."""
        return {
            "device_id": self.id,
            "company_id": self.company_id.id,
            "amount": months,
            "start_date": start,
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
            "distance_of": term.distance_of,
            "visit_limit": term.visit_limit,
            "free_causes": term.free_causes,
            "amount": term.amount,
            "unit": term.unit,
            "start_date": start,
            "origin": term.version_id.name,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """A device that is typed gets the warranty that its facts give (extends)."""
        devices = super().create(vals_list)
        if not self._is_flowing():
            devices._grant_due()
        return devices

    def _on_facts_known(self):
        result = super()._on_facts_known()
        self._grant_due()
        return result

    def _on_sold_again(self):
        """The months of the new sale, from its day on."""
        result = super()._on_sold_again()
        self._grant_due()
        return result

    def _grant_due(self):
        """Grant what the facts of each device give and it does not have yet.

        What a register or the product once gave stands: no policy adds to it.
        """
        versions = self._get_policy_versions()
        vals = []
        for device in self:
            there = device._get_coverages()
            plain = there.filtered(lambda c: c.kind == "standard" and not c.term_id)
            if not plain:
                version = there.term_id.version_id[:1] or versions.get(device)
                wanted = device._prepare_coverages(version, {})
                given = set(there.term_id.ids)
                vals += [v for v in wanted if v.get("term_id") not in given]
        return self.env["aftersales.coverage"]._grant(vals)

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
