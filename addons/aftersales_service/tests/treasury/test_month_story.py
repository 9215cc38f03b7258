import base64
from datetime import timedelta

from odoo import Command

from ...exceptions import PeriodNotReady
from .test_treasury import TreasuryCommon


class TestMonthStory(TreasuryCommon):
    """A month on the dashboard: every figure comes with its document and goes with the
    next one, until nothing is left."""

    def test_a_month_empties_the_dashboard(self):
        self.company.account_fiscal_country_id = self.env.ref("base.cn")
        self.company.vat = "91370100000000000X"
        self.make_job()
        self.collect(100, "wechat")
        self.finish_job()
        self.assertEqual(self.totals("owed", "held"), [176, 100])
        invoice = self.invoice()
        self.count(self.take_over())
        self.assertEqual(self.totals("owed", "held", "fapiao"), [76, 0, 176])
        line = self.make_statement_line(76, partner_id=self.customer.id)
        self.assertEqual(self.totals("owed", "unmatched"), [76, 76])
        self.match(line, invoice)
        self.register_fapiao(invoice)
        self.assertEqual(self.totals("owed", "held", "fapiao", "unmatched"), [0] * 4)
        self.assertEqual(invoice.payment_state, "paid")
        line.action_undo_reconciliation()
        self.assertEqual(self.totals("owed", "unmatched"), [76, 76])

    def test_a_month_from_the_file_to_its_close_with_one_exception_reasoned(self):
        """The file of the bank is read, what is sure is confirmed in one press. A transfer
        that nobody knows stands on the dashboard and keeps the month open, until somebody
        writes why it may stay."""
        last = self.company._aftersales_today().replace(day=1) - timedelta(1)
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        self.read_bank(
            (last, "176.00", self.customer.name, f"维修费 {invoice.name}"),
            (last, "500.00", "某某贸易有限公司", "往来款"),
        )
        self.assertEqual(self.totals("owed", "unmatched"), [176, 676])
        desk = self.env["aftersales.matching.desk"].with_user(self.accountant)
        desk.propose()
        desk.confirm_sure()
        self.assertEqual(self.totals("owed", "unmatched"), [0, 500])
        line = self.env["account.bank.statement.line"].search([("amount", "=", 500)])
        period = self.env["aftersales.period"].with_user(self.accountant)
        period = period.create({"month": last})
        period.action_begin()
        row = period.exception_ids.filtered(lambda row: row._keeps_open())
        self.assertEqual(
            (row.kind, row.amount, row.res_id), ("bank_line", 500, line.id)
        )
        with self.assertRaises(PeriodNotReady):
            period.action_close()
        self.assertEqual(self.board()["months"][1]["state"], "closing")
        row.reason = "对方未说明用途，先挂账"
        period.action_close()
        self.assertEqual(self.board()["months"][1]["state"], "closed")
        self.assertEqual(self.totals("unmatched"), [500])

    def read_bank(self, *moves):
        """A file of the bank, read by the accountant."""
        rows = ["交易日期,收入,支出,余额,对方户名,对方账号,附言"]
        rows += [
            f"{day},{money},,,{payer},37001,{memo}" for day, money, payer, memo in moves
        ]
        file = self.env["aftersales.bank.file"].with_user(self.accountant)
        file = file.create(
            {
                "name": "流水.csv",
                "data": base64.b64encode("\n".join(rows).encode("gb18030")),
                "journal_id": self.company._aftersales_find("bank").id,
            }
        )
        file.action_check()
        file.action_read()
        self.assertEqual(file.state, "done", file.fault)

    def totals(self, *keys):
        told = {panel["key"]: panel["total"] for panel in self.board()["panels"]}
        return [told[key] for key in keys]

    def match(self, line, invoice):
        """As a person confirms it: the entry of the line meets the invoice."""
        _liquidity, suspense, _other = line._seek_for_lines()
        owed = invoice.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        suspense.write(
            {"account_id": owed.account_id.id, "partner_id": owed.partner_id.id}
        )
        (suspense | owed).reconcile()

    def register_fapiao(self, invoice):
        fapiao = (
            self.env["aftersales.fapiao"]
            .with_user(self.accountant)
            .create(
                {
                    "number": f"{invoice.invoice_date:%y}372000000000000001",
                    "date": invoice.invoice_date,
                    "partner_id": self.customer.id,
                    "currency_id": self.company.currency_id.id,
                    "net": invoice.amount_total,
                    "link_ids": [Command.create({"move_id": invoice.id})],
                }
            )
        )
        fapiao.action_register()
