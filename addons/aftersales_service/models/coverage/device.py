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
    has_warranty_card = fields.Boolean("Warranty Card Seen")
    invoice_number = fields.Char("Purchase Invoice")
    statutory_rights = fields.Json(compute="_compute_statutory_rights")

    def _get_coverages(self):
        """Warranties of who has the devices now; earlier owners' are history."""
        return self.coverage_ids.filtered(lambda c: not c.former)

    @api.depends(
        "coverage_ids.end_date", "coverage_ids.voided_on", "coverage_ids.former"
    )
    def _compute_coverage_end_date(self):
        for device in self:
            alive = device._get_coverages().filtered(
                lambda c: c.end_date and not c.voided_on
            )
            device.coverage_end_date = max(alive.mapped("end_date"), default=False)

    @api.depends(
        "coverage_ids.start_date",
        "coverage_ids.end_date",
        "coverage_ids.voided_on",
        "coverage_ids.suspended_on",
        "coverage_ids.former",
    )
    def _compute_coverage_state(self):
        for device in self:
            device.coverage_state = device._get_coverage_state(
                device.company_id._aftersales_today()
            )

    def _get_coverage_state(self, day):
        """'in', 'out' or 'none' on ``day``."""
        self.ensure_one()
        coverages = self._get_coverages()
        if not coverages:
            return "none"
        return "in" if any(c._is_running(day) for c in coverages) else "out"

    def _search_coverage_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._aftersales_today()
        not_void = Domain("voided_on", "=", False) | Domain("voided_on", ">", today)
        # What stands still has not reached its end, see `Projection.covers`.
        not_over = Domain("end_date", ">=", today) | Domain("suspended_on", "<=", today)
        now = Domain("former", "!=", True)
        running = Domain(
            "coverage_ids",
            "any",
            now & Domain("start_date", "<=", today) & not_void & not_over,
        )
        granted = Domain("coverage_ids", "any", now)
        domains = {"in": running, "out": granted & ~running, "none": ~granted}
        return Domain.OR([domains[state] for state in value if state in domains])

    def _compute_statutory_rights(self):
        rules = self.env["aftersales.statutory.rule"].search([("active", "=", True)])
        for device in self:
            device.statutory_rights = rules._get_rights(device)
