from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales_service.exceptions import PartRefused, ProofMissing
from odoo.addons.aftersales_service.tests.prepare.common import PrepareCommon


@tagged("post_install", "-at_install")
class TestPartOrders(PrepareCommon):
    """What is short is asked of its vendor with one press, and the day comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "主轴厂"})
        cls.rare.seller_ids = [
            Command.create(
                {"partner_id": cls.vendor.id, "price": 500, "min_qty": 1, "delay": 4}
            )
        ]
        cls.buyer = new_test_user(
            cls.env,
            "part_buyer",
            "base.group_user,purchase.group_purchase_user,base.group_allow_export",
        )

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device())
        self.asked = self.ask(self.order, (self.rare, 2), (self.part, 1))

    def buy(self, requisition=None):
        (requisition or self.asked).with_user(self.keeper).action_buy_missing()
        return (requisition or self.asked).sudo().line_ids.purchase_line_ids

    def receive_order(self, order):
        self.receive(order.picking_ids)

    def test_one_press_asks_the_vendor(self):
        line = self.buy()
        self.assertEqual((line.product_id, line.product_qty), (self.rare, 2))
        self.assertEqual(
            (line.order_id.partner_id, line.order_id.state), (self.vendor, "draft")
        )
        self.assertEqual(line.order_id.origin, self.asked.name)
        self.assertEqual(line.price_unit, 500)
        self.assertEqual(self.asked.purchase_count, 1)
        # Asked is not ordered yet; a second press asks for nothing twice.
        self.assertEqual(self.told(self.order), ("missing", None))
        with self.assertRaises(ProofMissing):
            self.buy()

    def test_ordered_the_day_is_told(self):
        self.make_visit_with_reason()
        line = self.buy()
        before = self.order.sudo().message_ids
        line.order_id.with_user(self.buyer).button_confirm()
        self.assertEqual(self.told(self.order), ("road", self.get_day(4)))
        message = self.order.sudo().message_ids - before
        self.assertIn(line.order_id.name, message.body)
        told = message.partner_ids
        self.assertIn(self.technician.partner_id, told)
        self.assertIn(self.dispatcher.partner_id, told)

    def test_another_day_is_told(self):
        line = self.buy()
        line.order_id.button_confirm()
        before = self.order.sudo().message_ids
        later = line.date_planned + timedelta(days=3)
        line.with_user(self.buyer).date_planned = later
        self.assertEqual(self.told(self.order), ("road", self.get_day(7)))
        self.assertEqual(len(self.order.sudo().message_ids - before), 1)
        line.date_planned = later
        self.assertEqual(len(self.order.sudo().message_ids - before), 1)

    def test_received_the_parts_are_ready(self):
        line = self.buy()
        line.order_id.button_confirm()
        self.receive_order(line.order_id)
        self.assertEqual(self.told(self.order), ("ready", None))

    def test_jobs_share_the_open_request_of_a_vendor(self):
        first = self.buy()
        second = self.buy(self.ask(self.make_order(), (self.rare, 1)))
        self.assertEqual(first.order_id, second.order_id)
        self.assertEqual(len(first.order_id.origin.split(", ")), 2)

    def test_a_substitute_comes_first(self):
        other = self.make_part("主轴-B", 900, 500, stock=5)
        self.env["aftersales.part.substitute"].create(
            {"product_id": self.rare.id, "substitute_id": other.id}
        )
        with self.assertRaisesRegex(PartRefused, "主轴-B"):
            self.buy()
        self.asked.with_user(self.keeper).action_buy_anyway()
        self.assertEqual(self.asked.purchase_count, 1)

    def test_called_off_it_is_asked_no_longer(self):
        line = self.buy()
        order = line.order_id
        self.order.action_cancel()
        self.assertFalse(line.exists())
        self.assertEqual(order.state, "cancel")

    def test_nobody_sells_it(self):
        self.rare.seller_ids.unlink()
        with self.assertRaisesRegex(ProofMissing, "Nobody is known"):
            self.buy()

    def test_who_may_not_buys_nothing(self):
        for user in (self.technician, self.dispatcher, self.inspector, self.buyer):
            with self.assertRaises(AccessError):
                self.asked.with_user(user).action_buy_missing()

    def test_a_buyer_without_a_role_reads_and_copies_it(self):
        order = self.buy().order_id.with_user(self.buyer)
        order.button_confirm()
        names = list(order.order_line.fields_get())
        self.assertNotIn("aftersales_requisition_line_id", names)
        order.order_line.export_data(names)
        copied = order.copy()
        self.assertFalse(copied.sudo().order_line.aftersales_requisition_line_id)

    def make_visit_with_reason(self):
        visits = self.env["aftersales.visit"].with_user(self.dispatcher)
        return visits.create(
            {
                "order_id": self.order.id,
                "technician_id": self.li.id,
                "override_reason": "先去看看",
            }
        )
