from odoo import api, fields, models
from odoo.fields import Domain

COVERAGE_STATES = [
    ("in", "In Warranty"),
    ("out", "Out of Warranty"),
    ("none", "No Warranty Known"),
]


class Device(models.Model):
    _inherit = "aftersales.device"

    coverage_ids = fields.One2many("aftersales.coverage", "device_id", "Coverages")
    coverage_end_date = fields.Date(
        "Warranty Until", compute="_compute_coverage_end_date", store=True, index=True
    )
    coverage_state = fields.Selection(
        COVERAGE_STATES,
        "Warranty",
        compute="_compute_coverage_state",
        search="_search_coverage_state",
    )

    @api.depends("coverage_ids.end_date")
    def _compute_coverage_end_date(self):
        for device in self:
            ends = device.coverage_ids.filtered("end_date").mapped("end_date")
            device.coverage_end_date = max(ends, default=False)

    @api.depends("coverage_end_date", "coverage_ids.start_date")
    def _compute_coverage_state(self):
        for device in self:
            device.coverage_state = device._get_coverage_state(
                device.company_id._aftersales_today()
            )

    def _get_coverage_state(self, day):
        """'in', 'out' or 'none' on ``day``."""
        self.ensure_one()
        if not self.coverage_ids:
            return "none"
        covered = any(c.start_date <= day <= c.end_date for c in self.coverage_ids)
        return "in" if covered else "out"

    def _search_coverage_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._aftersales_today()
        running = Domain(
            "coverage_ids",
            "any",
            [("start_date", "<=", today), ("end_date", ">=", today)],
        )
        granted = Domain("coverage_ids", "!=", False)
        domains = {"in": running, "out": granted & ~running, "none": ~granted}
        return Domain.OR([domains[state] for state in value if state in domains])

    def _after_registered(self, extras):
        """New devices get the warranty of their product or of their register (W-34)."""
        super()._after_registered(extras)
        vals = [
            device._prepare_coverage_vals(extra or {})
            for device, extra in zip(self, extras, strict=True)
        ]
        self.env["aftersales.coverage"].create([v for v in vals if v])

    def _prepare_coverage_vals(self, extra):
        """Values of the standard coverage, or None when period or start are unknown."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        months = extra.get("months") or product.aftersales_warranty_months
        start = extra.get("start_date") or self.delivery_date or self.ship_date
        if not months or not start:
            return None
        return {
            "device_id": self.id,
            "months": months,
            "start_date": start,
            "origin": self.sale_line_id.order_id.name,
        }
