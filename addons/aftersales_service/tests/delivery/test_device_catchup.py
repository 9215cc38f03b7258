from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ...exceptions import ProofMissing
from ...wizard.delivery import device_catchup
from ..device.life_case import LifeCase


class TestCatchUp(LifeCase):
    """Deliveries from before the installation become devices, once."""

    def setUp(self):
        super().setUp()
        hook = type(self.env["stock.move"])
        with patch.object(
            hook, "_aftersales_register_delivered_devices", lambda moves: None
        ):
            with freeze_time("2025-06-10 16:30:00"):  # 00:30 of the 11th in Shanghai
                self.old = self.deliver(self.machine, "O-1", "O-2", "O-3")
            with freeze_time("2025-07-01 02:00:00"):
                self.later = self.deliver(self.machine, "O-4", customer=self.buyer)
        self.assertFalse(self.search("O-1", "O-4"))

    def search(self, *serials):
        return self.env["aftersales.device"].search([("serial", "in", serials)])

    def open(self, user=None, **vals):
        return (
            self.env["aftersales.device.catchup"]
            .with_user(user or self.dispatcher)
            .create({"date_from": "2025-01-01", "date_to": "2025-12-31"} | vals)
        )

    def test_preview_writes_nothing(self):
        wizard = self.open(date_from="2025-06-11", date_to="2025-06-11")
        wizard.action_show()
        self.assertEqual((wizard.new_count, wizard.known_count), (3, 0))
        self.assertEqual(set(wizard.line_ids.mapped("day")), {date(2025, 6, 11)})
        self.assertFalse(self.search("O-1", "O-2", "O-3"))

    def test_registered_once_with_the_warranty_of_the_delivery(self):
        wizard = self.open()
        wizard.action_register()
        self.assertEqual((wizard.done_count, wizard.known_count), (4, 4))
        device = self.search("O-1")
        self.assertEqual(
            (device.partner_id, device.lot_id.name), (self.customer, "O-1")
        )
        self.assertEqual(device.coverage_ids.start_date, date(2025, 6, 11))
        self.assertEqual(device.coverage_ids.end_date, date(2026, 6, 10))
        self.assertEqual(device.sale_order_id, self.old.sale_id)
        again = self.open()
        again.action_register()
        self.assertEqual((again.new_count, again.done_count), (0, 0))
        self.assertEqual(len(self.search("O-1", "O-2", "O-3", "O-4")), 4)

    def test_in_batches(self):
        wizard = self.open()
        with patch.object(device_catchup, "_BATCH", 3):
            wizard.action_register()
            self.assertEqual((wizard.done_count, wizard.new_count), (3, 1))
            wizard.action_register()
        self.assertEqual((wizard.done_count, wizard.new_count), (1, 0))

    def test_by_period_and_product(self):
        wizard = self.open(date_from="2025-06-12")
        wizard.action_show()
        self.assertEqual(wizard.line_ids.mapped("serial"), ["O-4"])
        other = self.env["product.product"].create(
            {"name": "别的产品", "is_storable": True, "aftersales_is_device": True}
        )
        wizard = self.open(product_ids=[(6, 0, other.ids)])
        wizard.action_show()
        self.assertFalse(wizard.line_ids)
        with self.assertRaises(ProofMissing):
            self.open(date_from="2026-02-01").action_show()

    def test_what_came_back_and_what_is_known_is_left(self):
        self.make_device("O-2", partner_id=self.buyer.id)
        same = self.make_device("O-3")
        hook = type(self.env["stock.move"])
        with patch.object(
            hook, "_aftersales_register_delivered_devices", lambda moves: None
        ):
            self.take_back(self.later)
        wizard = self.open()
        wizard.action_register()
        states = dict(
            zip(
                wizard.line_ids.mapped("serial"),
                wizard.line_ids.mapped("state"),
                strict=True,
            )
        )
        self.assertEqual(
            states, {"O-1": "known", "O-2": "conflict", "O-3": "known", "O-4": "back"}
        )
        self.assertEqual(self.search("O-2").partner_id, self.buyer)
        # known without a delivery: linked, and its gaps are filled
        self.assertEqual((same.lot_id.name, len(same.coverage_ids)), ("O-3", 1))
        self.assertEqual(same.delivery_date, date(2025, 6, 11))

    def test_sold_twice_belongs_to_the_last(self):
        hook = type(self.env["stock.move"])
        with patch.object(
            hook, "_aftersales_register_delivered_devices", lambda moves: None
        ):
            with freeze_time("2025-08-01 02:00:00"):
                self.take_back(self.later)
            with freeze_time("2025-09-01 02:00:00"):
                self.sell(self.later.move_line_ids.lot_id, self.customer)
        self.open().action_register()
        device = self.find("O-4")
        self.assertEqual(device.partner_id, self.customer)
        self.assertEqual(device.coverage_ids.start_date, date(2025, 9, 1))

    def test_units_without_a_number(self):
        loose = self.env["product.product"].create(
            {"name": "灶具", "is_storable": True, "aftersales_is_device": True}
        )
        self.add_stock(loose, 3)
        hook = type(self.env["stock.move"])
        with patch.object(
            hook, "_aftersales_register_delivered_devices", lambda moves: None
        ):
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        (0, 0, {"product_id": loose.id, "product_uom_qty": 3})
                    ],
                }
            )
            order.action_confirm()
            order.picking_ids.move_ids.write({"quantity": 3, "picked": True})
            order.picking_ids._action_done()
        today = self.company._aftersales_today()
        for expected in (3, 0):
            wizard = self.open(
                date_from=today, date_to=today, product_ids=[(6, 0, loose.ids)]
            )
            wizard.action_register()
            self.assertEqual(wizard.done_count, expected)

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.open(self.technician)
        other = self.env["res.company"].create({"name": "二厂"})
        with self.assertRaises(ProofMissing):
            self.open(company_id=other.id).action_register()
