from odoo import models

from ...exceptions import MoveRefused
from .open_item import LINE, RECEIPT
from .propose import STATEMENT_LINE


class BankProposalItem(models.Model):
    """Which item of the ledger is met by a part of a proposal, and what is open of it."""

    _inherit = "aftersales.bank.proposal.item"

    def _get_documents(self):
        """The records, all of one model, in the order of the rows."""
        return self.env[self[:1].res_model or STATEMENT_LINE].browse(
            self.mapped("res_id")
        )

    def _find_target(self):
        """The item of the ledger; a receipt gets its payment, or has got it meanwhile."""
        if self._is_refund():
            return self._find_credit()
        if self.res_model != RECEIPT:
            return self.env[LINE].browse(self.res_id).exists()
        receipt = self.env[RECEIPT].browse(self.res_id)
        self.proposal_id._lock(RECEIPT, receipt.ids)
        if receipt.state == "void":
            return self.env[LINE]
        payment, made = receipt._pay_before_hand_in()
        if made:
            self._in_flow().write({"payment_id": payment.id})
        return payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.outstanding_account_id
        )

    def _is_refund(self):
        return self.proposal_id.reason_code == "refund"

    def _get_payment(self):
        """That of the receipt or of the item."""
        document = self.env[self.res_model].browse(self.res_id)
        return document.payment_id

    def _find_credit(self):
        """Money that a channel gave back belongs to a credit note of this amount; without
        one the customer owes it again.

        :raises MoveRefused: before the payment itself was confirmed
        """
        payment = self._get_payment()
        if not payment:
            raise MoveRefused(
                self.env._(
                    "Confirm the payment of %s before its refund.", self.name or ""
                )
            )
        return self.env[LINE].search(
            [
                ("company_id", "=", payment.company_id.id),
                ("account_id", "=", payment.destination_account_id.id),
                ("partner_id", "child_of", payment.partner_id.id),
                ("parent_state", "=", "posted"),
                ("move_id.move_type", "=", "out_refund"),
                ("currency_id", "=", self.currency_id.id),
                ("amount_residual_currency", "=", self.amount),
            ],
            order="date, id",
            limit=1,
        )

    def _get_left(self):
        """What is open of it now."""
        if self.res_model == LINE:
            return self.env[LINE].browse(self.res_id).amount_residual_currency
        if self.res_model != RECEIPT:
            return self.open_amount
        payment = self._get_payment()
        if not payment:
            return self.open_amount
        items = payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.outstanding_account_id
        )
        return sum(items.mapped("amount_residual_currency"))

    def _check_still_open(self, target):
        """:raises MoveRefused: for more than is open of it now"""
        if self._is_refund() and not target:
            return
        self.proposal_id._lock(LINE, target.ids)
        company = self.proposal_id.company_id
        left = target.amount_residual_currency if len(target) == 1 else 0.0
        fits = (
            target.company_id == company
            and target.parent_state == "posted"
            and target.currency_id == self.currency_id
            and (left > 0) == (self.amount > 0)
            and self.currency_id.compare_amounts(abs(self.amount), abs(left)) <= 0
        )
        if not fits:
            raise MoveRefused(
                self.env._(
                    "Of %(item)s only %(left)s is open now. Propose again, or choose by hand.",
                    item=self.name or self.partner or "",
                    left=self.currency_id.format(left),
                )
            )

    def _prepare_counterpart(self, target):
        account, partner = target.account_id, target.partner_id
        if not target:
            payment = self._get_payment()
            account, partner = payment.destination_account_id, payment.partner_id
        name = self.proposal_id.statement_line_id.payment_ref
        return self.proposal_id._prepare_item(account, -self.amount, name, partner)


class Collection(models.Model):
    """A receipt whose money a statement shows before it is handed in."""

    _inherit = "aftersales.collection"

    def _pay_before_hand_in(self):
        """The payment that the hand-in will take over; made once.

        :return: (payment, whether it was made now)
        """
        self.ensure_one()
        if self.payment_id:
            return self.payment_id, False
        payment = self.env["account.payment"].create(self._prepare_payment())
        payment.action_post()
        self._in_flow().write({"payment_id": payment.id})
        self._match_invoices()
        return payment, True

    def _take_payment_back(self):
        """The statement did not show it after all; a receipt that was handed in keeps its
        payment, and so does one whose payment lies in a closed month."""
        for row in self.filtered(lambda r: r.state in ("held", "handed")):
            payment = row.payment_id
            if payment.move_id._aftersales_is_locked():
                continue
            row._in_flow().write({"payment_id": False})
            payment.move_id.line_ids.remove_move_reconcile()
            payment.action_draft()
            payment.action_cancel()
