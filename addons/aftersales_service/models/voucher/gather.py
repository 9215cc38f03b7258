from odoo import models
from odoo.fields import Domain

from ...kernel.dates import add_months


class VoucherFile(models.Model):
    _inherit = "aftersales.voucher.file"

    def _find_moves(self):
        """(posted documents of the month that this file is for, in the order of the books;
        {those that went out before and stay away: their entry})."""
        first = self.month.replace(day=1)
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "posted"),
                ("date", ">=", first),
                ("date", "<", add_months(first, 1)),
            ]
        )
        domain &= getattr(self, f"_get_{self.kind}_domain")()
        moves = self.env["account.move"].search(domain, order="date, name, id")
        if self.again:
            return moves, {}
        known = self._find_standing(moves)
        return moves.filtered(lambda move: move not in known), known

    def _get_entries_domain(self):
        """Those without an amount would be vouchers without lines."""
        some = Domain("line_ids.debit", "!=", 0) | Domain("line_ids.credit", "!=", 0)
        if self.journal_ids:
            return some & Domain("journal_id", "in", self.journal_ids.ids)
        return some & (
            Domain("aftersales_settlement_id", "!=", False)
            | self._get_jobs_domain()
            | Domain("origin_payment_id", "in", self._find_payments())
        )

    def _get_jobs_domain(self):
        return Domain(
            "line_ids.sale_line_ids.order_id.aftersales_order_id", "!=", False
        )

    def _find_payments(self):
        """Query of payments that receipts of technicians became."""
        return (
            self.env["aftersales.collection"]
            ._search(
                [("company_id", "=", self.company_id.id), ("payment_id", "!=", False)]
            )
            .subselect("payment_id")
        )

    def _get_fapiao_domain(self):
        """Invoices for which no 发票 was issued."""
        domain = Domain("move_type", "=", "out_invoice") & Domain(
            "amount_total", ">", 0
        )
        domain &= Domain("aftersales_fapiao_link_ids", "=", False)
        if self.journal_ids:
            return domain & Domain("journal_id", "in", self.journal_ids.ids)
        ours = Domain("aftersales_settlement_id", "!=", False) | self._get_jobs_domain()
        return domain & ours

    # --- entries of a month

    def _prepare_entries(self, moves, numbers):
        """([rows of each sheet], [fault]); a row holds {source: value}."""
        none = self.env["aftersales.voucher.code"]
        codes = {
            code.account_id: code
            for code in none.search([("company_id", "=", self.company_id.id)])
        }
        rows, faults = [], []
        for move in moves:
            lines = move.line_ids.filtered(lambda ln: ln.debit or ln.credit)
            debit, credit = sum(lines.mapped("debit")), sum(lines.mapped("credit"))
            if self.currency_id.compare_amounts(debit, credit):
                faults.append(self.env._("%s does not balance.", move.name))
            for place, line in enumerate(lines.sorted(), start=1):
                code = codes.get(line.account_id, none)
                faults += self._find_entry_faults(line, code)
                head = self._prepare_entry_head(move, numbers[move], place)
                rows.append(head | self._prepare_entry_line(line, code))
        if not faults:
            self._in_flow().write(
                {
                    "debit": sum(row["debit"] for row in rows),
                    "credit": sum(row["credit"] for row in rows),
                }
            )
        return [rows, []], faults

    def _find_entry_faults(self, line, code):
        account = line.account_id
        if not code and not self.layout_id.own_codes:
            yield self.env._(
                "Account %(code)s %(name)s has no code of theirs: set it under Finance ▸ Account Codes of Other Programs.",
                code=account.code,
                name=account.name,
            )
        if code.auxiliary:
            if not line.partner_id:
                yield self.env._(
                    "%(move)s: the line on %(code)s needs a partner.",
                    move=line.move_id.name,
                    code=account.code,
                )
            elif not line.partner_id.commercial_partner_id.ref:
                yield self.env._(
                    "%s has no reference, which is its number in their program.",
                    line.partner_id.commercial_partner_id.name,
                )

    def _prepare_entry_head(self, move, number, place):
        return {
            "date": move.date.isoformat(),
            "year": move.date.year,
            "period": move.date.month,
            "word": self.layout_id.word,
            "number": number,
            "place": place,
            "place_from_zero": place - 1,
            "maker": (move.invoice_user_id or move.create_uid).name or "",
            "reference": move.name,
        }

    def _prepare_entry_line(self, line, code):
        """Signs are the ledger's: storno is below zero."""
        account, currency = line.account_id, line.currency_id
        partner = line.partner_id.commercial_partner_id
        kind = code.auxiliary
        amount = line.debit or line.credit
        foreign = abs(line.amount_currency) * (-1 if amount < 0 else 1)
        rate = round(amount / foreign, 6) if foreign else 1
        is_foreign = currency != self.currency_id
        labels = {"customer": "客户", "supplier": "供应商"}
        parts = [f"{labels[kind]}---{partner.ref}---{partner.name}"] if kind else []
        if code.department:
            parts.append(f"部门---{code.department}")
        return {
            "memo": self._cut_memo(f"{line.move_id.name} {line.name or ''}".strip()),
            "account_code": code.code or account.code,
            "account_name": code.name or account.name,
            "debit": line.debit,
            "credit": line.credit,
            "amount_currency": foreign,
            "currency": "RMB" if currency.name == "CNY" else currency.name,
            "currency_name": currency.full_name or currency.name,
            "rate": rate,
            "amount_foreign": foreign if is_foreign else 0,
            "rate_foreign": rate if is_foreign else 0,
            "quantity": line.quantity if line.product_id else 0,
            "customer": partner.ref if kind == "customer" else "",
            "supplier": partner.ref if kind == "supplier" else "",
            "department": code.department or "",
            "auxiliary": ";".join(parts),
        }

    def _cut_memo(self, text):
        """As much as their program takes; a Chinese character is two bytes."""
        raw = " ".join(text.split()).encode("gb18030")
        return raw[: self.layout_id.longest_memo].decode("gb18030", "ignore")
