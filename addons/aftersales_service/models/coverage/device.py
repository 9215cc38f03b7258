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
    invoice_date = fields.Date()
    installation_date = fields.Date()
    acceptance_date = fields.Date("Final Acceptance")
    registration_date = fields.Date()
    statutory_rights = fields.Json(compute="_compute_statutory_rights")

    @api.depends("coverage_ids.end_date", "coverage_ids.voided_on")
    def _compute_coverage_end_date(self):
        for device in self:
            alive = device.coverage_ids.filtered(
                lambda c: c.end_date and not c.voided_on
            )
            device.coverage_end_date = max(alive.mapped("end_date"), default=False)

    @api.depends(
        "coverage_ids.start_date",
        "coverage_ids.end_date",
        "coverage_ids.voided_on",
        "coverage_ids.suspended_on",
    )
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
        return "in" if any(c._is_running(day) for c in self.coverage_ids) else "out"

    def _search_coverage_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._aftersales_today()
        not_void = Domain("voided_on", "=", False) | Domain("voided_on", ">", today)
        # What stands still has not reached its end, see `Projection.covers`.
        not_over = Domain("end_date", ">=", today) | Domain("suspended_on", "<=", today)
        running = Domain(
            "coverage_ids",
            "any",
            Domain("start_date", "<=", today) & not_void & not_over,
        )
        granted = Domain("coverage_ids", "!=", False)
        domains = {"in": running, "out": granted & ~running, "none": ~granted}
        return Domain.OR([domains[state] for state in value if state in domains])

    def _compute_statutory_rights(self):
        rules = self.env["aftersales.statutory.rule"].search([("active", "=", True)])
        for device in self:
            device.statutory_rights = rules._get_rights(device)
