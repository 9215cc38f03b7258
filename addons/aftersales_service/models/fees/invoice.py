from odoo import models

from ...kernel.money import Amount


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _aftersales_get_live_invoice_lines(self):
        """Posted lines of invoices and credit notes, without what was reversed whole."""
        return self.invoice_lines.filtered(
            lambda line: line.parent_state == "posted"
            and line.move_id._aftersales_is_live()
        )

    def _aftersales_get_uninvoiced_part(self):
        """From 1 (nothing is invoiced) to 0 (all of it is)."""
        if self.is_downpayment or not self.product_uom_qty:
            return 0.0 if self.is_downpayment else 1.0
        billed = sum(
            line.product_uom_id._compute_quantity(
                line.quantity, self.product_uom_id, round=False
            )
            for line in self._aftersales_get_live_invoice_lines()
            if line.move_type == "out_invoice"
        )
        return min(max(1 - billed / self.product_uom_qty, 0.0), 1.0)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Movements of fees follow what was invoiced or given back (extends core)."""
        before = self.filtered("posted_before")
        posted = super()._post(soft=soft)
        posted._aftersales_follow(posted & before)
        return posted

    def button_draft(self):
        """What is a draft again charges nothing (extends core)."""
        result = super().button_draft()
        self._aftersales_follow(self)
        return result

    def _aftersales_follow(self, again):
        """The shares of fees that these documents charge learn of it.

        :param again: those that were posted before
        """
        for move in self.filtered(
            lambda m: m.move_type in ("out_invoice", "out_refund")
        ):
            # sudo: who invoices need not read fees
            lines = move.sudo().line_ids.sale_line_ids
            lines._aftersales_follow(move)

    def _aftersales_is_settled(self):
        """Whether invoices and credit notes together leave nothing to pay."""
        if all(move.payment_state in ("paid", "in_payment") for move in self):
            return True
        return sum(self.mapped("amount_residual_signed")) <= 0

    def _aftersales_is_live(self):
        """Whether this still charges or credits something: an invoice whose credit notes
        are worth all of it does not, nor do they."""
        self.ensure_one()
        invoice = self.reversed_entry_id or self
        notes = invoice.reversal_move_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_refund"
        )
        if invoice.move_type != "out_invoice" or invoice.state != "posted":
            return True  # a note whose invoice was taken back stands alone
        if not notes:
            return True
        left = invoice.amount_total - sum(notes.mapped("amount_total"))
        return invoice.currency_id.compare_amounts(left, 0.0) > 0

    def _aftersales_get_live_part(self):
        """From 1 (it stands) to 0 (it is no posted document, or was reversed whole).

        In a Storno chart a reversed entry has a total below zero.
        """
        if self.state != "posted":
            return 0.0
        notes = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        if not (notes and self.amount_total):
            return 1.0
        taken = sum(abs(note.amount_total) for note in notes)
        return max(1 - taken / abs(self.amount_total), 0.0)

    def _aftersales_get_left(self, booked, part):
        """What credit notes leave of the :class:`Amount` that was booked here.

        :param part: as `_aftersales_get_live_part` tells it
        """
        if not self.is_invoice():
            return Amount(booked.net * part, booked.tax * part)
        notes = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        return Amount(
            *(
                max(abs(self[name]) - sum(abs(note[name]) for note in notes), 0.0)
                for name in ("amount_untaxed", "amount_tax")
            )
        )
