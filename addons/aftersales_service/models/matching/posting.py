from odoo import Command, models
from odoo.tools import SQL

from ...exceptions import MoveRefused
from .open_item import LINE
from .propose import STATEMENT_LINE

_POSTED = {"force_delete": True, "skip_readonly_check": True}


class BankProposal(models.Model):
    """A proposal that a person confirms becomes journal items on the entry of the line."""

    _inherit = "aftersales.bank.proposal"

    def _confirm(self):
        """Book each; callers have checked group and company.

        Of two people, or two presses, the second waits for this row, is repeated, and
        meets the new state.
        """
        for proposal in self.sudo():  # sudo: accountants may not write core's lines
            proposal._check_there()
            proposal._move_to(
                "confirmed", confirmed_by_id=self.env.uid, confirmed_at=self._now()
            )
            proposal.flush_recordset()
            proposal._check_may_book()
            proposal._book()

    def _check_there(self):
        if not self.exists():
            raise MoveRefused(
                self.env._("What was open is taken by another line. Propose again.")
            )

    def _check_may_book(self):
        """Nothing of it may have changed since it was proposed.

        :raises MoveRefused: saying what did
        """
        line, env = self.statement_line_id, self.env
        self._lock(STATEMENT_LINE, line.ids)
        if line.is_reconciled or line._seek_for_lines()[2]:
            raise MoveRefused(
                env._("%s was matched meanwhile. Reload the page.", self._get_label())
            )
        self._check_open_month(line.move_id)
        held = sum(self.line_ids.mapped("amount")) - self.fee - self.fen_off
        if self.currency_id.compare_amounts(held + self.rest, line.amount):
            raise MoveRefused(
                env._(
                    "%s: items, charge and rest do not make the amount of the line.",
                    self._get_label(),
                )
            )

    def _get_label(self):
        line = self.statement_line_id
        return (
            f"{line.payment_ref or ''} {self.currency_id.format(line.amount)}".strip()
        )

    def _lock(self, model, ids):
        """Wait for whoever is at these rows; the loser is repeated and reads anew."""
        if not ids:
            return
        records = self.env[model].browse(sorted(ids))
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
        records.invalidate_recordset()

    def _check_open_month(self, moves):
        """Nothing is booked in a closed month.

        :raises MoveRefused: naming the day
        """
        for move in moves:
            if self._is_locked(move):
                raise MoveRefused(
                    self.env._(
                        "%(line)s lies in a closed month (%(day)s). Book a correction in the first open month instead.",
                        line=self._get_label(),
                        day=move.date,
                    )
                )

    def _is_locked(self, move):
        return bool(
            move.company_id._get_violated_lock_dates(move.date, False, move.journal_id)
        )

    # --- booking

    def _book(self):
        rows = self.line_ids
        payout = rows.filtered(lambda row: row.res_model == STATEMENT_LINE)
        targets = [(row, row._find_target()) for row in rows - payout]
        for row, target in targets:
            row._check_still_open(target)
        vals = [row._prepare_counterpart(target) for row, target in targets]
        transfers = self._prepare_transfers(payout)
        new = self._replace_suspense(vals + transfers + self._prepare_rest())
        plan = [
            new[place] | target
            for place, (_row, target) in enumerate(targets)
            if target
        ]
        plan += self._book_payout(payout, new[len(targets) :])
        self._book_channel_fee()
        if plan:
            self.env[LINE]._reconcile_plan(plan)
        self._drop_outdated({row._get_ref() for row in rows})

    def _replace_suspense(self, vals):
        """Journal items in the order of ``vals`` on the posted entry of the line."""
        move = self.statement_line_id.move_id
        liquidity, *_others = self.statement_line_id._seek_for_lines()
        gone = move.line_ids - liquidity
        commands = [Command.delete(item.id) for item in gone]
        commands += [Command.create(self._in_rate(one)) for one in vals]
        move.with_context(**_POSTED).write({"line_ids": commands})
        return (move.line_ids - liquidity).sorted("id")

    def _in_rate(self, vals):
        """The amount of a journal item in the currency of the company, too."""
        line = self.statement_line_id
        amounts = line._prepare_counterpart_amounts_using_st_line_rate(
            self.currency_id, vals["amount_currency"], vals["amount_currency"]
        )
        return vals | amounts | {"currency_id": self.currency_id.id}

    def _prepare_rest(self):
        """Charges, fen that are written off, and what stays in suspense."""
        line, company = self.statement_line_id, self.company_id
        found = []
        for amount, name in (
            (self.fee, self.env._("Charges")),
            (self.fen_off, self.note or self.env._("Written Off")),
        ):
            if not self.currency_id.is_zero(amount):
                account = company._aftersales_get_charge_account()
                found.append(self._prepare_item(account, amount, name))
        if not self.currency_id.is_zero(self.rest):
            suspense = line.journal_id.suspense_account_id
            found.append(self._prepare_item(suspense, -self.rest, line.payment_ref))
        return found

    def _prepare_item(self, account, amount, name, partner=None):
        return {
            "account_id": account.id,
            "amount_currency": self.currency_id.round(amount),
            "name": name,
            "partner_id": partner.id if partner else False,
        }

    def _create_entry(self, journal, day, items):
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.company_id.id,
                "journal_id": journal.id,
                "date": day,
                "ref": self.statement_line_id.payment_ref,
                "line_ids": [Command.create(self._in_rate(item)) for item in items],
            }
        )
        move.action_post()
        self._in_flow().write({"entry_ids": [Command.link(move.id)]})
        return move
