from odoo import api, fields, models

from ...exceptions import ProofMissing


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    report_before_leaving = fields.Boolean(
        "Report before Leaving the Customer",
        help="After the work the technician reports to head office, and only then leaves the customer.",
    )


class Visit(models.Model):
    """Where the policy of the job says so, nobody leaves the customer without a word to
    head office after the work (D-36)."""

    _inherit = "aftersales.visit"

    reports_leaving = fields.Boolean(compute="_compute_reports_leaving")

    @api.depends("order_id.sla_version_id")
    def _compute_reports_leaving(self):
        for visit in self:
            # sudo: a switch of the job, for whoever works on it
            policy = visit.sudo().order_id._get_policy()
            visit.reports_leaving = policy.report_before_leaving

    def _check_step(self, step):
        """The report is made before he goes (extends)."""
        result = super()._check_step(step)
        for visit in self.filtered("reports_leaving") if step == "away" else ():
            visit._check_reported()
        return result

    def _check_reported(self):
        told = self.event_ids.filtered(
            lambda e: e.kind == "progress" and e.at >= self.ended_at
        )
        if not told:
            raise ProofMissing(
                self.env._(
                    "%s: telephone head office before you leave the customer, and press “Report Progress” with what you said.",
                    self.name,
                )
            )
