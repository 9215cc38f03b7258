import re

from odoo import models

from ...kernel.fapiao import is_person_number, is_tax_number

_LONGEST_SERIAL = 20
_CODE = re.compile(r"\d{19}")


class VoucherFile(models.Model):
    """A batch for the tax office's client: one row for each 发票, one for each item."""

    _inherit = "aftersales.voucher.file"

    def _prepare_fapiao(self, moves, numbers):
        heads, items, faults, notes = [], [], [], []
        serials = {}
        for move in moves:
            serial = re.sub(r"[^0-9A-Za-z]", "", move.name)[-_LONGEST_SERIAL:]
            if serials.setdefault(serial, move) != move:
                faults.append(
                    self.env._(
                        "%(move)s and %(other)s have the same serial.",
                        move=move.name,
                        other=serials[serial].name,
                    )
                )
            lines = move.invoice_line_ids.filtered(
                lambda ln: (
                    ln.display_type == "product" and ln.quantity and ln.price_subtotal
                )
            )
            faults += self._find_head_faults(move, lines)
            heads.append(self._prepare_head(move, serial))
            for line in lines:
                faults += self._find_item_faults(line)
                items.append(self._prepare_item(line, serial))
            notes += self._find_notes(move, lines)
        if not faults:
            total = sum(moves.mapped("amount_total"))
            self._in_flow().write({"debit": total, "note": "\n".join(notes)})
        return [heads, items], faults

    def _find_head_faults(self, move, lines):
        buyer = move.commercial_partner_id
        named = {"move": move.name, "buyer": buyer.name}
        if move.currency_id.name != "CNY":
            yield self.env._("%(move)s is not in yuan.", **named)
        needs = buyer.is_company or self.asked_kind == "special"
        if needs and not buyer.vat:
            yield self.env._("%(move)s: %(buyer)s has no tax number.", **named)
        elif buyer.vat and not self._is_buyer_number(buyer):
            yield self.env._("%(move)s: the tax number of %(buyer)s is wrong.", **named)
        if not lines:
            yield self.env._("%(move)s has no items.", **named)

    def _is_buyer_number(self, buyer):
        """Natural persons have the number of their identity card."""
        person = self._is_natural(buyer) and self.asked_kind != "special"
        return is_tax_number(buyer.vat) or (person and is_person_number(buyer.vat))

    def _is_natural(self, buyer):
        number = buyer.vat or ""
        return not buyer.is_company and (not number or is_person_number(number))

    def _find_item_faults(self, line):
        named = {"move": line.move_id.name, "item": line.name or ""}
        code = line.product_id._aftersales_get_tax_code()
        if not _CODE.fullmatch(code):
            yield self.env._(
                "%(move)s: “%(item)s” has no tax classification of 19 digits on its product or category.",
                **named,
            )
        taxes = line.tax_ids.flatten_taxes_hierarchy()
        if len(taxes) > 1 or (taxes and taxes.amount_type != "percent"):
            yield self.env._(
                "%(move)s: “%(item)s” has other taxes than one rate.", **named
            )
        if line.price_subtotal < 0:
            yield self.env._(
                "%(move)s: “%(item)s” is below zero. Give it as a discount.", **named
            )

    def _prepare_head(self, move, serial):
        buyer = move.commercial_partner_id
        bank = buyer.bank_ids[:1]
        special = self.asked_kind == "special"
        return {
            "serial": serial,
            "what": "增值税专用发票" if special else "普通发票",
            "natural": "是" if self._is_natural(buyer) else "否",
            "buyer": buyer.name,
            "buyer_tax": buyer.vat or "",
            "buyer_address": " ".join(
                filter(
                    None,
                    (buyer.state_id.name, buyer.city, buyer.street, buyer.street2),
                )
            ),
            "buyer_phone": buyer.phone or "",
            "buyer_bank": bank.bank_id.name or "",
            "buyer_account": bank.acc_number or "",
            "buyer_email": buyer.email or "",
            "remark": move.name,
        }

    def _prepare_item(self, line, serial):
        """Without tax; the price is what times quantity gives the amount."""
        product = line.product_id
        return {
            "serial": serial,
            "item": (product.name or line.name or "")[:100],
            "tax_code": product._aftersales_get_tax_code(),
            "spec": product.default_code or "",
            "unit": line.product_uom_id.name or "",
            "amount_of": line.quantity,
            "price": round(line.price_subtotal / line.quantity, 8),
            "net": line.price_subtotal,
            "tax_rate": sum(line.tax_ids.flatten_taxes_hierarchy().mapped("amount"))
            / 100,
        }

    def _find_notes(self, move, lines):
        """The client counts the tax of each item; an invoice may round its whole. An item
        without tax needs its reason there."""
        if not all(line.tax_ids for line in lines):
            yield self.env._(
                "%(move)s has items without tax. Choose in the client by which rule they are free of it.",
                move=move.name,
            )
        tax = sum(
            move.currency_id.round(
                line.price_subtotal
                * sum(line.tax_ids.flatten_taxes_hierarchy().mapped("amount"))
                / 100
            )
            for line in lines
        )
        if move.currency_id.compare_amounts(tax, move.amount_tax):
            yield self.env._(
                "%(move)s: tax by items %(items)s, on the invoice %(invoice)s.",
                move=move.name,
                items=move.currency_id.format(tax),
                invoice=move.currency_id.format(move.amount_tax),
            )
