from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form

from ..common import AfterSalesCommon


class TestShipment(AfterSalesCommon):
    def deliver_again(self, picking):
        """Back to us, and out to the customer once more; the new delivery."""
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_model="stock.picking"
            )
        ).save()
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.action_assign()
        back.move_ids.picked = True
        back._action_done()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [(0, 0, {"product_id": self.machine.id})],
            }
        )
        order.action_confirm()
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        return order.picking_ids

    def test_device_knows_its_delivery_and_keeps_what_was_typed(self):
        picking = self.deliver(self.machine, "S-1", "S-2")
        devices = self.env["aftersales.device"].search(
            [("picking_id", "=", picking.id)]
        )
        self.assertEqual(sorted(devices.mapped("serial")), ["S-1", "S-2"])
        device = devices[0].with_user(self.dispatcher)
        device.write({"carrier_name": "德邦", "tracking_reference": "DPK-7"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            (device.carrier_name, device.tracking_reference), ("德邦", "DPK-7")
        )
        self.assertFalse(devices[1].tracking_reference)

    def test_another_journey_begins_without_the_facts_of_the_last(self):
        picking = self.deliver(self.machine, "S-1")
        device = self.env["aftersales.device"]._find_by_scan("S-1")
        device.write({"tracking_reference": "DPK-7", "arrival_date": date(2026, 1, 2)})
        again = self.deliver_again(picking)
        self.assertRecordValues(
            device,
            [
                {
                    "picking_id": again.id,
                    "tracking_reference": False,
                    "arrival_date": False,
                }
            ],
        )

    def test_arrival_is_confirmed_once_on_the_day_of_the_company(self):
        first, second = self.make_device("S-1"), self.make_device("S-2")
        first.arrival_date = date(2026, 3, 1)
        with freeze_time("2026-03-10 16:30:00"):  # 00:30 in Shanghai, the next day
            (first + second).with_user(self.dispatcher).action_confirm_arrival()
        self.assertEqual(
            (first + second).mapped("arrival_date"),
            [date(2026, 3, 1), date(2026, 3, 11)],
        )
        with self.assertRaises(AccessError):
            self.make_device("S-3").with_user(self.technician).action_confirm_arrival()


class TestFiles(AfterSalesCommon):
    def test_a_new_version_waits_until_the_customer_has_it(self):
        device = self.make_device("F-1")
        file = self.env["aftersales.device.file"].with_user(self.dispatcher)
        vals = {"device_id": device.id, "kind": "test_report", "name": "检验报告"}
        old = file.create(vals | {"version": "1", "updated_on": "2026-01-01"})
        new = file.create(vals | {"version": "2"})
        waiting = [("updated_on", "=", False), ("device_id", "=", device.id)]
        self.assertEqual(file.search(waiting), new)
        with freeze_time("2026-03-10 15:30:00"):  # 23:30 in Shanghai, the same day
            (old + new).action_note_updated()
        self.assertEqual(old.updated_on, date(2026, 1, 1))
        self.assertEqual(new.updated_on, date(2026, 3, 10))
        self.assertFalse(file.search(waiting))

    def test_files_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "二厂"})
        device = self.make_device("F-2", company_id=other.id, partner_id=False)
        file = self.env["aftersales.device.file"].create(
            {"device_id": device.id, "name": "合格证"}
        )
        found = file.with_user(self.dispatcher).search([("id", "=", file.id)])
        self.assertFalse(found)
