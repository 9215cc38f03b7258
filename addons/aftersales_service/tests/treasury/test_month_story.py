from odoo import Command

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
