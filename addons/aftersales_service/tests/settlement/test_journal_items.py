import json
import pathlib

from odoo import Command
from odoo.tools import file_path

from .common import SettlementCommon

TABLE = "aftersales_service/tests/data/journal_items.json"
_TAXES = {"price_cut": "purchase", "service": "sale"}


class JournalItems:
    """Each situation of the table is played by the buttons; what the books then say, by
    side and with the tax apart, was written down before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = json.loads(pathlib.Path(file_path(TABLE)).read_text())
        cls.taxes = {
            (kind, told): cls.env["account.tax"].create(
                {
                    "name": f"13 % {kind} {told}",
                    "amount": 13,
                    "type_tax_use": kind,
                    "price_include_override": f"tax_{told}",
                }
            )
            for kind in ("sale", "purchase")
            for told in ("excluded", "included")
        }
        cls.foreign = cls.env.ref("base.EUR")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "currency_id": cls.foreign.id,
                "inverse_company_rate": 7.0,
                "company_id": cls.company.id,
            }
        )

    def test_table(self):
        for row in self.rows:
            with (
                self.subTest(row["situation"]),
                self.env.cr.savepoint() as savepoint,
            ):
                self.begin(row)
                for step, *args in row["steps"]:
                    getattr(self, f"do_{step.replace(' ', '_')}")(*args)
                told = {side: amount for side, amount in self.tell().items() if amount}
                self.assertEqual(told, row["items"])
                self.check_share(row["open"])
                savepoint.rollback()
            self.env.invalidate_all()

    def begin(self, row):
        self.moves = self.env["account.move"]
        becomes = row["becomes"]
        payer = "agent" if row["situation"].startswith("statement") else "supplier"
        tax = self.taxes.get((_TAXES.get(becomes), row["tax"]))
        told = {"becomes": becomes, "tax_ids": tax.ids if tax else []} | row["terms"]
        self.make_term(payer, lines={"labour": told})
        self.company.aftersales_pricelist_id.currency_id = (
            self.foreign if row["currency"] == "foreign" else self.company.currency_id
        )
        self.share = self.make_share(payer=payer)
        self.partner = self.share.partner_id

    # --- what people do

    def do_claim(self):
        self.settlement = self.make_sent(self.share)

    def do_accept(self, net=None):
        self.answer(self.settlement.line_ids, net)

    def do_bear(self):
        self.agree_bearing(self.settlement.line_ids)

    def do_again(self):
        self.settlement.line_ids.remainder = "again"

    def do_elsewhere(self):
        self.settlement.line_ids.write(
            {
                "remainder": "elsewhere",
                "remainder_reason": "运输损坏",
                "other_payer": "carrier",
                "other_partner_id": self.partners["carrier"].id,
            }
        )

    def do_part_back(self):
        """The old part comes back after the claim was sent."""
        part = self.env["aftersales.old.part"]._in_flow().create(
            {
                "order_id": self.share.order_id.id,
                "product_id": self.part.id,
                "opened_on": "2026-01-05",
            }
        )  # fmt: skip
        part.with_user(self.keeper).action_receive()

    def do_settle(self):
        self.settlement.action_settle()
        self.moves |= self.settlement.sudo().move_ids

    def do_reverse(self, net=None):
        booked = self.settlement.sudo().move_ids
        note = booked._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        if net is not None:
            tax = note.invoice_line_ids.tax_ids
            price = net * 1.13 if tax.price_include else net
            note.invoice_line_ids.write({"quantity": 1, "price_unit": price})
        note.action_post()
        self.moves |= note

    do_credit = do_reverse

    def do_draft(self):
        self.moves.button_draft()

    def do_post(self):
        self.moves.action_post()

    def do_pay(self, amount=None):
        self.moves |= self.pay(self.settlement.sudo().move_ids, amount).move_id

    def do_bill(self, amount):
        line = {"name": "配件", "price_unit": amount, "tax_ids": [Command.clear()]}
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner.id,
                "invoice_date": self.env.company._aftersales_today(),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        bill.action_post()
        self.moves |= bill

    def do_set_off(self):
        before = self.env["account.move"].search([])
        self.settlement.action_set_off()
        self.moves |= self.env["account.move"].search([]) - before

    # --- what the books say

    def tell(self):
        told = {}
        for item in self.moves.line_ids:
            side = self.get_side(item)
            told[side] = round(told.get(side, 0.0) + item.balance, 2)
        return told

    def get_side(self, item):
        if item.tax_line_id:
            return "tax"
        if item.account_id == self.relief:
            return "relief"
        kind = item.account_id.account_type
        known = {"asset_receivable": "receivable", "liability_payable": "payable"}
        return known.get(kind, "other")

    def check_share(self, left):
        """What is open, and every movement of the share, agree with the books."""
        share = self.share
        share.invalidate_recordset()
        self.assertAlmostEqual(share.open_net, left, 2)
        rate = 7.0 if share.currency_id == self.foreign else 1.0
        items = self.moves.line_ids
        relief = items.filtered(lambda i: self.get_side(i) == "relief")
        tax = items.filtered("tax_line_id")
        told = tuple(amount * rate for amount in self.told(share, "invoiced"))
        self.assertAlmostEqual(told[0], -sum(relief.mapped("balance")), 2)
        self.assertAlmostEqual(told[1], -sum(tax.mapped("balance")), 2)


class TestJournalItemsChina(JournalItems, SettlementCommon):
    """With the chart of accounts of `l10n_cn`, on which the database stands."""

    def test_the_chart_is_chinese(self):
        self.assertIn(self.company.chart_template, ("cn", "cn_large_bis", "cn_common"))


class TestJournalItemsGeneric(JournalItems, SettlementCommon):
    """With the generic chart of accounts."""

    chart = "generic_coa"

    def test_the_chart_is_generic(self):
        self.assertEqual(self.company.chart_template, self.chart)
