from contextlib import ExitStack
from unittest.mock import patch

from odoo import Command
from odoo.tests import Form, new_test_user

from .common import ReconcileCommon

ROOMS = (
    "bank",
    "dunning",
    "fapiao",
    "matching",
    "period",
    "reconcile",
    "reserve",
    "treasury",
    "voucher",
)
BOOKS = (
    "account.bank.statement.line",
    "account.journal",
    "account.move",
    "account.move.line",
    "account.payment",
    "product.category",
    "product.product",
    "product.template",
    "res.partner",
    "sale.order",
    "sale.order.line",
    "stock.move",
)


def passing(room_class, name):
    """The method without what this class adds to it."""

    def method(records, *args, **kwargs):
        return getattr(super(room_class, records), name)(*args, **kwargs)

    return method


class BesideCommon(ReconcileCommon):
    """Documents that have nothing to do with service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls.env["product.product"].create(
            {"name": "咨询", "type": "service", "invoice_policy": "order"}
        )
        cls.spare = cls.env["product.product"].create(
            {"name": "螺丝", "is_storable": True}
        )
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    def sell(self, env=None):
        """A sale to its payment; the payment and the invoice are taken back."""
        env = env or self.env
        sale = env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.goods.id})],
            }
        )
        sale.order_line.price_unit = 70
        sale.action_confirm()
        invoice = sale._create_invoices()
        invoice.invoice_date_due = self.env.company._aftersales_today()
        invoice.action_post()
        self.pay(invoice)
        invoice.line_ids.remove_move_reconcile()
        invoice.button_draft()
        invoice.button_cancel()
        return sale, invoice

    def buy(self, env=None):
        """A vendor's bill, posted, taken back."""
        line = {"product_id": self.goods.id, "price_unit": 70}
        bill = (env or self.env)["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.env.company._aftersales_today(),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        bill.action_post()
        bill.button_draft()
        return bill

    def receive(self, env=None):
        """A line of a statement."""
        return (env or self.env)["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": self.env.company._aftersales_today(),
                "payment_ref": "利息",
                "amount": 1.23,
            }
        )

    def move(self, env=None):
        """A transfer of goods."""
        move = (env or self.env)["stock.move"].create(
            {
                "product_id": self.spare.id,
                "product_uom_qty": 1,
                "product_uom": self.spare.uom_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 1, True
        move._action_done()
        return move


class TestBesideBooks(BesideCommon):
    """Documents of others cost not one query more than without our rooms."""

    def count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def hooks(self):
        """(class, name) of every method of core that our rooms extend."""
        for model in BOOKS:
            for room in self.registry[model].__mro__:
                where = room.__module__.split(".models.")[-1].split(".")[0]
                if "aftersales_service.models" in room.__module__ and where in ROOMS:
                    for name, value in vars(room).items():
                        if callable(value) and "aftersales" not in name:
                            yield room, name

    def test_no_document_of_others_costs_a_query_more(self):
        found = [(c, n) for c, n in self.hooks() if not n.startswith("__")]
        self.assertGreaterEqual(len(found), 4, found)
        marks = self.marks.search_count([])
        for work in (self.sell, self.buy, self.receive, self.move):
            self.count(work)
            ours = min(self.count(work) for _time in range(3))
            with ExitStack() as stack:
                for room, name in found:
                    stack.enter_context(patch.object(room, name, passing(room, name)))
                plain = min(self.count(work) for _time in range(3))
            self.assertLessEqual(ours, plain, work.__name__)
        self.assertEqual(self.marks.search_count([]), marks)


class TestBesidePeople(BesideCommon):
    """Whoever has no role of ours notices nothing."""

    def people(self, login, groups):
        groups = f"base.group_user,base.group_allow_export,{groups}"
        user = new_test_user(self.env, login, groups)
        return self.env(user=user)

    def read_all(self, records):
        """Everything that a screen, a copy or an export reads, but for what core itself
        keeps from this user."""
        names = [
            name
            for name, field in records._fields.items()
            if records._has_field_access(field, "read")
            and (
                "aftersales" in name
                or not field.comodel_name
                or records.env[field.comodel_name].has_access("read")
            )
        ]
        records.invalidate_recordset()
        records.read(names)
        records.export_data([n for n in names if records._fields[n].store][:60])

    def test_a_salesperson(self):
        env = self.people("beside_sales", "sales_team.group_sale_salesman_all_leads,account.group_account_invoice")  # fmt: skip
        sale, invoice = self.sell(env)
        for record in (
            sale,
            sale.order_line,
            invoice,
            sale.partner_id,
            invoice.line_ids,
        ):
            self.read_all(record)
        sale.copy()
        with Form(env["sale.order"]) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.goods
        with Form(
            env["account.move"].with_context(default_move_type="out_invoice")
        ) as form:
            form.partner_id = self.customer
            with form.invoice_line_ids.new() as line:
                line.product_id = self.goods
        invoice.copy()

    def test_an_accountant_of_core(self):
        env = self.people("beside_books", "account.group_account_user,account.group_account_invoice,base.group_partner_manager")  # fmt: skip
        self.read_all(self.buy(env))
        line = self.receive(env)
        self.read_all(line)
        self.read_all(line.move_id)
        self.read_all(env["account.journal"].browse(self.bank.id))
        partner = env["res.partner"].browse(self.customer.id)
        self.read_all(partner)
        partner.copy()
        with Form(env["res.partner"]) as form:
            form.name = "路人"
        entry = line.move_id.copy()
        self.read_all(entry)

    def test_a_keeper_of_core(self):
        env = self.people("beside_stock", "stock.group_stock_user")
        self.read_all(self.move(env))
        self.read_all(env["product.product"].browse(self.spare.id))

    def test_nobody_types_that_fees_stand_on_an_invoice(self):
        env = self.people("beside_typist", "account.group_account_invoice")
        bill = self.buy(env)
        with self.assertRaises(Exception) as caught:
            bill.aftersales_carries_fees = True
        self.assertEqual(type(caught.exception).__name__, "ProtectedRefused")
