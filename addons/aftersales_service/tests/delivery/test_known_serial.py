from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..device.life_case import LifeCase


class TestKnownSerial(LifeCase):
    """One serial number of one product is one device, wherever it comes from."""

    def test_a_device_of_a_register_is_delivered(self):
        for known, delivered in (("X-1", "X-1"), ("X-2", "Ｘ-２"), ("X-3", "x -3")):
            device = self.make_device(
                known, coverage={"months": 12, "start_date": date(2020, 1, 1)}
            )
            with freeze_time("2026-03-10 02:00:00"):
                picking = self.deliver(self.machine, delivered, customer=self.buyer)
            self.assertEqual(picking.state, "done")
            self.assertEqual(self.find(known), device)
            self.assertEqual(device.lot_id.name, delivered)
            self.assertEqual((device.partner_id, device.active), (self.buyer, True))
            (coverage,) = device._get_coverages()
            self.assertEqual(coverage.start_date, date(2026, 3, 10))
            self.assertEqual(coverage.end_date, date(2027, 3, 9))
            self.assertEqual(self.get_kinds(device), ["sold"])
            self.assertEqual(device.event_ids.from_partner_id, self.customer)

    def test_two_lots_of_one_number_are_both_delivered(self):
        first = self.deliver(self.machine, "ab 12")
        device = self.find("AB12")
        second = self.deliver(self.machine, "AB12", customer=self.buyer)
        self.assertEqual((first.state, second.state), ("done", "done"))
        self.assertEqual(self.find("AB12"), device)
        self.assertEqual((device.lot_id.name, device.partner_id), ("AB12", self.buyer))

    def test_even_in_one_delivery(self):
        picking = self.deliver(self.machine, "cd 1", "CD1", "ＣＤ１")
        self.assertEqual(picking.state, "done")
        device = self.find("CD1")
        self.assertEqual(len(device._get_coverages()), 1)
        self.assertIn("CD1", " ".join(device.event_ids.mapped("reason")))

    def test_the_same_number_of_two_products_is_two_devices(self):
        other = self.env["product.product"].create(
            {
                "name": "另一厂家的电机",
                "is_storable": True,
                "tracking": "serial",
                "aftersales_is_device": True,
            }
        )
        self.deliver(self.machine, "M-1")
        self.deliver(other, "M-1")
        self.assertNotEqual(self.find("M-1"), self.find("M-1", other))

    def test_also_in_one_register(self):
        other = self.env["product.product"].create({"name": "另一厂家的电机"})
        vals = {"serial": "M-2", "partner_id": self.customer.id}
        devices = self.env["aftersales.device"]._register_batch(
            [vals | {"product_id": p.id} for p in (self.machine, other, self.machine)]
        )
        self.assertEqual(devices.product_id, self.machine | other)
        self.assertEqual(len(devices), 2)

    def test_a_renamed_lot_is_still_its_device(self):
        picking = self.deliver(self.machine, "R-1")
        device, lot = self.find("R-1"), picking.move_line_ids.lot_id
        self.take_back(picking)
        lot.name = "R-1-NEW"
        self.sell(lot)
        self.assertEqual(device.partner_id, self.buyer)
        self.assertEqual(
            self.env["aftersales.device"].search([("lot_id", "=", lot.id)]), device
        )

    def test_what_was_exchanged_scrapped_or_lost_can_be_delivered(self):
        for step in ("scrap", "lose"):
            device = self.make_device(f"S-{step}")
            getattr(device, f"action_{step}")("仓库找不到")
            self.assertFalse(device.active)
            self.deliver(self.machine, f"S-{step}", customer=self.buyer)
            self.assertEqual((device.active, device.partner_id), (True, self.buyer))
            self.assertEqual(device.coverage_state, "in")

    def test_whatever_goes_wrong_the_delivery_is_done(self):
        model = type(self.env["aftersales.device"])
        for error in (ValidationError("坏数据"), KeyError("x")):
            with (
                patch.object(model, "_prepare_births_vals", side_effect=error),
                mute_logger(
                    "odoo.addons.aftersales_service.models.delivery.stock_move"
                ),
            ):
                picking = self.deliver(self.machine, f"E-{type(error).__name__}")
            self.assertEqual(picking.state, "done")
            self.assertIn("Register Earlier Deliveries", picking.message_ids[0].body)

    def test_a_batch_meets_itself_and_what_is_there(self):
        there = self.make_device("B-1", partner_id=False)
        vals = {"product_id": self.machine.id, "partner_id": self.customer.id}
        devices = self.env["aftersales.device"]._register_batch(
            [vals | {"serial": serial} for serial in ("b1", "B-1", "b 1", "B-2")]
        )
        self.assertEqual(devices.mapped("serial"), ["b1", "B-1", "B-2"])
        self.assertEqual(devices[1], there)
        self.assertEqual(there.partner_id, self.customer)  # a gap was filled
        other = self.env["aftersales.device"]._register_batch(
            [vals | {"serial": "B-1", "partner_id": self.buyer.id}]
        )
        self.assertEqual((other, other.partner_id), (there, self.customer))

    def test_nothing_without_a_number_is_met(self):
        vals = {"product_id": self.machine.id, "partner_id": self.customer.id}
        devices = self.env["aftersales.device"]._register_batch(
            [vals | {"serial": serial} for serial in (False, "", " ")]
        )
        self.assertEqual(len(devices), 3)

    def test_the_desk_finds_what_was_taken_out_of_use(self):
        device = self.make_device("D-1")
        device.action_scrap("烧毁")
        found = (
            self.env["aftersales.service.desk"]
            .with_user(self.dispatcher)
            ._get_device(
                {"serial": "ｄ-1", "product_id": self.machine.id}, self.customer
            )
        )
        self.assertEqual((found, device.active), (device, True))
        self.assertEqual(self.get_kinds(device), ["scrapped", "found"])

    def test_the_form_says_that_it_is_known(self):
        self.make_device("F-1")
        form = Form(self.env["aftersales.device"].with_user(self.dispatcher))
        form.product_id = self.machine
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as said:
            form.serial = "ｆ-1"
        self.assertIn("齐鲁泵业有限公司", said.output[0])

    def test_known_ones_cost_no_query_each(self):
        counts = []
        for prefix, number in (("K", 3), ("L", 23)):
            serials = [f"{prefix}-{index}" for index in range(number)]
            for serial in serials:
                self.make_device(
                    serial, coverage={"months": 1, "start_date": date(2026, 1, 1)}
                )
            picking = self.deliver(self.machine, *serials, customer=self.buyer)
            devices = self.env["aftersales.device"].search(
                [("lot_id", "in", picking.move_line_ids.lot_id.ids)]
            )
            self.assertEqual(devices.partner_id, self.buyer)
            vals = [
                line._aftersales_prepare_device_vals()
                | {"sale_line_id": False, "partner_id": 1}
                for line in picking.move_line_ids
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["aftersales.device"]._register_delivered(vals)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # one update of its own per coverage is the ledger's
        self.assertLess(counts[1] - counts[0], 20 * 3)
