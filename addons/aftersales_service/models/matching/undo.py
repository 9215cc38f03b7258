from datetime import timedelta

from odoo import Command, models

from ...exceptions import MoveRefused
from .open_item import LINE


class BankProposal(models.Model):
    """Taking back what was confirmed: in an open month what was there stands again, in a
    closed one an entry of the first open day corrects it."""

    _inherit = "aftersales.bank.proposal"

    def _undo(self):
        """:raises MoveRefused: in a closed month, offering the correction"""
        for proposal in self.sudo():  # sudo: as in `_confirm`
            proposal._check_move("open")
            line = proposal.statement_line_id
            proposal._check_open_month(line.move_id | proposal.entry_ids)
            proposal._move_to("open", confirmed_by_id=False, confirmed_at=False)
            proposal.flush_recordset()
            line.action_undo_reconciliation()
            proposal._cancel_entries()
            proposal._take_payments_back()
            proposal._in_flow().write({"fen_off": 0.0, "by_hand": False})

    def _cancel_entries(self):
        """They keep their numbers, and book nothing."""
        entries = self.entry_ids
        entries.line_ids.remove_move_reconcile()
        entries.button_draft()
        entries.button_cancel()
        self._in_flow().write({"entry_ids": [Command.clear()]})

    def _take_payments_back(self):
        made = self.line_ids.filtered("payment_id")
        made._get_receipts()._take_payment_back()
        made._in_flow().write({"payment_id": False})

    def _correct(self, reason):
        """What was confirmed in a closed month is open again by an entry of today.

        The line's own entry stands as it was closed; the money lies in suspense.
        """
        for proposal in self.sudo():  # sudo: as in `_confirm`
            if not (reason or "").strip():
                raise MoveRefused(
                    self.env._(
                        "%s: please write why it is corrected.", proposal._get_label()
                    )
                )
            proposal._move_to("dropped", note=reason)
            proposal.flush_recordset()
            proposal._book_correction(reason)

    def _book_correction(self, reason):
        line = self.statement_line_id
        _liquidity, _suspense, others = line._seek_for_lines()
        day = self._get_open_day(line.journal_id)
        others.remove_move_reconcile()
        account = line.journal_id.suspense_account_id
        items = [
            self._prepare_item(o.account_id, -o.amount_currency, reason, o.partner_id)
            for o in others
        ]
        total = sum(others.mapped("amount_currency"))
        entry = self._create_entry(
            self._get_general_journal(),
            day,
            [*items, self._prepare_item(account, total, reason)],
        )
        back = (entry.line_ids.sorted("id"))[: len(others)]
        self.env[LINE]._reconcile_plan(
            [
                one | other
                for one, other in zip(others, back, strict=True)
                if one.account_id.reconcile
            ]
        )

    def _get_general_journal(self):
        journals = self.env["account.journal"]
        mine = journals._check_company_domain(self.company_id)
        return journals.search([*mine, ("type", "=", "general")], limit=1)

    def _get_open_day(self, journal):
        """Today, or the first day that no lock closes."""
        day = self.company_id._aftersales_today()
        locked = self.company_id._get_violated_lock_dates(day, False, journal)
        return max(lock for lock, _name in locked) + timedelta(1) if locked else day


class BankProposalItem(models.Model):
    _inherit = "aftersales.bank.proposal.item"

    def _get_receipts(self):
        return self.env["aftersales.collection"].browse(self.mapped("res_id"))
