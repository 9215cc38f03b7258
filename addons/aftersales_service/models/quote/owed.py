from collections import namedtuple

from odoo import fields, models

# What one invoice or credit note leaves open for a job: its part of the document (an
# invoice may be of several jobs), in the document's own currency and in the company's.
Open = namedtuple("Open", "move residual amount")
# `documents` are `Open`s; `to_invoice` is agreed or estimated and on no invoice yet.
Owed = namedtuple("Owed", "total documents to_invoice")


class ServiceOrder(models.Model):
    """What the customer of a job owes: what its invoices and credit notes leave open, and
    what is still to be invoiced; taxes included, in the company's currency."""

    _inherit = "aftersales.order"

    owed_amount = fields.Monetary("Customer Owes", compute="_compute_owed")
    owed_documents = fields.Text("Open Documents", compute="_compute_owed")

    def _compute_owed(self):
        for order in self:
            # sudo: the desk tells what is owed without accounting rights
            owed = order.sudo()._get_owed()
            order.owed_amount = owed.total
            order.owed_documents = "\n".join(
                f"{item.move.name}: {item.move.currency_id.format(item.residual)}"
                for item in owed.documents
            )

    def _get_owed(self):
        """:class:`Owed` of one job; below zero where we owe the customer."""
        self.ensure_one()
        round_ = self.company_id.currency_id.round
        documents = [self._get_open(move) for move in self._get_invoices()]
        to_invoice = sum(
            sale._aftersales_get_uninvoiced() for sale in self._get_quotations()
        )
        to_invoice += self._get_shares_to_quote()._get_totals().total
        total = sum(item.amount for item in documents) + to_invoice
        return Owed(
            round_(total),
            [
                item
                for item in documents
                if not item.move.currency_id.is_zero(item.residual)
            ],
            round_(to_invoice),
        )

    def _get_quotations(self):
        return self.sale_order_ids.filtered(lambda sale: sale.state != "cancel")

    def _get_invoices(self):
        """Posted invoices and credit notes of the job; an invoice does not lapse when its
        sale order is cancelled."""
        moves = self.sale_order_ids.order_line.invoice_lines.move_id
        moves |= moves.reversal_move_ids
        return moves.filtered(
            lambda move: move.state == "posted"
            and move.move_type in ("out_invoice", "out_refund")
        ).sorted("id")

    def _get_open(self, move):
        part = self._get_part(move)
        sign = -1 if move.move_type == "out_refund" else 1
        return Open(
            move,
            move.currency_id.round(sign * move.amount_residual * part),
            move.company_currency_id.round(move.amount_residual_signed * part),
        )

    def _get_part(self, move):
        """Which part of ``move`` is of this job; 1.0 unless it is of others, too."""
        lines = move.invoice_line_ids.filtered("sale_line_ids")
        if not lines:
            origin = move.reversed_entry_id
            return self._get_part(origin) if origin else 1.0
        mine = lines.filtered(
            lambda line: line.sale_line_ids.order_id.aftersales_order_id == self
        )
        if mine == lines:
            return 1.0
        whole = sum(lines.mapped("price_total"))
        return sum(mine.mapped("price_total")) / whole if whole else 0.0


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _aftersales_get_uninvoiced(self):
        """What of the order no posted invoice charges yet, in the company's currency.

        A credit note lowers what is owed and is not charged again; only an invoice that
        was reversed as a whole leaves its lines to be invoiced anew.
        """
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        parts = {line: line._aftersales_get_uninvoiced_part() for line in lines}
        if all(part == 1 for part in parts.values()):
            amount = self.amount_total
        else:
            amount = sum(line.price_total * part for line, part in parts.items())
        down = lines.filtered("is_downpayment")._aftersales_get_live_invoice_lines()
        amount = max(
            amount - sum(line._aftersales_get_signed_total() for line in down), 0.0
        )
        return self._aftersales_to_company_amount(self.currency_id.round(amount))


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _aftersales_get_signed_total(self):
        return -self.price_total if self.move_type == "out_refund" else self.price_total
