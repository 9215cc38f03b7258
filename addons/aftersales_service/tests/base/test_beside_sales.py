from unittest.mock import patch

from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from ...models.quote.open_quotation import SaleOrder
from ..common import AfterSalesCommon

# Where these are installed, core offers sellers fields of them that they may not read.
CLOSED = {"purchase", "purchase_stock"}


def _write_as_core(sale, vals):
    """What other modules write, before and after ours."""
    return super(SaleOrder, sale).write(vals)


@tagged("post_install", "-at_install")
class TestBesideSales(AfterSalesCommon):
    """Salespeople and accountants without a role of ours do their work as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            "plain_seller",
            "sales_team.group_sale_salesman_all_leads,base.group_allow_export",
            lang="en_US",
        )
        cls.biller = new_test_user(
            cls.env,
            "plain_biller",
            "account.group_account_invoice,sales_team.group_sale_salesman_all_leads",
            lang="en_US",
        )
        cls.service = cls.env["product.product"].create(
            {"name": "培训", "type": "service", "list_price": 80, "taxes_id": False}
        )
        cls.extension = cls.env["product.product"].create(
            {
                "name": "延保一年",
                "type": "service",
                "list_price": 100,
                "taxes_id": False,
                "aftersales_extends_months": 12,
            }
        )

    def make_sale(self, user=None, product=None):
        model = self.env["sale.order"].with_user(user or self.seller)
        product = product or self.service
        line = Command.create({"product_id": product.id, "product_uom_qty": 1})
        return model.create({"partner_id": self.customer.id, "order_line": [line]})

    def make_rich_sale(self):
        """An order with everything of ours on it: job, fee share, device, warranty."""
        job = self.make_order(self.make_device()).sudo()
        sale = self.make_sale(self.env.user, self.extension)
        sale.aftersales_order_id = job
        sale.order_line.aftersales_device_ids = job.device_id
        sale.action_confirm()
        self.assertTrue(sale.order_line.aftersales_coverage_ids)
        return sale

    def test_duplicates_an_order(self):
        for sale in (self.make_sale(), self.make_rich_sale()):
            copied = sale.with_user(self.seller).copy()
            self.assertEqual(copied.order_line.product_id, sale.order_line.product_id)
            self.assertFalse(copied.sudo().aftersales_order_id)
            self.assertFalse(copied.sudo().order_line.aftersales_device_ids)

    def test_types_an_order_on_the_form(self):
        with Form(self.env["sale.order"].with_user(self.seller)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.extension
                line.product_uom_qty = 2
        sale = form.record
        self.assertEqual(sale.amount_untaxed, 200)
        with Form(sale) as form, form.order_line.edit(0) as line:
            line.product_uom_qty = 3
        self.assertEqual(sale.amount_untaxed, 300)

    def test_changes_an_order_of_ours_on_the_form(self):
        sale = self.make_rich_sale().with_user(self.seller)
        with Form(sale) as form:
            form.client_order_ref = "PO-1"
        self.assertEqual(sale.client_order_ref, "PO-1")

    def test_the_form_shows_nothing_of_ours(self):
        views = (
            self.env["sale.order"].with_user(self.seller).get_views([(False, "form")])
        )
        self.assertFalse('name="aftersales_' in views["views"]["form"]["arch"])

    def test_reads_and_exports_everything_that_is_offered(self):
        sale = self.make_rich_sale().with_user(self.seller)
        for record in (sale, sale.order_line, self.machine):
            record = record.with_user(self.seller)
            names = [
                name
                for name in record.fields_get()
                if not CLOSED.intersection(record._fields[name]._modules)
            ]
            record.export_data(names)
            record.web_read({name: {} for name in names})
            ours = [n for n in names if n.startswith("aftersales_")]
            self.assertFalse(ours, record)

    def test_confirms_and_invoices_two_orders_together(self):
        sales = self.make_sale(self.biller) | self.make_sale(
            self.biller, self.extension
        )
        sales.action_confirm()
        sales.order_line.qty_delivered = 1
        invoices = sales._create_invoices()
        self.assertEqual(len(invoices), 1)
        self.assertEqual(invoices.amount_untaxed, 180)

    def test_invoices_an_order_of_ours_and_takes_the_money(self):
        sale = self.make_rich_sale().with_user(self.biller)
        sale.order_line.qty_delivered = 1
        invoice = sale._create_invoices()
        invoice.action_post()
        invoice.copy()
        wizard = self.env["account.payment.register"].with_user(self.biller)
        wizard = wizard.with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({})._create_payments()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_sells_an_extension_that_begins_when_it_is_paid(self):
        self.company.aftersales_extend_when_paid = True
        sale = self.make_sale(self.biller, self.extension)
        device = self.make_device()
        sale.sudo().order_line.aftersales_device_ids = device
        sale.action_confirm()
        self.assertFalse(device.coverage_ids)
        sale.order_line.qty_delivered = 1
        sale._create_invoices().action_post()
        sale.invoice_ids._invoice_paid_hook()
        self.assertEqual(device.coverage_ids.kind, "extended")

    def test_cancels_an_order_with_a_warranty(self):
        sale = self.make_rich_sale()
        device = sale.order_line.aftersales_device_ids
        sale.with_user(self.seller)._action_cancel()
        self.assertTrue(device.coverage_ids.voided_on)

    def test_sends_and_confirms_a_quotation_of_a_job(self):
        sale = self.make_sale(self.env.user)
        sale.aftersales_order_id = self.make_order(self.make_device()).sudo()
        sale = sale.with_user(self.seller)
        sale.action_quotation_sent()
        sale.action_confirm()
        self.assertEqual(sale.state, "sale")

    def test_a_change_of_state_costs_an_ordinary_order_no_query(self):
        """Counted with our `write` and without it; the first pass fills caches."""
        steps = (("sent",), ("sale",), ("sale", "cancel", "draft"))
        for _pass in range(2):
            ours = [self.count_write(*states) for states in steps]
            with patch.object(SaleOrder, "write", _write_as_core):
                core = [self.count_write(*states) for states in steps]
        self.assertEqual(ours, core)

    def count_write(self, *states):
        """Queries of the moves to ``states`` of an order that its seller just opened; what
        is sent is opened by nobody before."""
        sale = self.make_sale()
        self.env.flush_all()
        self.env.invalidate_all()
        if states != ("sent",):
            sale.mapped("name")
        before = self.env.cr.sql_log_count
        for state in states:
            sale.write({"state": state})
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_deletes_a_draft(self):
        boss = new_test_user(self.env, "plain_boss", "sales_team.group_sale_manager")
        sale = self.make_sale(boss)
        sale.unlink()
        self.assertFalse(sale.exists())
