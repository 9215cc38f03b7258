from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import DISPATCHER
from ..inspection.inspection import ARBITER, GROUP_ARBITER

_KIND = "chargeback_ruling"


class ChargebackLine(models.Model):
    """The claimant does not take our answer: the group's quality department has the final
    word (最终裁定), or he lets it go."""

    _inherit = "aftersales.chargeback.line"

    objection = fields.Char(
        "Claimant's Objection", copy=False, help="Why he does not take our answer."
    )
    offered_net = fields.Monetary(
        "Put to the Arbiter",
        copy=False,
        help="What we would pay if the arbiter agrees; empty: all that is claimed.",
    )
    contested_at = fields.Datetime("Contested On", readonly=True, copy=False)
    ruled_net = fields.Monetary("Ruling", readonly=True, copy=False)
    ruled_at = fields.Datetime("Ruled On", readonly=True, copy=False)
    ruled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    ruling = fields.Char("Reason of the Ruling", readonly=True, copy=False)
    conceded_at = fields.Datetime("Let Go On", readonly=True, copy=False)

    def action_contest(self):
        """He objects: the group's quality department is asked for its ruling.

        :raises ProofMissing: without his objection, or for an amount that is no more than
            we accept
        """
        self._require_group(DISPATCHER)
        self.check_access("write")
        self._check_answered()
        for line in self:
            line._check_objection()
            line._check_not_conceded()
            amount = line.offered_net or line.net
            line._move_to("contested", contested_at=self._now(), offered_net=amount)
            line._request_approval(
                _KIND,
                line._get_arbiter(),
                line.objection,
                amount=line.chargeback_id._get_in_books(amount),
            )

    def _check_objection(self):
        if not (self.objection or "").strip():
            raise ProofMissing(
                self.env._("“%s”: please write why he objects.", self.display_name)
            )
        compare = self.currency_id.compare_amounts
        amount = self.offered_net or self.net
        if compare(amount, self.decided_net) <= 0 or compare(amount, self.net) > 0:
            raise ProofMissing(
                self.env._(
                    "“%(line)s”: put to the arbiter what lies above %(accepted)s and is no more than %(net)s.",
                    line=self.display_name,
                    accepted=self.currency_id.format(self.decided_net),
                    net=self.currency_id.format(self.net),
                )
            )

    def _check_not_conceded(self):
        if self.conceded_at:
            raise MoveRefused(
                self.env._("The claimant has let “%s” go.", self.display_name)
            )

    def _get_arbiter(self):
        """The group's quality department decides last, where there is one (O-22)."""
        held = self.env["aftersales.role"]._get_held_in(self.company_id)
        return GROUP_ARBITER if GROUP_ARBITER in held.mapped("code") else ARBITER

    def action_concede(self):
        """He lets it go: our answer stands and it is no longer disputed."""
        self._require_group(DISPATCHER)
        self.check_access("write")
        self._check_answered()
        for line in self.filtered("is_disputed"):
            if line.state == "contested":
                line._withdraw_approvals(_KIND)
                line._move_to("partly" if line.decided_net else "rejected")
            line._in_flow().write({"conceded_at": self._now()})

    def _on_approved(self, approval):
        """The claim stands, as far as it was put to the arbiter (extends the hook)."""
        result = super()._on_approved(approval)
        if approval.kind == _KIND:
            self._rule(self.offered_net, approval)
        return result

    def _on_approval_refused(self, approval):
        """Our answer stands (extends the hook)."""
        result = super()._on_approval_refused(approval)
        if approval.kind == _KIND:
            self._rule(self.decided_net, approval)
        return result

    def _rule(self, amount, approval):
        self._move_to(
            "ruled",
            ruled_net=amount,
            ruled_at=self._now(),
            ruled_by_id=self.env.uid,
            ruling=approval.note,
        )
