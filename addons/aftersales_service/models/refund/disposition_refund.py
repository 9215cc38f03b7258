from decimal import Decimal

from odoo import Command, models

from ...exceptions import ProofMissing
from ...kernel import credit


class Disposition(models.Model):
    """退货: the goods are ours again and the customer gets back what he was invoiced for
    them, by a credit note of that invoice. The accountant posts it."""

    _inherit = "aftersales.disposition"

    def _check_decision(self):
        result = super()._check_decision()
        if self.action == "refund" and not self._get_sale_line():
            raise ProofMissing(
                self.env._(
                    "%s: no sale of ours is known, so there is nothing to refund. Choose the original delivery, or another disposition.",
                    self.line_id.display_name,
                )
            )
        return result

    def _begin_refund(self):
        self._become_ours()
        self._credit()
        self._finish()

    def _credit(self):
        """One draft credit note for each invoice that charged something of these."""
        lines = {}
        for disposition, invoice_line, pieces, amount in self._get_credits():
            vals = invoice_line._aftersales_prepare_credit_line(
                disposition, pieces, amount
            )
            lines.setdefault(invoice_line.move_id, []).append((disposition, vals))
        for invoice, found in lines.items():
            dispositions = self.browse([d.id for d, _vals in found])
            note = self.env["account.move"].create(
                dispositions._prepare_credit_note(invoice, [v for _d, v in found])
            )
            fresh = dispositions.filtered(lambda d: not d.refund_id)
            fresh._in_flow().write({"refund_id": note.id})
        for disposition in self.filtered(lambda d: not d.refund_id):
            disposition._tell_nothing_invoiced()

    def _get_credits(self):
        """[(disposition, invoice line, pieces, amount)]: what was invoiced of what came.

        Of pieces that are alike, those that nobody invoiced come back first.
        """
        ledgers, found = {}, []
        for disposition in self:
            sale_line = disposition._get_sale_line()
            product = disposition._get_sold_product()
            key = (sale_line, product)
            if key not in ledgers:
                ledgers[key] = sale_line._aftersales_get_credit_rows(product)
            rows = ledgers[key]
            charged = credit.total(rows) - sale_line._aftersales_get_kept_pieces(
                product
            )
            pieces = max(0, min(Decimal(str(disposition.quantity)), charged))
            start = sale_line._aftersales_get_position(disposition._get_sold_move())
            found += [
                (disposition, *taken)
                for taken in credit.take(credit.begin_at(rows, start), pieces)
            ]
        return found

    def _prepare_credit_note(self, invoice, lines):
        """Of ``invoice``: its customer, journal, currency and taxes."""
        return {
            "move_type": "out_refund",
            "company_id": invoice.company_id.id,
            "journal_id": invoice.journal_id.id,
            "partner_id": invoice.partner_id.id,
            "partner_shipping_id": invoice.partner_shipping_id.id,
            "currency_id": invoice.currency_id.id,
            "fiscal_position_id": invoice.fiscal_position_id.id,
            "team_id": invoice.team_id.id,
            "invoice_user_id": invoice.invoice_user_id.id,
            "reversed_entry_id": invoice.id,
            "invoice_origin": self.return_id[:1].name,
            "ref": self.return_id[:1].name,
            "invoice_line_ids": [Command.create(vals) for vals in lines],
        }

    def _tell_nothing_invoiced(self):
        """No credit note is an answer, too; who reads a draft invoice learns of it."""
        text = self.env._(
            "%s: nothing was invoiced for it, so there is nothing to credit.",
            self.line_id.display_name,
        )
        self.return_id.message_post(body=text)
        drafts = self._get_sale_line().invoice_lines.move_id.filtered(
            lambda move: move.state == "draft" and move.move_type == "out_invoice"
        )
        for invoice in drafts:
            invoice.message_post(
                body=self.env._(
                    "%(quantity)g × %(product)s came back with %(return)s: take it off before this is posted.",
                    quantity=self.quantity,
                    product=self.product_id.display_name,
                    **{"return": self.return_id.name},
                )
            )
