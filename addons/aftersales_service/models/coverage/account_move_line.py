from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _aftersales_lowers_price(self):
        """Whether this line of a credit note gives a discount and takes no piece back: it
        is below every price at which its sale was invoiced."""
        self.ensure_one()
        billed = self.sale_line_ids.invoice_lines.filtered(
            lambda line: line.move_type == "out_invoice"
            and line.parent_state == "posted"
            and line.quantity
        )
        prices = [line._aftersales_get_piece_price() for line in billed]
        if not (prices and self.quantity):
            return not self.quantity
        # half a fen: prices per piece are not rounded
        tolerance = self.currency_id.rounding / 2
        return self._aftersales_get_piece_price() < min(prices) - tolerance

    def _aftersales_get_piece_price(self):
        return self.price_subtotal / self._aftersales_get_pieces()

    def _aftersales_get_pieces(self):
        """The quantity in the product's own unit of measure."""
        unit = self.product_id.uom_id
        if not unit or not self.product_uom_id:
            return self.quantity
        return self.product_uom_id._compute_quantity(self.quantity, unit, round=False)
