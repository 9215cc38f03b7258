import datetime

from ...models.coverage.sale_order_line import AccountMove as OurMove
from ..common import AfterSalesCommon


class TestExtendedWarranty(AfterSalesCommon):
    """Sold on an order line, for chosen devices; cancel and refund end it (A8)."""

    def setUp(self):
        super().setUp()
        self.product = self.env["product.product"].create(
            {
                "name": "延保一年",
                "type": "service",
                "list_price": 300,
                "aftersales_extends_months": 12,
                "taxes_id": False,
                "invoice_policy": "order",
            }
        )
        self.device = self.make_device(
            "X-1", coverage={"months": 600, "start_date": datetime.date(2026, 1, 1)}
        )
        self.sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "aftersales_device_ids": [(6, 0, self.device.ids)],
                        },
                    )
                ],
            }
        )

    def extended(self):
        return self.device.coverage_ids.filtered(lambda c: c.kind == "extended")

    def test_begins_the_day_after_the_running_warranty_ends(self):
        end = self.device.coverage_end_date
        self.sale.action_confirm()
        self.assertEqual(self.extended().start_date, end + datetime.timedelta(1))
        self.assertEqual(self.extended().amount, 12)
        self.assertEqual(self.extended().origin, self.sale.name)

    def test_begins_today_when_the_old_one_is_over(self):
        device = self.make_device(
            "X-2", coverage={"months": 1, "start_date": datetime.date(2020, 1, 1)}
        )
        self.sale.order_line.aftersales_device_ids = device
        self.sale.action_confirm()
        coverage = device.coverage_ids.filtered(lambda c: c.kind == "extended")
        self.assertEqual(coverage.start_date, self.company._aftersales_today())

    def test_cancelling_ends_it(self):
        self.sale.action_confirm()
        self.sale._action_cancel()
        self.assertTrue(self.extended().voided_on)

    def test_waits_for_payment_where_the_company_wants_that(self):
        self.company.aftersales_extend_when_paid = True
        self.sale.action_confirm()
        self.assertFalse(self.extended())
        invoice = self.sale._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        self.assertEqual(len(self.extended()), 1)
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        refund.action_post()
        self.pay(refund)
        self.assertTrue(self.extended().voided_on)

    def test_confirmed_and_paid_grants_once(self):
        self.sale.action_confirm()
        invoice = self.sale._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        self.assertEqual(len(self.extended()), 1)

    def pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    def test_paid_ordinary_invoices_cost_few_queries_more_than_core(self):
        """Whatever their number: what ours reads of 5 invoices, it reads of 30 at once."""
        extra = []
        for number in (5, 5, 30):  # the first one warms the caches
            ours = self.count(self.make_ordinary_invoices(number), core=False)
            core = self.count(self.make_ordinary_invoices(number), core=True)
            extra.append(ours - core)
        self.assertLessEqual(extra[2], extra[1] + 1)
        self.assertLessEqual(extra[2], 8)

    def count(self, invoices, core):
        """Queries of paying ``invoices``, with our part of the hook or without it."""
        before = self.env.cr.sql_log_count
        (super(OurMove, invoices) if core else invoices)._invoice_paid_hook()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def make_ordinary_invoices(self, number):
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "order_line": [(0, 0, {"product_id": self.labour.id})],
                }
                for _index in range(number)
            ]
        )
        orders.action_confirm()
        orders.order_line.qty_delivered = 1
        invoices = self.env["account.move"]
        for order in orders:
            invoices |= order._create_invoices()
        invoices.action_post()
        self.env.flush_all()
        self.env.invalidate_all()
        return invoices
