from odoo import api, fields, models

from ...kernel.money import share_out

# What a document of the charging company is for the other one.
MIRRORED = {
    "out_invoice": "in_invoice",
    "out_refund": "in_refund",
    "in_invoice": "out_invoice",
    "in_refund": "out_refund",
    "entry": "entry",
}


class CompanyCharge(models.Model):
    """What the charging company posted becomes a charge, line by line."""

    _inherit = "aftersales.company.charge"

    @api.model
    def _take_up(self, move, receiver):
        """The charge of a posted document, new or brought up to date."""
        charge = self.search([("source_move_id", "=", move.id)])
        vals = self._prepare_charge(move, receiver)
        if not charge:
            charge = self._in_flow().create(vals)._out_of_flow()
            charge._follow()
            if charge.state == "proposed":
                charge._tell("proposed", charge.company_id)
                charge._book_by_rule()
            return
        changed = charge.currency_id.compare_amounts(charge.amount, vals["amount"])
        charge.line_ids._in_flow().unlink()
        charge._in_flow().write(vals)
        if changed:
            charge._tell("changed", charge.company_id)

    @api.model
    def _prepare_charge(self, move, receiver):
        lines = self._prepare_lines(move)
        net = sum(line["net"] for line in lines)
        tax = sum(line["tax"] for line in lines)
        due = move.invoice_date_due if move.is_invoice() else False
        return {
            "name": move.name,
            "sender_id": move.company_id.id,
            "company_id": receiver.id,
            "kind": MIRRORED[move.move_type],
            "origin_id": self.search(
                [("source_move_id", "=", move.reversed_entry_id.id)]
            ).id
            if move.reversed_entry_id
            else False,
            "date": move.invoice_date or move.date,
            "date_due": due,
            "currency_id": move.currency_id.id,
            "source_move_id": move.id,
            "net": net,
            "tax": tax,
            "amount": move.currency_id.round(net + tax),
            "line_ids": [fields.Command.create(line) for line in lines],
        }

    @api.model
    def _prepare_lines(self, move):
        """What was addressed to the other company, line by line; the taxes sum to that of
        the document."""
        if not move.is_invoice():
            return [
                {
                    "name": item.name or move.ref,
                    "net": -item.amount_currency,
                    "tax": 0.0,
                }
                for item in move.line_ids - move._aftersales_get_partner_items()
            ]
        items = move.invoice_line_ids.filtered(lambda i: i.display_type == "product")
        taxes = [item.price_total - item.price_subtotal for item in items]
        if any(taxes):
            taxes = share_out(move.amount_tax, taxes, move.currency_id.rounding)
        return [
            {
                "name": item.name or item.product_id.display_name or move.name,
                "net": item.price_subtotal,
                "tax": float(tax),
                "tax_percent": _get_percent(item.tax_ids),
            }
            for item, tax in zip(items, taxes, strict=True)
        ]


def _get_percent(taxes):
    """What the taxes of a line take together, where all of them are percents."""
    flat = taxes.flatten_taxes_hierarchy()
    if any(tax.amount_type != "percent" for tax in flat):
        return 0.0
    return sum(flat.mapped("amount"))
