import re
from collections import Counter, defaultdict
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ...groups import FINANCE

# An invoice and its 发票 are seldom further apart.
_DAYS = timedelta(days=92)
# What may be the number of an invoice in a remark.
_WORDS = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_.\-]*\d")


class FapiaoAssign(models.Model):
    """To which invoices a 发票 can only belong; what could be two is left to a person."""

    _inherit = "aftersales.fapiao"

    def action_assign(self):
        """Look for the invoices of these, which may have been posted later."""
        self._require_group(FINANCE)
        self.check_access("write")
        self._assign()

    def _assign(self):
        """To the invoice that its remark names, else to the only one of its partner, amount
        and quarter; afterwards each red letter follows its original."""
        waiting = self.filtered(
            lambda fapiao: fapiao.state == "registered" and not fapiao.link_ids
        )
        blue = waiting.filtered(lambda fapiao: not fapiao.original_id)
        for (currency, side, company), mine in blue.grouped(
            lambda fapiao: (fapiao.currency_id, fapiao.side, fapiao.company_id)
        ).items():
            mine._assign_alike(currency, side, company)
        for red in waiting - blue:
            red._follow_original()

    def _assign_alike(self, currency, side, company):
        left = {
            move: move._aftersales_to_fapiao(
                move._aftersales_get_without_fapiao(), self[:1]
            )
            for move in self._find_invoices(company)
            if move._aftersales_get_side() == side
        }
        by_name, by_sum = {move.name: move for move in left}, defaultdict(list)
        for move, amount in left.items():
            if move.currency_id == currency:
                by_sum[move.commercial_partner_id, amount].append(move)
        twins = self._count_twins(company)
        rows = []
        for fapiao in self:
            found = fapiao._find_named(by_name) or fapiao._find_alike(by_sum, twins)
            if len(found) != 1 or left[found[0]] * fapiao.total <= 0:
                continue
            amount = min(left[found[0]], fapiao.total, key=abs)
            left[found[0]] -= amount
            rows.append(
                {"fapiao_id": fapiao.id, "move_id": found[0].id, "amount": amount}
            )
        self.env["aftersales.fapiao.link"].create(rows)

    def _find_named(self, by_name):
        words = _WORDS.findall(self.note or "")
        named = [by_name[word] for word in dict.fromkeys(words) if word in by_name]
        return named or [
            move
            for name, move in by_name.items()
            if not name.isascii() and name in (self.note or "").split()
        ]

    def _find_alike(self, by_sum, twins):
        key = (self.partner_id.commercial_partner_id, self.total)
        if not self.partner_id or twins[key] > 1:
            return []
        return [
            move for move in by_sum[key] if abs(move.invoice_date - self.date) <= _DAYS
        ]

    def _count_twins(self, company):
        """How many without an invoice have the same partner and amount: which of them is
        for the invoice, nobody can know."""
        others = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "registered"),
                ("partner_id", "in", self.partner_id.ids),
                ("link_ids", "=", False),
            ]
        )
        return Counter(
            (fapiao.partner_id.commercial_partner_id, fapiao.total)
            for fapiao in others | self
        )

    def _find_invoices(self, company):
        """Posted ones of the partners and the time of these, or named by their remarks."""
        days = self.mapped("date")
        words = {word for fapiao in self for word in _WORDS.findall(fapiao.note or "")}
        theirs = (
            Domain(
                "commercial_partner_id", "in", self.partner_id.commercial_partner_id.ids
            )
            & Domain("invoice_date", ">=", min(days) - _DAYS)
            & Domain("invoice_date", "<=", max(days) + _DAYS)
        )
        # sudo: whoever registers 发票 sees which invoice each is for, not the invoices
        moves = self.env["account.move"].sudo()
        return moves.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "posted")
            & Domain("move_type", "in", moves.get_invoice_types())
            & (theirs | Domain("name", "in", list(words)))
        )

    # --- what takes back

    def _follow_original(self):
        """A red letter without an invoice is for the credit note of what it takes back, else
        for the invoice itself, which is then without a 发票 again."""
        if self.link_ids:
            return
        # sudo: as in `_find_invoices`
        links = self.original_id.link_ids.sudo()
        notes = links.move_id.reversal_move_ids.filtered(
            lambda move: move.state == "posted"
            and not self.currency_id.compare_amounts(
                move._aftersales_to_fapiao(move._aftersales_get_without_fapiao(), self),
                self.total,
            )
        )
        whole = not self.currency_id.compare_amounts(
            -self.total, sum(links.mapped("amount"))
        )
        if len(notes) == 1:
            parts = {notes: self.total}
        elif whole:
            parts = {link.move_id: -link.amount for link in links}
        else:
            parts = {link.move_id: self.total for link in links}
        if len(parts) == 1 or whole:
            self._take_back(parts)

    def _take_back(self, parts):
        rows = []
        for move, amount in parts.items():
            done = move._aftersales_to_fapiao(move._aftersales_get_with_fapiao(), self)
            if (done + amount) * move._aftersales_get_sign() < 0:
                return
            rows.append({"fapiao_id": self.id, "move_id": move.id, "amount": amount})
        self.env["aftersales.fapiao.link"].create(rows)

    def _find_reds(self):
        """Red letters that were registered before their original was."""
        waiting = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "registered"),
                ("total", "<", 0),
                ("original_id", "=", False),
                ("note", "!=", False),
            ]
        )
        return waiting | self.filtered(
            lambda fapiao: fapiao.total < 0 and not fapiao.original_id
        )

    def _get_eights(self):
        """Numbers of it that have eight digits."""
        numbers = (self.number, self.paper_number)
        return {number for number in numbers if number and len(number) == 8}
