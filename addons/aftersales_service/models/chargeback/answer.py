from odoo import api, fields, models

from ...exceptions import MoveRefused, SamePersonRefused
from ...groups import MANAGER
from ..inspection.inspection import ARBITER

_KIND = "chargeback"
_STATE_OF = {"accept": "accepted", "part": "partly", "reject": "rejected"}


class Chargeback(models.Model):
    """The service centre decides, the responsible manager approves, the claimant is
    answered (R-42, O-59)."""

    _inherit = "aftersales.chargeback"

    decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)

    def action_decide(self):
        """The decision of the service centre; the responsible manager is asked.

        :raises ProofMissing: where a claim has no decision, or no reason
        :raises SamePersonRefused: for who proposed it
        """
        self._require_group(MANAGER)
        self.check_access("write")
        self._take_agreement()
        for record in self:
            record._check_decider()
            for line in record.line_ids:
                line._check_decision()
            record._move_to(
                "decided", decided_by_id=self.env.uid, decided_at=self._now()
            )
            record._ask_manager()

    def _check_decider(self):
        if self.proposed_by_id == self.env.user:
            raise SamePersonRefused(
                self.env._(
                    "You proposed the answer to %s yourself; somebody else must decide.",
                    self.name,
                )
            )

    def _ask_manager(self):
        accepted = sum(self.line_ids.mapped("decided_net"))
        reason = self.env._(
            "%(count)s claims of %(partner)s over %(claimed)s, of which we accept %(accepted)s.",
            count=len(self.line_ids),
            partner=self.partner_id.display_name,
            claimed=self.currency_id.format(self.claimed_net),
            accepted=self.currency_id.format(accepted),
        )
        # sudo: what was agreed with the claimant
        role = self.sudo().agreement_id.approver_role_id
        role = role or self.agreement_id._get_default_approver()
        self._request_approval(
            _KIND, role.code, reason, amount=self._get_in_books(accepted)
        )

    def _get_in_books(self, amount):
        company = self.company_id
        return self.currency_id._convert(
            amount, company.currency_id, company, company._aftersales_today()
        )

    def _on_approved(self, approval):
        """The claimant is answered, line by line (extends the hook)."""
        result = super()._on_approved(approval)
        if approval.kind == _KIND:
            now = self._now()
            for word, lines in self.line_ids.grouped("decision").items():
                lines._move_to(_STATE_OF[word], answered_at=now)
            self._move_to("answered", answered_at=now)
            self._tell_quality()
        return result

    def _tell_quality(self):
        """The quality department learns what others claim for our goods (R-42)."""
        quality = self.env["aftersales.role"]._get_by_code(ARBITER)
        people = quality._get_holders(self.company_id)
        self.message_post(
            body=self.env._(
                "%(partner)s is answered: of %(claimed)s we accept %(accepted)s.",
                partner=self.partner_id.display_name,
                claimed=self.currency_id.format(self.claimed_net),
                accepted=self.currency_id.format(self.accepted_net),
            ),
            partner_ids=people.partner_id.ids,
        )

    def _on_approval_refused(self, approval):
        """The manager says what is wrong; the centre decides again (extends)."""
        result = super()._on_approval_refused(approval)
        if approval.kind == _KIND:
            self._move_to("proposed")
            self.message_post(body=approval.note)
        return result


class ChargebackLine(models.Model):
    _inherit = "aftersales.chargeback.line"

    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    accepted_net = fields.Monetary(
        "Accepted Amount", compute="_compute_accepted", store=True
    )
    rest_net = fields.Monetary("Not Accepted", compute="_compute_accepted", store=True)
    is_disputed = fields.Boolean(
        "Disputed",
        compute="_compute_accepted",
        store=True,
        help="We do not accept it, the claimant did not let it go, and nobody ruled.",
    )
    age_days = fields.Integer(
        "Age (Days)", compute="_compute_age_days", help="Since we answered."
    )

    @api.depends("state", "net", "decided_net", "ruled_net", "conceded_at")
    def _compute_accepted(self):
        for line in self:
            told = {
                "open": 0.0,
                "accepted": line.net,
                "ruled": line.ruled_net,
            }
            line.accepted_net = told.get(line.state, line.decided_net)
            answered = line.state != "open"
            rest = line.net - line.accepted_net if answered else 0.0
            line.rest_net = line.currency_id.round(rest)
            disputed = line.state in ("partly", "rejected", "contested")
            line.is_disputed = disputed and bool(rest) and not line.conceded_at

    def _compute_age_days(self):
        for line in self:
            day = line.answered_at and line.company_id._aftersales_day(line.answered_at)
            today = line.company_id._aftersales_today()
            line.age_days = (today - day).days if day else 0

    def _check_answered(self):
        """:raises MoveRefused: while we did not answer yet"""
        for line in self:
            if line.state == "open":
                raise MoveRefused(
                    self.env._("“%s” is not answered yet.", line.display_name)
                )
