"""Agreements, claim lists and invoices in a scripted fortnight (see `fortnight_steps`)."""

import base64
import csv
import io

from odoo import Command

_KINDS = ("part", "labour", "travel", "freight", "other")


class Money:
    """Mixin of `Fortnight`: what finance agrees, and what others claim and owe."""

    def _get_account(self, kind, code):
        accounts = self.env["account.account"]
        found = accounts.search([("code", "=", code)])
        return found or accounts.create(
            {"name": f"售后 {code}", "code": code, "account_type": kind}
        )

    def _do_settlement_terms(
        self, _line, _record, payer, partner, rhythm="at_once", needs_split=False
    ):
        """Finance writes an agreement with a payer, the director approves it."""
        account = self._get_account("income_other", "605991")
        finance = self.env(user=self.accountant)
        policy = finance["aftersales.settlement.policy"].create(
            {"name": partner, "payer": payer, "partner_id": self.find(partner).id}
        )
        line = {"account_id": account.id, "becomes": "service"}
        term = finance["aftersales.settlement.term"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "rhythm": rhythm,
                "needs_split": needs_split,
                "line_ids": [Command.create({"kind": kind} | line) for kind in _KINDS],
            }
        )
        term.with_user(self.director).action_approve()

    def _do_chargeback_terms(self, _line, _record, partner):
        """Finance writes what becomes of claims on us."""
        account = self._get_account("expense", "660191")
        agreements = self.env["aftersales.chargeback.agreement"]
        agreements.with_user(self.accountant).create(
            {
                "partner_id": self.find(partner).id,
                "becomes": "entry",
                "account_id": account.id,
            }
        )

    def _do_chargeback_list(self, line, _record, claimant, rows):
        """The claim list of a vehicle maker is read from his file."""
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list({name: 0 for row in rows for name in row}))
        writer.writeheader()
        writer.writerows(rows)
        imports = self.env["aftersales.import"].with_user(self.whose(line, None))
        record = imports.create(
            {
                "kind": "chargeback",
                "filename": "三包索赔.csv",
                "claimant_id": self.find(claimant).id,
                "data": base64.b64encode(stream.getvalue().encode("gb18030")),
            }
        )
        record.action_check()
        record.action_import()
        return record

    def _do_fapiao(self, _line, order):
        """The job is invoiced by the accountant, who registers the 发票."""
        order.action_create_quotation()
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        invoice = sale._create_invoices()
        invoice.action_post()
        action = invoice.with_user(self.accountant).action_aftersales_fapiao()
        fapiaos = self.env["aftersales.fapiao"].with_user(self.accountant)
        number = f"{self.env.company._aftersales_today():%y}" + "7" * 18
        fapiaos.with_context(**action["context"]).create(
            {"number": number, "currency_id": invoice.currency_id.id}
        ).action_register()

    def _do_customer_invoice(self, _line, _record, partner, amount):
        return self._make_move("out_invoice", partner, amount)

    def _do_vendor_bill(self, _line, _record, partner, amount):
        return self._make_move("in_invoice", partner, amount)

    def _make_move(self, kind, partner, amount):
        """What is bought or sold beside after-sales."""
        goods = {"name": "货款", "quantity": 1, "price_unit": amount}
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.find(partner).id,
                "invoice_date": self.env.company._aftersales_today(),
                "invoice_line_ids": [Command.create(goods | {"tax_ids": []})],
            }
        )
        move.action_post()
        return move
