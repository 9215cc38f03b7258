from odoo import models

from .open_item import LINE


class AccountMove(models.Model):
    """What a bank line was matched with stands, until somebody takes the match back."""

    _inherit = "account.move"

    def button_draft(self):
        """Nor becomes a payment a draft whose money a statement shows: its customer would
        owe it again while it lies at the bank (extends core).

        :raises MoveRefused: naming the bank line
        """
        # sudo: who may touch an entry asks core; here only whether a match holds it
        self.sudo()._aftersales_find_match()._refuse_change(self)
        return super().button_draft()

    def _aftersales_is_locked(self):
        """Whether its month is closed: nothing of it changes any more."""
        day = self.company_id._aftersales_get_open_day(self.date, self.journal_id)
        return day != self.date

    def _aftersales_find_match(self):
        """The confirmed proposals that made these entries, whose line they are, or which
        their payments met."""
        proposals = self.env["aftersales.bank.proposal"]
        entries = self.filtered(lambda move: move.move_type == "entry")
        if not entries:  # invoices of whomever cost no query more
            return proposals
        items = entries.filtered("origin_payment_id").line_ids
        met = items.matched_debit_ids.debit_move_id.move_id
        met |= items.matched_credit_ids.credit_move_id.move_id
        held = entries | met
        return proposals.search(
            [
                ("state", "=", "confirmed"),
                "|",
                ("statement_line_id", "in", held.statement_line_id.ids),
                ("entry_ids", "in", held.ids),
            ]
        )


class BankProposal(models.Model):
    """A line whose own entry lies in a closed month: that entry stands, and one of the first
    open day says what the money was."""

    _inherit = "aftersales.bank.proposal"

    def _get_late_day(self):
        """The day of that entry; nothing where the line's own entry is still open."""
        line, company = self.statement_line_id, self.company_id
        locked = line.move_id._aftersales_is_locked()
        if not line.aftersales_waiting_account_id and not locked:
            return None
        today = max(company._aftersales_today(), line.date)
        return company._aftersales_get_open_day(today, line.journal_id)

    def _find_closed(self):
        """Those of ``self``, confirmed, that can only be corrected; a fixed number of
        queries."""
        self.statement_line_id.move_id.mapped("journal_id")  # entries are read together
        moves = {
            # The entry by way of the line: items alone would be read one by one.
            p: (p.statement_line_id.move_id if p._get_booked() else p.entry_ids[:0])
            | p.entry_ids
            for p in self
        }
        found = self.browse()
        for company, mine in self.grouped("company_id").items():
            days = {(m.date, m.journal_id) for p in mine for m in moves[p]}
            opened = company._aftersales_find_open_days(days)
            found |= mine.filtered(
                lambda p, o=opened: any(
                    o[m.date, m.journal_id] != m.date for m in moves[p]
                )
            )
        return found

    def _book_beside(self, vals, day):
        """Journal items in the order of ``vals``, from where the money waits."""
        line = self.statement_line_id
        account = (
            line.aftersales_waiting_account_id or line.journal_id.suspense_account_id
        )
        total = -sum(one["amount_currency"] for one in vals)
        items = [*vals, self._prepare_item(account, total, line.payment_ref)]
        journal = self._get_general_journal()
        entry = self._create_entry(journal, day, self._create_items(items))
        new = entry.line_ids.sorted("id")
        if account.reconcile:
            there = line.move_id.line_ids.filtered(lambda i: i.account_id == account)
            self.env[LINE]._reconcile_plan([there | new[-1:]] if there else [])
        return new[: len(vals)]

    def _get_general_journal(self):
        journals = self.env["account.journal"]
        mine = journals._check_company_domain(self.company_id)
        return journals.search([*mine, ("type", "=", "general")], limit=1)


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    def _aftersales_find_said(self):
        """Those that an entry of another month explains wholly, though core does not know."""
        # sudo: proposals are finance's; months are closed by more people
        rows = self.env["aftersales.bank.proposal"].sudo().search(
            [
                ("statement_line_id", "in", self.ids),
                ("state", "=", "confirmed"),
                ("entry_ids", "!=", False),
            ]
        )  # fmt: skip
        whole = rows.filtered(lambda p: p.account_id or p.currency_id.is_zero(p.rest))
        return whole.statement_line_id.with_env(self.env)

    def _aftersales_wait_on(self, account):
        """挂账: what nobody matched leaves the suspense account, until an entry of an open
        month says what it was. Callers have checked that the user may."""
        confirmed = self.env["aftersales.bank.proposal"].search(
            [("statement_line_id", "in", self.ids), ("entry_ids", "!=", False)]
        )
        beside = confirmed.grouped("statement_line_id")
        waiting = self.browse()
        for line in self:
            _bank, suspense, others = line._seek_for_lines()
            # What was said in an entry of its own goes along, so that both meet again.
            entries = (
                beside[line].entry_ids if line in beside else line.move_id.browse()
            )
            items = suspense | entries.line_ids.filtered(
                lambda i, old=suspense.account_id: i.account_id in old
            )
            items.with_context(skip_readonly_check=True).account_id = account
            waiting |= line if not others else line.browse()
        waiting.write({"aftersales_waiting_account_id": account.id})
        self.invalidate_recordset(["is_reconciled"])
