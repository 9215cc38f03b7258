from odoo import Command, api, fields, models

from ...kernel.claim_check import examine
from .known import KnownClaims

# States in which nothing more is claimed for a visit.
_OVER = ("accepted", "closed")


class Visit(models.Model):
    """A visit that is over is compared with those that were checked before it."""

    _inherit = "aftersales.visit"

    claims_checked_at = fields.Datetime(
        readonly=True, copy=False, index="btree_not_null"
    )
    finding_ids = fields.One2many(
        "aftersales.fee.finding", "visit_id", "Doubtful Claims"
    )

    def _after_move(self, state):
        """What was signed or closed is checked soon (extends the mixin)."""
        result = super()._after_move(state)
        if state in _OVER and self.company_id.filtered("aftersales_check_claims"):
            self.env["ir.cron"]._get_job(
                "aftersales_service.cron_claim_check"
            )._trigger()
        return result

    @api.model
    def _cron_check_claims(self):
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_claim_check",
            self,
            self._get_unchecked_domain(),
            lambda visits: visits._check_claims(),
            order="ended_at, id",
        )

    @api.model
    def _get_unchecked_domain(self):
        return [
            ("company_id.aftersales_check_claims", "=", True),
            ("claims_checked_at", "=", False),
            ("ended_at", "!=", False),
            ("state", "in", _OVER),
        ]

    def _check_claims(self):
        """Compare these visits with one another and with those checked before."""
        # sudo: what is compared stands on jobs that whoever works or invoices need not read
        for company, visits in self.sudo().grouped("company_id").items():
            if not company.aftersales_check_claims:
                continue
            visits = visits.filtered("ended_at")
            if not visits:
                continue
            visits._take_fingerprints()
            claims = visits._prepare_claims()
            visits._keep_findings(examine(claims, KnownClaims(company, visits)))
            visits.env["aftersales.claim.key"]._keep(claims)
            visits._in_flow().write({"claims_checked_at": fields.Datetime.now()})

    def _keep_findings(self, found):
        """One row for each finding, but those that are known of its visit."""
        findings = self.env["aftersales.fee.finding"]
        known = {(f.visit_id.id, f.code, f.subject or "") for f in self.finding_ids}
        return findings._in_flow().create(
            [
                {
                    "visit_id": one.claim,
                    "code": one.code,
                    "subject": one.subject,
                    "severity": str(one.severity),
                    "other_ids": [Command.set(one.others)],
                    "numbers": {k: v for k, v in one.numbers if k != "jobs"},
                }
                for one in found
                if (one.claim, one.code, one.subject) not in known
            ]
        )

    def _check_unchecked(self):
        """Whoever invoices sooner than the job runs has the visits checked now."""
        self.filtered(lambda v: not v.claims_checked_at)._check_claims()
