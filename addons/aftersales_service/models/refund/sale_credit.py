from decimal import Decimal

from odoo import models

from ...kernel import credit


class SaleOrderLine(models.Model):
    """The one measure for a refund: what of this line was invoiced and not given back, and
    how much of it the customer still has. A kit is measured by its components."""

    _inherit = "sale.order.line"

    def _aftersales_get_credit_rows(self, product):
        """The invoiced lines with what of ``product`` they still charge.

        Draft credit notes count as given; draft invoices are not invoiced.
        """
        lines = self.invoice_lines.sorted(lambda line: (line.date, line.id))
        rows = [
            line._aftersales_as_credit_row()
            for line in lines
            if line.move_type == "out_invoice" and line.parent_state == "posted"
        ]
        for line in lines:
            if line.move_type == "out_refund" and line.parent_state != "cancel":
                line._aftersales_book_credit(rows)
        return (
            rows
            if product == self.product_id
            else self._aftersales_split_kit(rows, product)
        )

    def _aftersales_split_kit(self, rows, product):
        per_kit = self._aftersales_get_pieces_per_kit(product)
        values = self._aftersales_get_kit_values()
        parts = credit.of_component(rows, values, product, per_kit)
        for line in self._aftersales_get_component_credits(product):
            line._aftersales_book_credit(parts)
        return parts

    def _aftersales_get_component_credits(self, product):
        """Credit note lines that gave back ``product`` out of kits of this line."""
        found = self.env["account.move.line"].search(
            [
                ("aftersales_disposition_id", "!=", False),
                ("product_id", "=", product.id),
                ("parent_state", "!=", "cancel"),
                ("move_id.reversed_entry_id", "in", self.invoice_lines.move_id.ids),
            ],
            order="id",
        )
        return found.filtered(
            lambda line: line.aftersales_disposition_id._get_sale_line() == self
        )

    def _get_outgoing_incoming_moves(self, strict=True):
        """What was sent in exchange by another product ends the sale of the first one
        when it comes back for good (extends `sale_stock`, which looks at one product)."""
        out, back = super()._get_outgoing_incoming_moves(strict=strict)
        other = self.move_ids.filtered(
            lambda m: m.to_refund
            and m.aftersales_disposition_id
            and m.state != "cancel"
            and m.product_id != self.product_id
        )
        return out, back | other

    # --- what was delivered, and what is still the customer's

    def _aftersales_get_deliveries(self, product=None):
        """Moves to the customer that carry this line, planned ones too, first ones first."""
        moves = self.move_ids.filtered(
            lambda m: m.state != "cancel"
            and m.location_dest_id.usage == "customer"
            and (not m.origin_returned_move_id or m.to_refund)
            and (not product or m.product_id == product)
        )
        return moves.sorted(lambda m: (m.date, m.id))

    def _aftersales_get_kit_values(self):
        """{component: its worth in the kits of this line}, by cost, else by price."""
        demand = {}
        for move in self._aftersales_get_deliveries():
            product = move.product_id
            demand[product] = demand.get(product, 0.0) + move.product_qty
        for price in ("standard_price", "lst_price"):
            worth = {
                product: quantity * product.with_company(self.company_id)[price]
                for product, quantity in demand.items()
            }
            if any(worth.values()):
                return worth
        return demand

    def _aftersales_get_pieces_per_kit(self, product):
        demand = sum(self._aftersales_get_deliveries(product).mapped("product_qty"))
        return Decimal(str(demand / (self._aftersales_get_sold_pieces() or 1)))

    def _aftersales_get_kept_pieces(self, product):
        """Pieces of ``product`` that he has; what is invoiced when ordered is his, too."""
        moves = self._aftersales_get_deliveries(product)
        kept = sum(move._aftersales_get_done_pieces() for move in moves)
        if self.product_id.invoice_policy == "order":
            whole = product == self.product_id
            planned = sum(moves.mapped("product_qty"))
            kept = max(kept, self._aftersales_get_sold_pieces() if whole else planned)
        back = self.move_ids.filtered(lambda move: move._aftersales_gives_back(product))
        return Decimal(
            str(kept - sum(move._aftersales_get_done_pieces() for move in back))
        )

    def _aftersales_get_position(self, delivery):
        """How many pieces were delivered on this line before ``delivery``."""
        position = 0.0
        for move in self._aftersales_get_deliveries(delivery.product_id):
            if move == delivery:
                break
            position += move._aftersales_get_done_pieces()
        return Decimal(str(position))


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_gives_back(self, product):
        """Whether this move came back from the customer and ends the sale of ``product``."""
        if self.state != "done" or self.location_id.usage != "customer":
            return False
        disposition = self.aftersales_disposition_id
        sold = disposition._get_sold_product() if disposition else self.product_id
        return sold == product and (self.to_refund or disposition.action == "refund")
