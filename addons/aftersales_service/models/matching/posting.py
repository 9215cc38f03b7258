from odoo import Command, models
from odoo.tools import SQL

from ...exceptions import MoveRefused
from .open_item import LINE, RECEIPT
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
            proposal._move_to(
                "confirmed", confirmed_by_id=self.env.uid, confirmed_at=self._now()
            )
            proposal.flush_recordset()
            proposal._check_may_book()
            proposal._book()

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
        plan = [new[place] | target for place, (_row, target) in enumerate(targets)]
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
            (self.fee, self.env._("Charge")),
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

    # --- channels

    def _book_channel_fee(self):
        """What the channel keeps leaves its account; the line itself stays gross."""
        line = self.statement_line_id
        fee = line.aftersales_fee
        if self.currency_id.is_zero(fee):
            return
        account = self.company_id._aftersales_get_charge_account()
        name = self.env._("Charge of %s", line.payment_ref)
        self._create_entry(
            line.journal_id,
            line.date,
            [
                self._prepare_item(account, fee, name),
                self._prepare_item(line.journal_id.default_account_id, -fee, name),
            ],
        )

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

    def _book_payout(self, payout, items):
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
            entry = self._create_entry(
                journal,
                self.statement_line_id.date,
                [
                    self._prepare_item(transfer, amount, name),
                    self._prepare_item(journal.default_account_id, -amount, name),
                ],
            )
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


class BankProposalItem(models.Model):
    _inherit = "aftersales.bank.proposal.item"

    def _get_documents(self):
        """The records, all of one model, in the order of the rows."""
        return self.env[self[:1].res_model or STATEMENT_LINE].browse(
            self.mapped("res_id")
        )

    def _find_target(self):
        """The item of the ledger; a receipt gets its payment, or has got it meanwhile."""
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

    def _check_still_open(self, target):
        """:raises MoveRefused: for more than is open of it now"""
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
        return self.proposal_id._prepare_item(
            target.account_id,
            -self.amount,
            self.proposal_id.statement_line_id.payment_ref,
            target.partner_id,
        )
