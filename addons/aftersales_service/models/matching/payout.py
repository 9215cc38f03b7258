from odoo import models

from ...exceptions import MoveRefused
from .propose import STATEMENT_LINE


class BankProposal(models.Model):
    """What a channel keeps, and what it pays out to the bank."""

    _inherit = "aftersales.bank.proposal"

    def _book_channel_fee(self, day):
        """What the channel keeps leaves its account; the line itself stays gross."""
        line = self.statement_line_id
        fee = line.aftersales_fee
        if self.currency_id.is_zero(fee):
            return
        account = self.company_id._aftersales_get_charge_account()
        name = self.env._("Charge of %s", line.payment_ref)
        items = [
            self._prepare_item(account, fee, name),
            self._prepare_item(line.journal_id.default_account_id, -fee, name),
        ]
        self._create_entry(line.journal_id, day, self._create_items(items))

    def _prepare_transfers(self, payout):
        """A payout comes from the transfer account, one item for each channel's journal."""
        transfer = self.company_id.transfer_account_id
        lines = payout._get_documents()
        return [
            self._prepare_item(transfer, -amount, self.statement_line_id.payment_ref)
            for amount in self._sum_by_journal(payout, lines).values()
        ]

    def _sum_by_journal(self, payout, lines):
        sums = {}
        for row, line in zip(payout, lines, strict=True):
            journal = line.journal_id
            sums[journal] = sums.get(journal, 0.0) + row.amount
        return sums

    def _book_payout(self, payout, items, day):
        """The other half: from the channel's account to the transfer account; pairs to
        reconcile."""
        if not payout:
            return []
        lines = payout._get_documents()
        self._check_paid_out_once(lines)
        transfer, plan = self.company_id.transfer_account_id, []
        sums = self._sum_by_journal(payout, lines)
        for item, (journal, amount) in zip(items, sums.items(), strict=False):
            name = self.statement_line_id.payment_ref
            halves = [
                self._prepare_item(transfer, amount, name),
                self._prepare_item(journal.default_account_id, -amount, name),
            ]
            entry = self._create_entry(journal, day, self._create_items(halves))
            half = entry.line_ids.filtered(lambda one: one.account_id == transfer)
            plan.append(item | half)
        return plan

    def _check_paid_out_once(self, lines):
        """:raises MoveRefused: for a line of a channel that another payout holds"""
        self._lock(STATEMENT_LINE, lines.ids)
        rows = self.env["aftersales.bank.proposal.item"].search(
            [
                ("res_model", "=", STATEMENT_LINE),
                ("res_id", "in", lines.ids),
                ("proposal_id", "!=", self.id),
                ("proposal_id.state", "=", "confirmed"),
            ],
            limit=1,
        )
        if rows:
            raise MoveRefused(
                self.env._(
                    "%(line)s was paid out by %(other)s already. Propose again.",
                    line=rows.name,
                    other=rows.proposal_id._get_label(),
                )
            )
