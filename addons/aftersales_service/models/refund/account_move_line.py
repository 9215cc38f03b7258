from decimal import Decimal

from odoo import Command, fields, models

from ...kernel import credit


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    aftersales_disposition_id = fields.Many2one(
        "aftersales.disposition",
        "Disposition",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    def _aftersales_lowers_price(self):
        """A credit note for returned goods takes them back at whatever price (extends)."""
        return not self.aftersales_disposition_id and super()._aftersales_lowers_price()

    def _aftersales_get_typed_amount(self):
        """Price times quantity as it stands on the document, before taxes are looked at."""
        gross = self.price_unit * self.quantity * (1 - self.discount / 100)
        return Decimal(str(self.currency_id.round(gross)))

    def _aftersales_as_credit_row(self):
        return credit.Row(
            self,
            Decimal(str(self._aftersales_get_pieces())),
            self._aftersales_get_typed_amount(),
            Decimal(str(self.currency_id.rounding)),
        )

    def _aftersales_book_credit(self, rows):
        """Take this line of a credit note off ``rows``, those of its invoice first."""
        invoice = self.move_id.reversed_entry_id
        pieces = (
            0
            if self._aftersales_lowers_price()
            else Decimal(str(self._aftersales_get_pieces()))
        )
        own = sorted(rows, key=lambda row: row.key.move_id != invoice)
        credit.give_back(own, pieces, self._aftersales_get_typed_amount())

    def _aftersales_prepare_credit_line(self, disposition, pieces, amount):
        """The counterpart of ``pieces`` of this invoice line, in the unit that came back."""
        product = disposition._get_sold_product()
        whole = product == self.product_id
        return {
            "product_id": product.id,
            "name": self.name if whole else f"{self.name}\n{product.display_name}",
            "account_id": self.account_id.id,
            "product_uom_id": product.uom_id.id,
            "quantity": float(pieces),
            "price_unit": float(amount / pieces),
            "discount": 0.0,
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "analytic_distribution": self.analytic_distribution,
            # a component is no piece of what the sale line counts
            "sale_line_ids": [Command.set(self.sale_line_ids.ids if whole else [])],
            "aftersales_disposition_id": disposition.id,
        }
