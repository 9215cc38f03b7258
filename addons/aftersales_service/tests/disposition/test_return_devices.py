from datetime import date

from freezegun import freeze_time

from odoo import Command

from ..returns.common import ReturnsCommon


class TestReturnDevices(ReturnsCommon):
    """What exchange, advance replacement, refund and restocking do to serial numbers."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-10 02:00:00"):
            self.first = self.deliver(self.machine, "SN1", "SN2")
        self.buyer = self.env["res.partner"].create(
            {"name": "新客户", "is_company": True}
        )

    def find(self, serial):
        devices = self.env["aftersales.device"].with_context(active_test=False)
        found = devices.search([("serial_key", "=", serial)])
        self.assertEqual(len(found), 1)
        return found

    def bring(self, serial, **vals):
        device = self.find(serial)
        line = {
            "device_id": device.id,
            "serial": serial,
            "product_id": device.product_id.id,
        }
        return self.make_return(lines=[line | vals])

    def restock(self, serial, **vals):
        """Comes back, becomes ours, and lies in our warehouse."""
        record = self.receive(self.bring(serial))
        disposition = self.decide(record.line_ids, "restock", **vals)
        return record, disposition

    def order(self, customer, **line):
        order = self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [Command.create({"product_id": self.machine.id} | line)],
            }
        )
        order.action_confirm()
        return order

    def send_instead(self, serial, product=None, sent=None):
        """An exchange decided for ``serial``; what is in stock leaves."""
        record = self.receive(self.bring(serial))
        vals = {"new_product_id": product.id} if product else {}
        disposition = self.decide(record.line_ids, "exchange", **vals)
        pickings = (
            disposition.sudo().move_ids.filtered(lambda m: m.state != "done").picking_id
        )
        pickings.action_assign()
        if sent:
            pickings.move_line_ids.lot_id = sent
        self.ship(pickings)
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        return disposition

    def test_second_grade_is_not_sold_as_new(self):
        _record, disposition = self.restock("SN1")
        device, lot = self.find("SN1"), self.find("SN1").lot_id
        self.assertEqual((disposition.grade, device.grade), ("a", "a"))
        self.assertEqual(
            (lot.aftersales_grade, lot.location_id.aftersales_grade), ("a", "a")
        )
        order = self.order(self.buyer)
        order.picking_ids.action_assign()
        self.assertFalse(order.picking_ids.move_line_ids)
        used = self.order(self.buyer, aftersales_grade="a")
        self.assertEqual(used.order_line.price_unit, self.machine.list_price * 0.8)
        self.ship(used.picking_ids)
        self.assertEqual((device.partner_id, device.grade), (self.buyer, "a"))
        self.assertEqual(device.coverage_state, "in")

    def test_as_good_as_new_it_is_stock_again(self):
        self.restock("SN1", grade=False)
        device = self.find("SN1")
        self.assertFalse(device.partner_id)
        self.assertEqual(device.coverage_state, "none")
        last = device.coverage_ids.event_ids.sorted("id")[-1]
        self.assertEqual(last.kind, "voided")
        order = self.order(self.buyer)
        self.ship(order.picking_ids)
        self.assertEqual(order.picking_ids.move_line_ids.lot_id.name, "SN1")
        self.assertEqual(device.partner_id, self.buyer)
        self.assertEqual(
            device._get_coverages().start_date, self.company._aftersales_today()
        )

    def test_every_condition_has_its_place(self):
        for serial, grade in (("SN1", "b"), ("SN2", "c")):
            self.restock(serial, grade=grade)
            place = self.find(serial).lot_id.location_id
            self.assertEqual(
                place, self.warehouse._aftersales_get_graded_location(grade)
            )
            self.assertEqual(place.location_id, self.warehouse.view_location_id)

    def test_a_unit_that_was_sold_before_is_sent_as_an_exchange(self):
        self.restock("SN2", grade=False)
        old, sent = self.find("SN1"), self.find("SN2")
        end = old.coverage_end_date
        self.send_instead("SN1")
        self.assertEqual((sent.partner_id, sent.active), (self.customer, True))
        self.assertEqual(old.active, False)
        self.assertEqual(sent.coverage_end_date, end)
        self.assertIn("replaces", sent.event_ids.mapped("kind"))
        self.assertEqual(old.lot_id.aftersales_grade, "d")

    def test_and_in_advance(self):
        self.restock("SN2", grade=False)
        record = self.bring("SN1", unusable=True)
        advance = (
            self.env["aftersales.advance"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": record.line_ids.id,
                    "reason": "产线停机",
                    "date_due": "2030-01-01",
                }
            )
        )
        advance.action_send()
        self.ship(advance.sudo().move_ids.picking_id)
        sent = self.find("SN2")
        self.assertEqual((advance.state, sent.partner_id), ("sent", self.customer))
        self.assertEqual(
            len(sent._get_coverages().filtered(lambda c: not c.voided_on)), 1
        )

    def test_a_device_of_a_register_too(self):
        known = self.make_device(
            "SN3", coverage={"months": 600, "start_date": date(2020, 1, 1)}
        )
        end = self.find("SN1").coverage_end_date
        self.send_instead("SN1", sent=self.make_lots(self.machine, "ｓｎ3"))
        self.assertEqual(self.find("SN3"), known)
        self.assertEqual(
            (known.partner_id, known.coverage_end_date), (self.customer, end)
        )

    def test_another_product_brings_its_months(self):
        other = self.env["product.product"].create(
            {
                "name": "大电机",
                "is_storable": True,
                "tracking": "serial",
                "aftersales_is_device": True,
                "aftersales_warranty_months": 36,
            }
        )
        self.make_lots(other, "BIG-1")
        self.send_instead("SN1", other)
        new = self.find("BIG-1")
        self.assertEqual((new.product_id, new.partner_id), (other, self.customer))
        (coverage,) = new.coverage_ids
        self.assertEqual(
            (coverage.amount, coverage.unit, coverage.start_date),
            (36, "month", self.company._aftersales_today()),
        )

    def test_but_never_less_than_was_left(self):
        other = self.env["product.product"].create(
            {
                "name": "小电机",
                "is_storable": True,
                "tracking": "serial",
                "aftersales_is_device": True,
                "aftersales_warranty_months": 1,
            }
        )
        self.make_lots(other, "SMALL-1")
        old = self.find("SN1")
        old.with_user(self.director).action_grant_goodwill(60, "老客户")
        end = old.coverage_end_date
        self.send_instead("SN1", other)
        self.assertEqual(self.find("SMALL-1").coverage_end_date, end)

    def test_an_exchange_of_several_registers_each(self):
        """A line without a known device: what leaves is still the customer's device."""
        stranger = self.make_return(
            lines=[{"product_id": self.machine.id, "serial": "外-1"}]
        )
        self.make_lots(self.machine, "SN7")
        record = self.receive(stranger)
        record.line_ids.device_id = False
        disposition = self.decide(record.line_ids, "exchange")
        pickings = (
            disposition.sudo().move_ids.filtered(lambda m: m.state != "done").picking_id
        )
        self.ship(pickings)
        self.assertEqual(self.find("SN7").partner_id, self.customer)

    def test_units_of_one_lot_stay_apart(self):
        """A lot's name is no serial number: two exchanges from it are two devices."""
        bulk = self.env["product.product"].create(
            {
                "name": "报警器",
                "is_storable": True,
                "tracking": "lot",
                "aftersales_is_device": True,
            }
        )
        lot = self.env["stock.lot"].create({"name": "L-1", "product_id": bulk.id})
        self.add_stock(bulk, 5, lot)
        for serial in ("SN1", "SN2"):
            self.send_instead(serial, bulk)
        devices = self.env["aftersales.device"].search([("product_id", "=", bulk.id)])
        self.assertEqual((len(devices), devices.lot_id), (2, lot))
        self.assertEqual(devices.mapped("serial"), [False, False])
        self.assertEqual(devices.partner_id, self.customer)

    def test_refunded_it_is_nobodys(self):
        device = self.find("SN1")
        record = self.receive(self.bring("SN1"))
        record.line_ids.origin_move_id = self.first.move_ids
        self.first.sale_id._create_invoices().action_post()
        self.decide(record.line_ids, "refund")
        self.assertFalse(device.partner_id)
        self.assertEqual(device.event_ids[0].kind, "ours")
        self.assertEqual(device.coverage_state, "none")
