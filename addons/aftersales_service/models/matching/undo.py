from odoo import Command, api, models

from ...exceptions import MoveRefused
from .open_item import LINE


class BankProposal(models.Model):
    """Taking back what was confirmed: in an open month what was there stands again, in a
    closed one an entry of the first open day corrects it."""

    _inherit = "aftersales.bank.proposal"

    def _undo(self):
        """:raises MoveRefused: in a closed month, offering the correction"""
        self._lock(self._name, self.ids)
        for proposal in self.sudo():  # sudo: as in `_confirm`
            proposal._check_move("open")
            line, booked = proposal.statement_line_id, proposal._get_booked()
            proposal._check_open_month(booked.move_id | proposal.entry_ids)
            proposal._move_to("open", confirmed_by_id=False, confirmed_at=False)
            proposal.flush_recordset()
            if booked:
                line.action_undo_reconciliation()
            proposal._cancel_entries()
            proposal._take_payments_back()
            proposal._in_flow().write({"by_hand": False})
            proposal.filtered("fen_off")._in_flow().unlink()

    def _get_booked(self):
        """What the match put on the entry of the line itself."""
        line = self.statement_line_id
        if line.aftersales_waiting_account_id:
            return line.move_id.line_ids.browse()
        return line._seek_for_lines()[2]

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
        self._lock(self._name, self.ids)
        for proposal in self.sudo():  # sudo: as in `_confirm`
            if not (reason or "").strip():
                raise MoveRefused(
                    self.env._(
                        "%s: please write why it is corrected.", proposal._get_label()
                    )
                )
            proposal._check_may_correct()
            booked, entries = proposal._get_booked(), proposal.entry_ids
            proposal._move_to(
                "open", confirmed_by_id=False, confirmed_at=False, note=reason
            )
            proposal._forget()
            proposal._book_correction(booked, entries, reason)

    def _check_may_correct(self):
        """:raises MoveRefused: for what is not confirmed, or can simply be undone"""
        if self.state != "confirmed":
            raise self._get_move_refusal("open")
        moves = self._get_booked().move_id | self.entry_ids
        if not any(move._aftersales_is_locked() for move in moves):
            raise MoveRefused(
                self.env._(
                    "%s lies in an open month. Undo it instead.", self._get_label()
                )
            )

    def _forget(self):
        """Nothing is proposed any more until the next time."""
        self._in_flow().write(
            {
                "line_ids": [Command.clear()],
                "entry_ids": [Command.clear()],
                "fee": 0.0,
                "fen_off": 0.0,
                "account_id": False,
                "partner_id": False,
                "rest": self.statement_line_id.amount,
                "sure": False,
                "by_hand": False,
                "reason_code": False,
                "reason_values": False,
            }
        )

    def _book_correction(self, booked, entries, reason):
        """All that the match booked, the other way round; what stood on the line's own entry
        waits in suspense."""
        line, company = self.statement_line_id, self.company_id
        gone = booked | entries.line_ids
        gone.remove_move_reconcile()
        commands = [Command.create(self._reverse(one, reason)) for one in gone]
        if booked:
            suspense = line.journal_id.suspense_account_id
            commands.append(Command.create(self._sum_up(booked, suspense, reason)))
            line.aftersales_waiting_account_id = suspense
        journal = self._get_general_journal()
        day = company._aftersales_get_open_day(company._aftersales_today(), journal)
        entry = self._create_entry(journal, day, commands)
        back = entry.line_ids.sorted("id")[: len(gone)]
        self.env[LINE]._reconcile_plan(
            [
                one | other
                for one, other in zip(gone, back, strict=True)
                if one.account_id.reconcile
            ]
        )

    def _reverse(self, item, name):
        return {
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "name": name,
            "currency_id": item.currency_id.id,
            "amount_currency": -item.amount_currency,
            "balance": -item.balance,
        }

    def _sum_up(self, items, account, name):
        return {
            "account_id": account.id,
            "name": name,
            "currency_id": items.currency_id.id,
            "amount_currency": sum(items.mapped("amount_currency")),
            "balance": sum(items.mapped("balance")),
        }

    def _refuse_change(self, entries):
        """:raises MoveRefused: where one of these holds what is to change"""
        if self:
            entries.check_access("write")  # a refusal names the line to nobody else
            raise MoveRefused(
                self.env._(
                    "%(entry)s is matched with the bank line %(line)s. Take the match back first.",
                    entry=entries[:1].display_name,
                    line=self[0]._get_label(),
                )
            )


class BankProposalItem(models.Model):
    _inherit = "aftersales.bank.proposal.item"

    def _get_receipts(self):
        return self.env["aftersales.collection"].browse(self.mapped("res_id"))


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    def action_undo_reconciliation(self):
        """The desk takes a match back, with all that it made; core would leave a line that
        is confirmed and lies in suspense (extends core).

        :raises MoveRefused: naming the bank line
        """
        # Whoever works with unmatched lines of core asks for nothing of ours.
        said = self.filtered(lambda line: line._seek_for_lines()[2])
        if said:
            # sudo: as in `button_draft`
            held = said.sudo().move_id._aftersales_find_match()
            held._refuse_change(said.move_id)
        return super().action_undo_reconciliation()


class AccountPartialReconcile(models.Model):
    """What a payment met on a statement stays met: else another line could be matched with
    it once more."""

    _inherit = "account.partial.reconcile"

    @api.ondelete(at_uninstall=False)
    def _aftersales_unlink_except_matched(self):
        """:raises MoveRefused: naming the bank line"""
        payments = shown = self.env["account.move"]
        # sudo: as in `button_draft`
        for partial in self.sudo():
            moves = partial.debit_move_id.move_id | partial.credit_move_id.move_id
            if paid := moves.filtered("origin_payment_id"):
                payments |= paid
                shown |= moves - paid
        if shown:
            shown._aftersales_find_match()._refuse_change(payments)
