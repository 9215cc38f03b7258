from odoo import fields, models


class Device(models.Model):
    """What resale, exchange and scrap do to the warranties (A8, A12, ★20)."""

    _inherit = "aftersales.device"

    def _on_resold(self, partner, reason):
        result = super()._on_resold(partner, reason)
        for device in self:
            device._transfer_coverages(
                partner, device.company_id._aftersales_today(), reason
            )
        return result

    def _on_scrapped(self, reason):
        result = super()._on_scrapped(reason)
        for device in self:
            alive = device.coverage_ids.filtered(lambda c: not c.voided_on)
            alive._add_event(
                "voided", device.company_id._aftersales_today(), reason=reason
            )
        return result

    def _on_life_ended(self, reason, partner_id):
        """What still runs or would begin ends with the reason; all of it stays to read."""
        result = super()._on_life_ended(reason, partner_id)
        for company, devices in self.grouped("company_id").items():
            day = company._aftersales_today()
            coverages = devices._get_coverages()
            alive = coverages.filtered(lambda c, day=day: c._is_open(day))
            alive._add_event("voided", day, reason=reason, partner_id=partner_id)
            # sudo: whose it was, falls out of a sale, whoever delivers
            coverages.sudo()._in_flow().write({"former": True})
        return result

    def _on_replaced(self, new, reason):
        """The rest of the warranty goes over, or it starts again, as the policy says; a
        device of another product brings its own. Never is the new end earlier."""
        result = super()._on_replaced(new, reason)
        day = self.company_id._aftersales_today()
        running = self._get_coverages().filtered(lambda c: c._is_running(day))
        own = new._prepare_own_coverages() if new.product_id != self.product_id else []
        longest = max((vals["end_date"] for vals in own), default=day)
        kept = running.filtered(lambda c: not own or c._get_open_end(day) > longest)
        self.env["aftersales.coverage"]._grant(
            own + [coverage._prepare_successor(new, day) for coverage in kept]
        )
        running._add_event("voided", day, reason=reason)
        return result

    def _prepare_own_coverages(self):
        """What policy and product give this device as if it were just sold."""
        version = self._get_policy_versions().get(self)
        coverage = self.env["aftersales.coverage"]
        vals_list = self._prepare_coverages(version, {})
        return [coverage._prepare_grant(vals) for vals in vals_list]


class Coverage(models.Model):
    _inherit = "aftersales.coverage"

    def _prepare_successor(self, device, day):
        """Values of the coverage that continues this one on another device."""
        self.ensure_one()
        names = [
            "kind",
            "cost_kinds",
            "part_classes",
            "percent",
            "payer",
            "distance_limit",
            "distance_of",
            "visit_limit",
            "amount",
            "unit",
            "origin",
        ]
        vals = {name: self[name] for name in names}
        links = (
            "company_id",
            "term_id",
            "payer_partner_id",
            "product_id",
            "sale_line_id",
        )
        vals |= {name: self[name].id for name in links}
        vals["device_id"] = device.id
        if self.term_id.version_id.after_exchange == "restart":
            return vals | {"start_date": day}
        return vals | {
            "start_date": day,
            "amount": max((self._get_open_end(day) - day).days + 1, 1),
            "unit": "day",
        }

    def _is_open(self, day):
        """Whether it runs on ``day`` or later, so that ending it means something."""
        self.ensure_one()
        waits = self.suspended_on or (self.end_date and self.end_date >= day)
        return bool(waits and not self.voided_on)

    def _get_open_end(self, day):
        """The end as it would be if the device came back from repair on ``day``."""
        days = (day - self.suspended_on).days if self.suspended_on else 0
        return fields.Date.add(self.end_date, days=days)
