from odoo import Command, models

from ...exceptions import ProofMissing


class Disposition(models.Model):
    """退货: the goods are ours again and the customer gets his money back by a credit note
    of the original invoice. The accountant posts it."""

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

    def _get_sale_line(self):
        # sudo: who decides need not be able to read sales
        return self.line_id.sudo().origin_move_id.sale_line_id

    def _begin_refund(self):
        self._become_ours()
        for order, dispositions in self.grouped(
            lambda d: d._get_sale_line().order_id
        ).items():
            note = self.env["account.move"].create(
                dispositions._prepare_credit_note(order)
            )
            dispositions._in_flow().refund_id = note
        self._finish()

    def _prepare_credit_note(self, order):
        """One credit note for all that goes back of one sale, lines at the sale's prices."""
        invoices = self._get_sale_line().invoice_lines.move_id.filtered(
            lambda m: m.move_type == "out_invoice" and m.state == "posted"
        )
        return order._prepare_invoice() | {
            "move_type": "out_refund",
            "reversed_entry_id": invoices[:1].id,
            "invoice_origin": self.return_id[:1].name,
            "ref": self.return_id[:1].name,
            "invoice_line_ids": [
                Command.create(
                    disposition._get_sale_line()._prepare_invoice_line(
                        quantity=disposition.quantity
                    )
                )
                for disposition in self
            ],
        }
