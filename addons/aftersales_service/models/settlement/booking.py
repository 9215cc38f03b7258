from odoo import Command, models

from ...exceptions import ProofMissing
from ...groups import FINANCE
from ...kernel.money import share_out


class Settlement(models.Model):
    """What a settlement becomes in the books: one document for each way that was agreed;
    within it one line for each kind of cost. Partners' accounts, taxes and rates are core's."""

    _inherit = "aftersales.settlement"

    def action_settle(self):
        """入账: documents over what was accepted, and the rest goes its way.

        :raises ProofMissing: where it is not said what becomes of a rest
        """
        self._require_group(FINANCE)
        for settlement in self:
            settlement._check_move("settled")
            for line in settlement.line_ids:
                line._check_remainder()
            settlement._create_documents()
            for line in settlement.line_ids:
                line._book_remainder()
            settlement._move_to("settled")

    def _create_documents(self):
        accepted = self.line_ids.filtered("accepted_net")
        for becomes, lines in accepted.grouped("becomes").items():
            self._book_lines(becomes, lines)

    def _book_lines(self, becomes, lines):
        lots = list(lines.grouped(lambda ln: (ln.term_line_id, ln.tax_ids)).items())
        prepare = getattr(self, f"_prepare_{becomes}")
        move = self.env["account.move"].create(
            self._prepare_document(becomes) | prepare(lots)
        )
        self._link_document(move, lots)
        self._finish_document(move, becomes)
        return move

    def _finish_document(self, move, becomes):
        move.action_post()

    def _prepare_document(self, becomes):
        today = self.company_id._aftersales_today()
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "date": today,
            "ref": self.name,
            "aftersales_settlement_id": self.id,
        }

    # --- price reduction and service sold

    def _prepare_price_cut(self, lots):
        return self._prepare_invoice("in_refund", lots)

    def _prepare_service(self, lots):
        return self._prepare_invoice("out_invoice", lots)

    def _prepare_invoice(self, move_type, lots):
        journal = self._get_journal(lots)
        return {
            "move_type": move_type,
            "invoice_date": self.company_id._aftersales_today(),
            "invoice_line_ids": [
                Command.create(self._prepare_invoice_line(number, *lot))
                for number, lot in enumerate(lots, 1)
            ],
        } | ({"journal_id": journal.id} if journal else {})

    def _prepare_invoice_line(self, number, key, lines):
        agreed, taxes = key
        net = self.currency_id.round(sum(lines.mapped("accepted_net")))
        line = {
            "sequence": number,
            "name": self._get_line_words(agreed, lines),
            "product_id": agreed.product_id.id,
            "quantity": 1,
            "price_unit": taxes._aftersales_get_price(net, self.currency_id),
            "tax_ids": [Command.set(taxes.ids)],
        }
        account = agreed.account_id or self._get_product_account(agreed)
        return line | ({"account_id": account.id} if account else {})

    def _get_product_account(self, agreed):
        """A vendor credit note takes the expense account, an invoice the income account;
        core finds them for a product, without one the agreement must say it."""
        if agreed.product_id:
            return
        raise ProofMissing(
            self.env._(
                "“%(terms)s” names neither product nor account for %(kind)s.",
                terms=self.term_id.name,
                kind=agreed._fields["kind"].convert_to_export(agreed.kind, agreed),
            )
        )

    def _get_line_words(self, agreed, lines):
        return self.env._(
            "%(settlement)s: %(kind)s, %(count)s cases",
            settlement=self.name,
            kind=agreed._fields["kind"].convert_to_export(agreed.kind, agreed),
            count=len(lines),
        )

    def _get_journal(self, lots):
        """The journal that the terms name, if they name one."""
        return next((key[0].journal_id for key, _l in lots if key[0].journal_id), None)

    # --- compensation

    def _prepare_compensation(self, lots):
        """An entry without tax: he owes it, and the account of the terms is relieved."""
        journal = self._get_journal(lots)
        rows = [
            self._prepare_item(self._get_relieved_account(key[0]), -net, words)
            for key, net, words in (
                (k, sum(ls.mapped("accepted_net")), self._get_line_words(k[0], ls))
                for k, ls in lots
            )
        ]
        owed = -sum(row["amount_currency"] for row in rows)
        debit = self._prepare_item(self._get_debtor_account(), owed, self.name)
        debit["balance"] = -sum(row["balance"] for row in rows)
        return {
            "move_type": "entry",
            "line_ids": [Command.create(row) for row in (*rows, debit)],
        } | ({"journal_id": journal.id} if journal else {})

    def _prepare_item(self, account, amount, words):
        company = self.company_id
        amount = self.currency_id.round(amount)
        return {
            "name": words,
            "account_id": account.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": self.currency_id._convert(
                amount, company.currency_id, company, company._aftersales_today()
            ),
        }

    def _get_debtor_account(self):
        """Employees owe on the account that is kept for them, others on their own."""
        company = self.company_id
        if self.direction == "receivable" and company.aftersales_staff_account_id:
            return company.aftersales_staff_account_id
        return self.partner_id.with_company(company).property_account_receivable_id

    def _get_relieved_account(self, agreed):
        product = agreed.product_id.with_company(self.company_id)
        account = agreed.account_id
        if not account and product:
            account = product._get_product_accounts()["expense"]
        return account or self._get_product_account(agreed)

    # --- which case stands where

    def _get_lot_items(self, move, lots):
        """The journal items of the lots, in their order."""
        items = (
            move.invoice_line_ids
            if move.is_invoice()
            else move.line_ids.filtered(lambda item: item.balance < 0)
        )
        return items.sorted(lambda item: (item.sequence, item.id))

    def _link_document(self, move, lots):
        """Each line knows its journal item and its part of the tax, to the fen."""
        items = self._get_lot_items(move, lots)
        taxes = [item.price_total - item.price_subtotal for item in items]
        if not move.is_invoice():
            taxes = [0.0] * len(items)
        elif any(taxes):
            taxes = share_out(move.amount_tax, taxes, self.currency_id.rounding)
        for (_key, lines), item, tax in zip(lots, items, taxes, strict=True):
            parts = share_out(
                tax, lines.mapped("accepted_net"), self.currency_id.rounding
            )
            alike = {}
            for line, part in zip(lines, parts, strict=True):
                alike.setdefault(part, []).append(line.id)
            for part, ids in alike.items():
                lines.browse(ids)._in_flow().write(
                    {"move_line_id": item.id, "booked_tax": float(part)}
                )


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _aftersales_get_price(self, net, currency):
        """The price that core takes apart into ``net`` and these taxes."""
        if not any(self.flatten_taxes_hierarchy().mapped("price_include")):
            return net
        told = self.compute_all(net, currency=currency, handle_price_include=False)
        return told["total_included"]
