from odoo import models

from ...kernel.money import Amount

# What follows the price, and what follows quotation and invoice.
_PRICED = frozenset({"shared", "borne"})
_DOCUMENTED = frozenset({"quoted", "invoiced", "waived", "accepted"})


class FeeShare(models.Model):
    """What price, quotation and invoices say of a share, its movements say too."""

    _inherit = "aftersales.fee.share"

    def _follow(self, document=None):
        """Append what price, quotation and invoices say and the movements do not yet.

        Called whenever one of them changed; calling it again appends nothing.
        """
        rows = []
        # sudo: price and documents are told to the ledger, whoever changed them
        for share in self.sudo():
            told = share._get_sums(lambda row: row.is_followed)
            news = {
                kind: amount - told.get(kind, Amount())
                for kind, amount in share._get_followed().items()
            }
            for kinds, cause in ((_PRICED, None), (_DOCUMENTED, document)):
                mine = {kind: amount for kind, amount in news.items() if kind in kinds}
                rows += share._prepare_movements(mine, cause, is_followed=True)
        self._append(rows)

    def _get_followed(self):
        """{kind: :class:`Amount`} that price and documents give this share.

        What a quotation or an invoice charges less than the share is worth was waived;
        what it charges more, below zero, too. A credit note waives what it gives back,
        one over a whole invoice makes it open again.
        """
        worth, line = self._get_worth(), self.sale_line_id
        # what another payer left to this one moved here, it was not shared out anew
        taken = sum(
            (Amount(r.net, r.tax) for r in self.movement_ids if r._is_taken()), Amount()
        )
        result = {"shared": worth + taken}
        result["borne"] = worth if self.payer == "company" else Amount()
        billed = line._aftersales_get_live_invoice_lines()
        live = bool(line) and line.state != "cancel"
        quoted = Amount(line.price_subtotal, line.price_tax) if live else Amount()
        credits = billed.filtered(lambda line: line.move_type == "out_refund")
        charged, credited = map(self._sum_billed, (billed - credits, credits))
        result |= {"quoted": quoted, "invoiced": charged + credited, "waived": Amount()}
        part = line._aftersales_get_uninvoiced_part() if line else 0.0
        if live or (billed and not part):
            coming = self._get_coming(line, part) if live else Amount()
            result["waived"] = worth - charged - credited - coming
        return result

    def _get_coming(self, line, part):
        """What of a quotation is still to be invoiced; what was invoiced before may have
        had another price."""
        net, total = (
            self.currency_id.round(amount * part)
            for amount in (line.price_subtotal, line.price_total)
        )
        return Amount(net, total - net)

    def _sum_billed(self, lines):
        return sum((self._get_billed(line) for line in lines), Amount())

    def _get_worth(self):
        """:class:`Amount` by price and percent alone, whatever a quotation made of it.

        Tax arises where the customer pays; what others settle carries the tax of the
        document that they settle it by.
        """
        if not self.amount:
            return Amount()
        fee = self.fee_id
        charge = fee.order_id._prepare_charge(
            fee.product_id, fee.quantity, fee.currency_id, **self._prepare_price()
        )
        net, tax, _total = fee.order_id._sum_in_currency([charge], fee.currency_id)
        return Amount(net, tax if self.payer == "customer" else 0.0)

    # --- how they are written

    def _append(self, rows):
        # sudo: movements are written by actions only
        self.env["aftersales.fee.movement"].sudo()._in_flow().create(rows)

    def _prepare_movements(self, news, document=None, day=None, **vals):
        """Values of a row for each kind of ``news`` ({kind: :class:`Amount`}) that is
        any money at all."""
        vals = vals | {
            "share_id": self.id,
            "day": day or self._get_movement_day(document),
            "user_id": self.env.uid,
            "res_model": document._name if document else False,
            "res_id": document.id if document else False,
        }
        amounts = {k: a.rounded(self.currency_id.round) for k, a in news.items()}
        return [
            vals | {"kind": kind, "net": amount.net, "tax": amount.tax}
            for kind, amount in amounts.items()
            if any(amount)
        ]

    def _get_movement_day(self, document):
        """That of the invoice; what is taken back is taken back today."""
        if document and document._name == "account.move" and document.state == "posted":
            return document.invoice_date or document.date
        if not self.movement_ids:
            return self.company_id._aftersales_day(self.create_date)
        return self.company_id._aftersales_today()
