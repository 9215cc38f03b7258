from odoo.tests import HttpCase, tagged

from .common import PeriodCommon


@tagged("post_install", "-at_install")
class TestTourMonth(PeriodCommon, HttpCase):
    """A month from the file of the bank to its close, with one exception reasoned."""

    browser_size = "1400,900"

    def test_from_the_file_to_the_close(self):
        self.accountant.write({"lang": "zh_CN", "email": "f@example.com"})
        self.env["aftersales.reconcile.line"].search([])._in_flow().unlink()
        invoice = self.make_paid_work()
        file = self.make_bank_file(
            (self.last, 176, self.customer.name, f"维修费 {invoice.name}"),
            (self.last, 500, "某某贸易有限公司", "往来款"),
        )
        self.env.flush_all()
        self.start_tour(
            f"/odoo/aftersales.bank.file/{file.id}",
            "aftersales_month_close",
            login=self.accountant.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(invoice.payment_state, "paid")
        self.check_closed()

    def make_paid_work(self):
        """Work of that month, invoiced, with its fapiao."""
        self.make_job()
        self.finish_job()
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        sale.action_confirm()
        invoice = sale._create_invoices()
        invoice.invoice_date = self.last
        invoice.action_post()
        self.register(
            invoice,
            date=self.last,
            kind="paper_general",
            number="00000001",
            code="037002600111",
        )
        fees = self.order.fee_ids
        for facts in (fees, fees.share_ids, fees.movement_ids):
            self.put_back(facts)
        return invoice

    def check_closed(self):
        period = self.env["aftersales.period"].search([("month", "=", self.month)])
        self.assertEqual(period.state, "closed")
        self.assertEqual(period.closed_by_id, self.accountant)
        row = period.exception_ids.filtered(lambda row: not row.is_settled)
        self.assertEqual((row.kind, row.amount), ("bank_line", 500))
        self.assertEqual(row.reason, "对方未说明用途，先挂账")
        totals = period._get_totals()
        kinds = {kind: count for kind, _currency, count, _sum in totals}
        self.assertEqual(kinds["fee"], len(self.order.fee_ids))
        self.assertEqual(kinds["fapiao"], 1)
        self.assertEqual(period._find_differences(), [])
