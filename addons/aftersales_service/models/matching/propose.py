import datetime
from collections import defaultdict
from dataclasses import replace

from odoo import Command, api, models

from ...exceptions import MoveRefused
from ...kernel.matching import propose
from .open_item import to_fen

STATEMENT_LINE = "account.bank.statement.line"


class BankProposal(models.Model):
    """Proposals are made for all journals of a company at once, and kept where nothing
    changed."""

    _inherit = "aftersales.bank.proposal"

    @api.model
    def _propose(self, company):
        """Propose for every line that nobody confirmed or put off.

        Callers have checked group and company. Of two at once, the second begins anew.
        """
        # sudo: proposals are written here only; lines and items of the caller's company
        own = self.sudo()
        own._lock_proposing(company)
        waiting = own._get_waiting_lines(company)
        received = own._get_received_lines(company, waiting)
        items, paid = own._read_unreserved(company), own._read_paid(company, waiting)
        settled = frozenset(str(line.id) for line in received)
        by_currency = defaultdict(list)
        for item in items:
            by_currency[item.currency].append(item)
        made = {}
        for currency, lines in (waiting | received)._aftersales_as_kernel().items():
            proposals = propose(lines, by_currency[currency], settled, paid)
            made |= {int(p.line): p for p in proposals if p.line not in settled}
        known = {item.key: item for item in (*paid.values(), *items)}
        own._store(company, made, known)

    @api.model
    def _store(self, company, made, items):
        """Write ``made``, {line ID: kernel proposal}; what did not change stays as it is."""
        old = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("by_hand", "=", False),
            ]
        )
        vals = self._prepare_proposals(company, made, items)
        same = old.filtered(
            lambda p: vals.get(p.statement_line_id.id, {}).get("told") == p._get_told()
        )
        kept = set(same.statement_line_id.ids)
        (old - same)._in_flow().unlink()
        self._in_flow().create(
            [
                {key: value for key, value in one.items() if key != "told"}
                for line, one in vals.items()
                if line not in kept
            ]
        )

    def _get_told(self):
        """What makes a proposal another one."""
        return (
            self.sure,
            self.reason_code,
            to_fen(self.fee),
            to_fen(self.rest),
            [(*row._get_ref(), to_fen(row.amount)) for row in self.line_ids],
            [to_fen(row.open_amount) for row in self.line_ids],
        )

    @api.model
    def _prepare_proposals(self, company, made, items):
        lines = self.env[STATEMENT_LINE].browse(made)
        held = {int(key) for one in made.values() for key in one.lines}
        nets = {
            line.id: (line, to_fen(line.amount - line.aftersales_fee))
            for line in self.env[STATEMENT_LINE].browse(held)
        }
        return {
            line.id: self._prepare_proposal(company, line, made[line.id], items, nets)
            for line in lines
        }

    @api.model
    def _prepare_proposal(self, company, line, one, items, nets):
        rows = [_from_item(items[key], fen) for key, fen in one.items.items()]
        rows += [_from_line(*nets[int(key)]) for key in one.lines]
        return {
            "statement_line_id": line.id,
            "company_id": company.id,
            "currency_id": line.currency_id.id,
            "fee": one.fee / 100,
            "rest": one.rest / 100,
            "sure": one.sure,
            "reason_code": one.reason.code,
            "reason_values": _readable(one.reason.values),
            "line_ids": [Command.create(row) for row in rows],
            "told": (
                one.sure,
                one.reason.code,
                one.fee,
                one.rest,
                [(r["res_model"], r["res_id"], to_fen(r["amount"])) for r in rows],
                [to_fen(r["open_amount"]) for r in rows],
            ),
        }

    def _drop_outdated(self, refs):
        """Open proposals over more than another line left are gone until the next time."""
        if not refs:
            return
        found = self.env["aftersales.bank.proposal.item"].search(
            [
                ("res_id", "in", [res_id for _model, res_id in refs]),
                ("proposal_id.state", "=", "open"),
                ("proposal_id", "not in", self.ids),
            ]
        )
        outdated = self.env["aftersales.bank.proposal"]
        for row in found.filtered(lambda row: row._get_ref() in refs):
            left = row._get_left()
            if row._is_refund():
                continue
            if abs(row.amount) > abs(left) + 0.001:
                outdated |= row.proposal_id
            else:
                row._in_flow().write({"open_amount": left})
        outdated._in_flow().unlink()


class AccountBankStatementLine(models.Model):
    _inherit = STATEMENT_LINE

    @api.model
    def _aftersales_get_waiting(self, company):
        """The domain of lines of which nothing was said, or was taken back."""
        return [
            ("company_id", "=", company.id),
            ("state", "=", "posted"),
            "|",
            ("is_reconciled", "=", False),
            ("aftersales_waiting_account_id", "!=", False),
        ]

    def _aftersales_get_odd_currency(self):
        """The currency in which nothing is matched: a second one, or one of thousandths."""
        own = self.currency_id
        return self.foreign_currency_id or (own.decimal_places > 2 and own) or None

    def _aftersales_check_currency(self):
        """:raises MoveRefused: for what the hundredths of the kernel cannot tell"""
        if currency := self._aftersales_get_odd_currency():
            raise MoveRefused(
                self.env._(
                    "Lines in %s are not matched here: they are told in two currencies, or in thousandths. Book them by an entry.",
                    currency.name,
                )
            )

    def _aftersales_as_kernel(self):
        """{currency ID: [kernel Line]}; the key of a line is its ID."""
        told = defaultdict(list)
        for line, kernel in zip(self, self._aftersales_as_lines(), strict=True):
            told[line.currency_id.id].append(replace(kernel, key=str(line.id)))
        return told


class BankFile(models.Model):
    _inherit = "aftersales.bank.file"

    def _after_read(self, lines):
        """What a statement brought has its proposals when its lines are looked at (extends)."""
        result = super()._after_read(lines)
        if lines:
            self.env["aftersales.bank.proposal"]._propose(self.company_id)
        return result


def _from_item(item, fen):
    return {
        "res_model": item.model,
        "res_id": item.res_id,
        "name": item.number,
        "partner": item.partner,
        "amount": fen / 100,
        "open_amount": item.amount / 100,
    }


def _from_line(line, net):
    return {
        "res_model": STATEMENT_LINE,
        "res_id": line.id,
        "name": line.aftersales_number or line.payment_ref,
        "partner": line.aftersales_payer,
        "amount": net / 100,
        "open_amount": net / 100,
    }


def _readable(values):
    """Days and amounts as texts; a charge is fen in the kernel."""
    return {
        key: value.isoformat() if isinstance(value, datetime.date) else value
        for key, value in values.items()
    }
