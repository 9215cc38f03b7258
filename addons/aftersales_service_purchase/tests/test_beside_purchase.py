from unittest.mock import patch

from odoo import Command
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestBesidePurchase(TransactionCase):
    """A buyer without a role of ours buys as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = new_test_user(
            cls.env,
            "plain_buyer",
            "purchase.group_purchase_user,account.group_account_invoice,base.group_allow_export",
        )
        cls.vendor = cls.env["res.partner"].create({"name": "轴承厂"})
        cls.service = cls.env["product.product"].create(
            {
                "name": "清洗",
                "type": "service",
                "purchase_method": "purchase",
                "supplier_taxes_id": False,
            }
        )

    def make_order(self):
        line = {"product_id": self.service.id, "product_qty": 2, "price_unit": 30}
        orders = self.env["purchase.order"].with_user(self.buyer)
        return orders.create(
            {"partner_id": self.vendor.id, "order_line": [Command.create(line)]}
        )

    def buy(self):
        """An order, its bill, and both taken back."""
        order = self.make_order()
        order.button_confirm()
        order.order_line.qty_received = 2
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.invoice_date = self.env.company._aftersales_today()
        bill.action_post()
        bill.button_draft()
        bill.button_cancel()
        order.button_cancel()
        return order

    def count(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.buy()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_buys_copies_and_exports(self):
        order = self.buy()
        self.assertEqual((order.amount_untaxed, order.state), (60, "cancel"))
        copied = order.copy()
        self.assertEqual(copied.order_line.product_qty, 2)
        for record in (order, order.order_line, order.invoice_ids):
            names = list(record.fields_get())
            ours = [name for name in names if name.startswith("aftersales_")]
            self.assertFalse(ours, record)
            record.export_data(names)

    def test_types_an_order_on_the_form(self):
        with Form(self.env["purchase.order"].with_user(self.buyer)) as form:
            form.partner_id = self.vendor
            with form.order_line.new() as line:
                line.product_id = self.service
                line.price_unit = 40
        self.assertEqual(form.record.amount_untaxed, 40)

    def test_an_order_of_others_costs_no_query_more(self):
        def no_works(records):
            return records.env["aftersales.owed.work"]

        self.count()
        ours = min(self.count() for _time in range(3))
        with (
            patch.object(
                self.registry["purchase.order"], "_aftersales_get_works", no_works
            ),
            patch.object(
                self.registry["account.move"],
                "_aftersales_follow",
                lambda *_args: None,
            ),
        ):
            plain = min(self.count() for _time in range(3))
        self.assertLessEqual(ours, plain)
