"""An invoice of 176 and fapiaos for it."""

from odoo import Command

from ..fees.common import CashCommon

NUMBER = "26372000000000000001"


class FapiaoCommon(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.vat = "91370100000000000X"
        cls.number = int(NUMBER)

    @classmethod
    def next_number(cls):
        cls.number += 1
        return str(cls.number)

    def make_invoice(self, amount=176, kind="out_invoice", **vals):
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.customer.id,
                "invoice_date": "2026-10-10",
                "invoice_line_ids": [
                    Command.create(
                        {"name": "维修费", "price_unit": amount, "tax_ids": False}
                    )
                ],
            }
            | vals
        )
        move.action_post()
        return move

    def make_fapiao(self, *invoices, net=None, **vals):
        """A draft over ``net``, default: what the invoices are over."""
        if net is None:
            net = sum(move.amount_total for move in invoices)
        return (
            self.env["aftersales.fapiao"]
            .with_user(self.accountant)
            .create(
                {
                    "number": self.next_number(),
                    "date": "2026-10-12",
                    "partner_id": self.customer.id,
                    "currency_id": self.company.currency_id.id,
                    "net": net,
                    "link_ids": [Command.create({"move_id": m.id}) for m in invoices],
                }
                | vals
            )
        )

    def register(self, *invoices, **vals):
        fapiao = self.make_fapiao(*invoices, **vals)
        fapiao.action_register()
        return fapiao
