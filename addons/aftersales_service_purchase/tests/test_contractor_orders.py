from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales_service.exceptions import MoveRefused
from odoo.addons.aftersales_service.tests.owed.common import WorkCommon


@tagged("post_install", "-at_install")
class TestContractorOrders(WorkCommon):
    """A purchase order for each dispatch to a contractor: signed is received, and each
    visit is billed once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_dispatch_purchase = True
        cls.service = cls.env["product.product"].create(
            {
                "name": "外协服务",
                "type": "service",
                "purchase_method": "purchase",
                "supplier_taxes_id": False,
                "property_account_expense_id": cls.expense.id,
            }
        )

    def setUp(self):
        super().setUp()
        self.term = self.agree()

    def agree(self, taxes=None, **vals):
        told = {
            "product_id": self.service.id,
            "account_id": False,
            "tax_ids": [Command.set(taxes.ids if taxes else [])],
        }
        costs = dict.fromkeys(("labour", "travel"), told)
        return self.make_rates(partner=self.firm, costs=costs, **vals)

    def order_of(self, visit):
        return visit.sudo().owed_work_ids.purchase_line_ids.order_id

    def send_out(self, technician=None):
        """Somebody is sent to a job."""
        order = self.make_order(
            self.make_device(f"P-{self.number()}"), service_type="a"
        )
        return self.make_visit(order, technician or self.outside)

    def bill(self, order):
        order.action_create_invoice()
        bill = order.invoice_ids.filtered(lambda m: m.state == "draft")
        bill.invoice_date = self.env.company._aftersales_today()
        bill.action_post()
        return bill

    def told(self, order):
        lines = order.order_line
        return [(ln.product_qty, ln.price_unit, ln.qty_received) for ln in lines]

    def test_sent_is_ordered_and_signed_is_received(self):
        day = self.last_month(10)
        order = self.make_order(self.make_device(), service_type="a")
        visit = self.make_visit_at(
            f"{day} 09:00", order=order, technician_id=self.outside.id
        ).with_user(self.outside.user_id)
        purchase = self.order_of(visit)
        self.assertEqual((purchase.state, purchase.partner_id), ("purchase", self.firm))
        self.assertEqual(self.told(purchase), [(1, 140, 0)])
        self.assertEqual(purchase.invoice_status, "no")
        visit.sudo().travel_km = 20
        self.work(visit, f"{day} 09:00", f"{day} 11:30")
        self.assertEqual(self.told(purchase), [(1, 260, 0), (1, 30, 0)])
        with freeze_time(self.utc(f"{day} 19:00")):
            self.sign(visit)
        self.assertEqual(self.told(purchase), [(1, 260, 1), (1, 30, 1)])
        self.assertEqual(purchase.invoice_status, "to invoice")
        self.assertFalse(self.service.seller_ids)

    def test_table_of_journal_items_of_a_bill_from_an_order(self):
        """220 labour and 30 travel, with each kind of tax."""
        included = self.buy_vat.copy(
            {"name": "进项含税", "price_include_override": "tax_included"}
        )
        table = (
            (None, {"expense": 250, "liability_payable": -250}),
            (
                self.buy_vat,
                {"expense": 250, "liability_payable": -282.5, "tax": 32.5},
            ),
            (included, {"expense": 250, "liability_payable": -282.5, "tax": 32.5}),
        )
        for number, (taxes, expected) in enumerate(table):
            with self.subTest(taxes=taxes and taxes.name):
                self.term.policy_id.active = False
                self.term = self.agree(taxes)
                visit = self.make_signed(day=self.last_month(3 + number))
                bill = self.bill(self.order_of(visit))
                told = {}
                for item in bill.line_ids:
                    kind = item.account_id.account_type
                    kind = "tax" if item.tax_line_id else kind
                    told[kind] = round(told.get(kind, 0) + item.balance, 2)
                self.assertEqual(told, expected)
                self.assertEqual(self.cost_of(visit), 250)

    def test_ordered_is_not_settled(self):
        visit = self.make_signed()
        work = self.get_work(visit)
        self.assertEqual((work.amount, work.open_amount), (250, 0))
        with self.assertRaisesRegex(MoveRefused, "already"):
            self.gather_work(work)
        self.env["aftersales.owed.work"]._cron_gather()
        self.assertFalse(work.line_ids)
        self.bill(self.order_of(visit))
        with self.assertRaisesRegex(MoveRefused, "already"):
            self.gather_work(work)
        order = self.order_of(visit)
        self.assertEqual(order.invoice_status, "invoiced")
        order.action_create_invoice()
        self.assertEqual(sum(order.invoice_ids.mapped("amount_untaxed")), 250)

    def test_a_cancelled_order_is_settled_and_does_not_come_again(self):
        visit = self.make_signed()
        work, order = self.get_work(visit), self.order_of(visit)
        order.button_cancel()
        self.assertEqual(work.open_amount, 250)
        self.book_work(work)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            order.button_draft()
            self.env.flush_all()

    def test_a_settled_bill_does_not_come_again_over_an_order(self):
        visit = self.make_signed()
        work, order = self.get_work(visit), self.order_of(visit)
        order.button_cancel()
        bill = self.book_work(work).sudo().move_ids
        bill.button_cancel()
        order.button_draft()
        order.button_confirm()
        self.assertEqual(work.open_amount, 0)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            bill.button_draft()
            self.env.flush_all()

    def test_settled_is_not_ordered(self):
        self.company.aftersales_dispatch_purchase = False
        visit = self.make_signed()
        self.book_work(self.get_work(visit))
        self.company.aftersales_dispatch_purchase = True
        visit._reckon_work()
        self.assertFalse(self.order_of(visit))

    def test_a_visit_is_received_once(self):
        line = self.order_of(self.make_signed()).order_line[0]
        for vals in ({"product_qty": 2}, {"qty_received": 2}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception),  # noqa: B017
                self.env.cr.savepoint(),
            ):
                line.write(vals)
                self.env.flush_all()
        copy = line.order_id.copy()
        self.assertFalse(copy.order_line.aftersales_work_id)

    def test_another_goes_instead(self):
        visit = self.send_out()
        first = self.order_of(visit)
        visit.with_user(self.dispatcher).technician_id = self.li
        self.assertEqual(first.state, "cancel")
        self.assertFalse(self.order_of(visit))
        visit.with_user(self.dispatcher).technician_id = self.outside
        self.assertEqual(self.order_of(visit).state, "purchase")

    def test_nobody_goes(self):
        visit = self.send_out()
        order = self.order_of(visit)
        visit.with_user(self.dispatcher).action_cancel()
        self.assertEqual(order.state, "cancel")

    def test_two_of_his_people_are_one_order(self):
        mate = self.make_outsider("张外协", self.firm)
        visit = self.make_signed(
            helper_ids=[Command.set(mate.ids)], leader_id=self.outside.id
        )
        order = self.order_of(visit)
        self.assertEqual(len(order), 1)
        self.assertEqual(sorted(order.order_line.mapped("price_unit")), [30, 160, 220])
        self.assertEqual(set(order.order_line.mapped("qty_received")), {1})

    def test_a_bill_with_another_price_is_what_the_visit_costs(self):
        visit = self.make_signed()
        order = self.order_of(visit)
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.invoice_line_ids[0].price_unit = 200
        self.assertEqual(self.cost_of(visit), 250)
        bill.invoice_date = self.env.company._aftersales_today()
        bill.action_post()
        self.assertEqual(self.cost_of(visit), 230)

    def test_a_bill_waits_until_what_was_found_is_explained(self):
        """As a statement does; other bills do not."""
        visit = self.make_signed()
        findings = self.env["aftersales.fee.finding"].sudo()._in_flow()
        found = findings.create(
            {"visit_id": visit.id, "code": "hours", "subject": "1", "severity": "3"}
        )
        other = self.make_signed(day=self.last_month(11))
        self.bill(self.order_of(other))
        with self.assertRaisesRegex(MoveRefused, "explained"), self.env.cr.savepoint():
            self.bill(self.order_of(visit))
        found.with_user(self.accountant).action_answer("explained", "等待停机")
        self.assertEqual(self.bill(self.order_of(visit)).state, "posted")

    def test_a_part_of_his_own_without_a_product_stands_on_the_statement(self):
        self.term.policy_id.active = False
        costs = {"labour": {"product_id": self.service.id}, "part": {}}
        costs = {k: told | {"account_id": self.expense.id} for k, told in costs.items()}
        rate = {"basis": "visit", "price": 60}
        self.term = self.make_rates(rate, partner=self.firm, costs=costs)
        visit = self.make_signed()
        work = self.get_work(visit)
        self.env["aftersales.owed.extra"].with_user(self.accountant).create(
            {"work_id": work.id, "kind": "part", "price": 40, "reason": "自带"}
        )
        self.assertEqual(self.order_of(visit).amount_untaxed, 60)
        settlement = self.book_work(work)
        self.assertEqual(settlement.sudo().move_ids.amount_untaxed, 40)
        self.bill(self.order_of(visit))
        self.post(settlement)
        self.assertEqual((work.open_amount, self.cost_of(visit)), (0, 100))

    def test_who_is_settled_by_statement(self):
        """Without the switch, individuals with tax withheld, without a product, own staff."""
        self.company.aftersales_dispatch_purchase = False
        self.assertFalse(self.order_of(self.send_out()))
        self.company.aftersales_dispatch_purchase = True
        self.assertFalse(self.order_of(self.send_out(self.li)))
        self.term.policy_id.active = False
        self.term = self.agree(withheld_percent=20, withheld_account_id=self.levy.id)
        self.assertFalse(self.order_of(self.send_out()))
        self.term.policy_id.active = False
        self.term = self.make_rates(partner=self.firm)
        self.assertFalse(self.order_of(self.send_out()))

    def test_the_dispatcher_needs_no_right_to_buy(self):
        self.assertFalse(self.dispatcher.has_group("purchase.group_purchase_user"))
        self.assertTrue(self.order_of(self.send_out()))
        work = self.order_of(self.send_out()).order_line.aftersales_work_id
        self.assertNotIn(
            "aftersales_work_id",
            self.env["purchase.order.line"]
            .with_user(self.keeper)
            .fields_get(["aftersales_work_id"]),
        )
        self.assertTrue(work.purchase_order_id)
