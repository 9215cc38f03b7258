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

        Of two people, or two presses, the second waits for these rows, is repeated, and
        meets the new state.
        """
        self._lock(self._name, self.ids)
        for proposal in self.sudo():  # sudo: accountants may not write core's lines
            proposal._check_there()
            # An entry of before is a correction, and stands whatever is booked now.
            proposal._move_to(
                "confirmed",
                confirmed_by_id=self.env.uid,
                confirmed_at=self._now(),
                entry_ids=[Command.clear()],
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
        matched = line.is_reconciled or line._seek_for_lines()[2]
        if matched and not line.aftersales_waiting_account_id:
            raise MoveRefused(
                env._("%s was matched meanwhile. Reload the page.", self._get_label())
            )
        self._check_says_something()
        held = sum(self.line_ids.mapped("amount")) - self.fee - self.fen_off
        if self.currency_id.compare_amounts(held + self.rest, line.amount):
            raise MoveRefused(
                env._(
                    "%s: items, charge and rest do not make the amount of the line.",
                    self._get_label(),
                )
            )

    def _check_says_something(self):
        """:raises MoveRefused: where everything would stay in suspense, or cannot be counted"""
        self.statement_line_id._aftersales_check_currency()
        if not self.line_ids and not self.account_id:
            raise MoveRefused(
                self.env._("Nothing is chosen yet for %s.", self._get_label())
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
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(records._table),
                tuple(records.ids),
            ),
            log_exceptions=False,  # two at once is nothing to report
        )
        records.invalidate_recordset()

    def _check_open_month(self, moves):
        """Nothing is taken back in a closed month.

        :raises MoveRefused: naming the day
        """
        for move in moves:
            if move._aftersales_is_locked():
                raise MoveRefused(
                    self.env._(
                        "%(line)s lies in a closed month (%(day)s). Correct it in an open month instead.",
                        line=self._get_label(),
                        day=move.date,
                    )
                )

    # --- booking

    def _book(self):
        rows = self.line_ids
        payout = rows.filtered(lambda row: row.res_model == STATEMENT_LINE)
        targets = [(row, row._find_target()) for row in rows - payout]
        for row, target in targets:
            row._check_still_open(target)
        day = self._get_late_day()
        vals = [row._prepare_counterpart(target) for row, target in targets]
        vals += self._prepare_transfers(payout) + self._prepare_costs()
        book = self._book_beside if day else self._replace_suspense
        new = book(vals, day)
        plan = [
            new[place] | target
            for place, (_row, target) in enumerate(targets)
            if target
        ]
        day = day or self.statement_line_id.date
        plan += self._book_payout(payout, new[len(targets) :], day)
        self._book_channel_fee(day)
        if plan:
            self.env[LINE]._reconcile_plan(plan)
        self._drop_outdated({row._get_ref() for row in rows})

    def _replace_suspense(self, vals, _day):
        """Journal items in the order of ``vals``, then what stays in suspense, on the
        posted entry of the line."""
        line = self.statement_line_id
        liquidity, *_others = line._seek_for_lines()
        if not self.account_id and not self.currency_id.is_zero(self.rest):
            suspense = line.journal_id.suspense_account_id
            rest = self._prepare_item(suspense, -self.rest, line.payment_ref)
            vals = [*vals, rest]
        gone = line.move_id.line_ids - liquidity
        commands = [Command.delete(item.id) for item in gone]
        commands += self._create_items(vals, -sum(liquidity.mapped("balance")))
        line.move_id.with_context(**_POSTED).write({"line_ids": commands})
        return (line.move_id.line_ids - liquidity).sorted("id")

    def _create_items(self, vals, total=0.0):
        """Commands; in the currency of the company they are ``total``: what rounding leaves
        is the last one's."""
        items = [self._in_rate(one) for one in vals]
        currency = self.company_id.currency_id
        if items and currency != self.currency_id:
            off = total - sum(item["balance"] for item in items)
            items[-1]["balance"] = currency.round(items[-1]["balance"] + off)
        return [Command.create(item) for item in items]

    def _in_rate(self, vals):
        """The amount of a journal item in the currency of the company, too."""
        line = self.statement_line_id
        amounts = line._prepare_counterpart_amounts_using_st_line_rate(
            self.currency_id, vals["amount_currency"], vals["amount_currency"]
        )
        return vals | amounts | {"currency_id": self.currency_id.id}

    def _prepare_costs(self):
        """Charges, fen that are written off, and a rest that somebody knows."""
        company, found = self.company_id, []
        if self.account_id and not self.currency_id.is_zero(self.rest):
            name = self.statement_line_id.payment_ref
            found.append(
                self._prepare_item(self.account_id, -self.rest, name, self.partner_id)
            )
        for amount, name in (
            (self.fee, self.env._("Charges")),
            (self.fen_off, self.note or self.env._("Written Off")),
        ):
            if not self.currency_id.is_zero(amount):
                account = company._aftersales_get_charge_account()
                found.append(self._prepare_item(account, amount, name))
        return found

    def _prepare_item(self, account, amount, name, partner=None):
        return {
            "account_id": account.id,
            "amount_currency": self.currency_id.round(amount),
            "name": name,
            "partner_id": partner.id if partner else False,
        }

    def _create_entry(self, journal, day, commands):
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.company_id.id,
                "journal_id": journal.id,
                "date": day,
                "ref": self.statement_line_id.payment_ref,
                "line_ids": commands,
            }
        )
        move.action_post()
        self._in_flow().write({"entry_ids": [Command.link(move.id)]})
        return move
