from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _aftersales_get_live_invoice_lines(self):
        """Posted lines of invoices and credit notes, without what was reversed whole."""
        return self.invoice_lines.filtered(
            lambda line: line.parent_state == "posted"
            and line.move_id._aftersales_is_live()
        )


class AccountMove(models.Model):
    _inherit = "account.move"

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
        if invoice.move_type != "out_invoice" or not notes:
            return True
        left = invoice.amount_total - sum(notes.mapped("amount_total"))
        return invoice.currency_id.compare_amounts(left, 0.0) > 0
