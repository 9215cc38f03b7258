from odoo import fields, models

from ...exceptions import ProofMissing
from ...groups import DISPATCHER
from ..old_part.old_part import JUDGEMENTS

_SEEN_FIRST = ("accept", "part")


class ChargebackLine(models.Model):
    """What the branch does with a claim: it looks at the old part together with the claimant
    (联合鉴定) and proposes an answer."""

    _inherit = "aftersales.chargeback.line"

    finding = fields.Selection(
        JUDGEMENTS,
        "Joint Finding",
        copy=False,
        help="What both sides saw when they looked at the old part together.",
    )
    finding_note = fields.Char("What Was Seen", copy=False)
    inspected_on = fields.Date(copy=False)
    inspected_with = fields.Char(
        "Their Inspector", copy=False, help="Who looked at it for the claimant."
    )
    inspection_id = fields.Many2one(
        "aftersales.inspection",
        "Joint Inspection",
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="Where the part came back to us and the parties signed.",
    )
    is_seen = fields.Boolean("Old Part Seen", compute="_compute_is_seen")

    def _compute_is_seen(self):
        for line in self:
            # sudo: the joint record counts, whoever may open it
            signed = line.sudo().inspection_id.state == "concluded"
            mine = line.finding and line.inspected_on and line.inspected_with
            line.is_seen = bool(signed or mine)

    # --- many at once

    def action_propose_accept(self):
        """Propose to accept the chosen claims."""
        self._propose("accept")

    def action_propose_reject(self):
        """Propose to reject the chosen claims; each needs its reason.

        :raises ProofMissing: naming the first without one
        """
        for line in self:
            line._check_reason(line.proposal_reason)
        self._propose("reject")

    def _propose(self, word):
        self._require_group(DISPATCHER)
        self.check_access("write")
        self.write({"proposal": word})

    # --- is an answer complete

    def _check_proposal(self):
        self._check_word(self.proposal, self.proposed_net, self.proposal_reason)

    def _check_decision(self):
        self._check_word(self.decision, self.decided_net, self.decision_reason)

    def _check_word(self, word, net, reason):
        """:raises ProofMissing: naming the claim and what is missing"""
        if not word:
            raise ProofMissing(
                self.env._(
                    "“%s”: accept it, accept a part, or reject it.", self.display_name
                )
            )
        if word != "accept":
            self._check_reason(reason)
        compare = self.currency_id.compare_amounts
        if word == "part" and not (compare(net, 0) > 0 > compare(net, self.net)):
            raise ProofMissing(
                self.env._(
                    "“%(line)s”: a part lies between nothing and %(net)s.",
                    line=self.display_name,
                    net=self.currency_id.format(self.net),
                )
            )
        # sudo: what was agreed, whoever examines
        agreed = self.chargeback_id.sudo().agreement_id
        if agreed.needs_old_part and word in _SEEN_FIRST and not self.is_seen:
            raise ProofMissing(
                self.env._(
                    "“%s”: by agreement the old part is looked at together first. Write what was found, on which day and with whom.",
                    self.display_name,
                )
            )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "“%s”: please write why it is not accepted in full.",
                    self.display_name,
                )
            )


class Chargeback(models.Model):
    _inherit = "aftersales.chargeback"

    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    proposed_at = fields.Datetime("Proposed On", readonly=True, copy=False)

    def action_match(self):
        self.line_ids.action_match()

    def action_propose(self):
        """The branch proposes an answer to every claim (R-42).

        :raises ProofMissing: where a claim has none, or no reason
        """
        self._require_group(DISPATCHER)
        self.check_access("write")
        self._take_agreement()
        for record in self:
            if not record.line_ids:
                raise ProofMissing(self.env._("%s has no claims.", record.name))
            for line in record.line_ids:
                line._check_proposal()
        self._move_to("proposed", proposed_by_id=self.env.uid, proposed_at=self._now())
