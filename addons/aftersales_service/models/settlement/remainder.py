from odoo import fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE
from ..old_part.old_part import OUTSIDE
from .selections import DIRECTION_OF, REMAINDERS

_BEAR = "settlement_bear"
_ROLE = "finance_manager"


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[(_BEAR, "Bear What a Payer Rejected")],
        ondelete={_BEAR: "cascade"},
    )


class SettlementLine(models.Model):
    """What becomes of that which the payer does not accept. It is never silent: it is
    claimed again with the old part as proof, charged to somebody else, or borne by us
    with a reason and an approval."""

    _inherit = "aftersales.settlement.line"

    remainder = fields.Selection(
        REMAINDERS, "The Rest", help="What becomes of that which is not accepted."
    )
    remainder_reason = fields.Char("Reason for the Rest")
    other_payer = fields.Selection(
        lambda self: self.env["aftersales.fee.share"]
        ._fields["payer"]
        ._description_selection(self.env),
        "Charged To",
    )
    other_partner_id = fields.Many2one(
        "res.partner", "Charged Partner", index="btree_not_null", check_company=True
    )

    def action_ask_bearing(self):
        """Ask whether we bear the rest.

        :raises ProofMissing: without a reason
        """
        self._require_group(FINANCE)
        for line in self:
            line._require_reason()
            line._request_approval(
                _BEAR, _ROLE, line.remainder_reason, amount=line._get_rest_in_books()
            )
            line.remainder = "bear"

    def _require_reason(self):
        if not (self.remainder_reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "“%s”: please write the reason for the rest.", self.display_name
                )
            )

    def _get_rest_in_books(self):
        company = self.company_id
        return self.currency_id._convert(
            self.rest_net, company.currency_id, company, company._aftersales_today()
        )

    def _get_agreed_bearing(self):
        """The last answer to whether this rest is borne, if it was yes."""
        # sudo: the answer counts, whoever may read it
        asked = self.sudo().approval_ids.filtered(lambda a: a.kind == _BEAR)
        last = asked.sorted("id")[-1:]
        right = not self.company_id.currency_id.compare_amounts(
            last.amount, self._get_rest_in_books()
        )
        return last.filtered(lambda a: a.state == "agreed" and right)

    # --- before it is booked

    def _check_remainder(self):
        """:raises ProofMissing: where nobody said what becomes of the rest"""
        if self.currency_id.is_zero(self.rest_net):
            return
        check = getattr(self, f"_check_{self.remainder or 'nothing'}")
        check()

    def _check_nothing(self):
        raise ProofMissing(
            self.env._(
                "“%(line)s”: %(rest)s was not accepted. Choose what becomes of it.",
                line=self.display_name,
                rest=self.currency_id.format(self.rest_net),
            )
        )

    def _check_bear(self):
        self._require_reason()
        if not self._get_agreed_bearing():
            raise ProofMissing(
                self.env._(
                    "“%s”: nobody agreed yet that we bear the rest. Ask for it.",
                    self.display_name,
                )
            )

    def _check_elsewhere(self):
        self._require_reason()
        other = self.other_partner_id
        known = self.other_payer in DIRECTION_OF and other
        if known and other != self.share_id.partner_id:
            return
        raise ProofMissing(
            self.env._(
                "“%s”: choose who is charged instead, another kind of payer or another partner.",
                self.display_name,
            )
        )

    def _check_again(self):
        """A second claim on a supplier has the old part as its proof (F-46, P-20)."""
        if self.payer != "supplier":
            return
        # sudo: old parts are kept by the store
        parts = self.sudo().order_id.old_part_ids
        if not parts.filtered(lambda p: p.state not in (*OUTSIDE, "left")):
            raise ProofMissing(
                self.env._(
                    "“%s”: a second claim needs the old part as its proof, and none of this job is in our store.",
                    self.display_name,
                )
            )

    # --- when it is booked

    def _book_remainder(self):
        """What the terms leave with us is borne, and the rest goes its way."""
        # sudo: movements of shares are written by this action
        share, document = self.sudo().share_id, self.settlement_id
        if self.kept_net:
            share._book(
                "borne",
                self.kept_net,
                reason=self.env._("By the terms “%s”", document.term_id.name),
                document=document,
            )
        if self.currency_id.is_zero(self.rest_net):
            return
        if self.remainder == "bear":
            share._book(
                "borne", self.rest_net, reason=self.remainder_reason, document=document
            )
        elif self.remainder == "elsewhere":
            share._charge_elsewhere(
                self.rest_net,
                self.other_payer,
                self.other_partner_id,
                self.remainder_reason,
                document,
            )

    def _on_approved(self, approval):
        """Nothing at once: it is borne when the settlement is booked."""

    def _on_approval_refused(self, approval):
        self.write({"remainder": False})
