import datetime

from odoo import Command

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

    # --- several devices, credit notes of a part

    def sell(self, devices=3, lines=1):
        """``devices`` on each of ``lines`` lines at 300 each, invoiced and paid."""
        made = [
            self.make_device(f"E-{line}-{index}")
            for line in range(lines)
            for index in range(devices)
        ]
        chunks = [made[i : i + devices] for i in range(0, len(made), devices)]
        self.sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": devices,
                            "aftersales_device_ids": [
                                Command.set([device.id for device in chunk])
                            ],
                        }
                    )
                    for chunk in chunks
                ],
            }
        )
        self.sale.action_confirm()
        invoice = self.sale._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        return invoice

    def refund(self, invoice, quantity=None, price=None, line=0):
        """A paid credit note of one line of ``invoice``."""
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        (note.invoice_line_ids - note.invoice_line_ids[line]).unlink()
        if quantity is not None:
            note.invoice_line_ids.quantity = quantity
        if price is not None:
            note.invoice_line_ids.price_unit = price
        note.action_post()
        self.pay(note)

    def alive(self):
        covers = self.sale.order_line.aftersales_coverage_ids
        return len(covers.filtered(lambda c: not c.voided_on))

    def test_refunding_one_of_three_ends_one(self):
        invoice = self.sell(3)
        self.refund(invoice, quantity=1)
        self.assertEqual(self.alive(), 2)
        self.refund(invoice, quantity=1)
        self.assertEqual(self.alive(), 1)
        self.refund(invoice, quantity=1)
        self.assertEqual(self.alive(), 0)

    def test_a_discount_ends_none(self):
        invoice = self.sell(1, lines=4)
        self.refund(invoice, quantity=1, price=50, line=3)
        self.assertEqual(self.alive(), 4)

    def test_a_discount_on_one_line_of_three_devices_ends_none(self):
        self.refund(self.sell(3), quantity=1, price=50)
        self.assertEqual(self.alive(), 3)

    def test_a_credit_note_of_everything_ends_all(self):
        self.refund(self.sell(3))
        self.assertEqual(self.alive(), 0)

    def test_one_line_of_four_ends_its_own(self):
        invoice = self.sell(1, lines=4)
        self.refund(invoice, line=1)
        ended = self.sale.order_line.filtered(
            lambda line: line.aftersales_coverage_ids.voided_on
        )
        self.assertEqual(ended, self.sale.order_line[1])

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
