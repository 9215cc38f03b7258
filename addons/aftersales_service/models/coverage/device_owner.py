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

    def _on_replaced(self, new, reason):
        """The rest of the warranty goes over, or it starts again, as the policy says;
        never is the new end earlier than the old one."""
        result = super()._on_replaced(new, reason)
        day = self.company_id._aftersales_today()
        running = self.coverage_ids.filtered(lambda c: c._is_running(day))
        self.env["aftersales.coverage"]._grant(
            [coverage._prepare_successor(new, day) for coverage in running]
        )
        running._add_event("voided", day, reason=reason)
        return result


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

    def _get_open_end(self, day):
        """The end as it would be if the device came back from repair on ``day``."""
        days = (day - self.suspended_on).days if self.suspended_on else 0
        return fields.Date.add(self.end_date, days=days)
