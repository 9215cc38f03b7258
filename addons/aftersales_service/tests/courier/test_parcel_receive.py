from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    PartRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
    UnknownCode,
)
from ..portal.common import png
from .common import ParcelCommon


class TestParcelReceive(ParcelCommon):
    """Received n, missing n, broken n: each once."""

    def test_all_arrived(self):
        requisition = self.ask((self.part, 3))
        parcel = self.send(requisition)
        parcel.with_user(self.technician).action_receive_all()
        self.assertEqual(parcel.state, "done")
        self.assertEqual(self.lying(self.road), 0)
        self.assertEqual(self.lying(self.li.location_id), 3)
        self.assertEqual(requisition.line_ids.held_quantity, 3)
        self.assertEqual(requisition.state, "issued")
        self.assertEqual(requisition.issued_by_id, self.keeper)

    def test_in_parts(self):
        requisition = self.ask((self.part, 5))
        parcel = self.send(requisition)
        self.receive(parcel, (2, 0, 0))
        self.assertEqual(parcel.state, "sent")
        self.assertEqual(requisition.line_ids.held_quantity, 2)
        self.receive(parcel, (3, 0, 0))
        self.assertEqual(parcel.state, "done")
        self.assertEqual(requisition.line_ids.held_quantity, 5)
        self.assertEqual(len(parcel.receipt_ids), 2)

    def test_arrives_twice(self):
        parcel = self.send(self.ask((self.part, 3)))
        self.receive(parcel, (3, 0, 0))
        with self.assertRaises(MoveRefused):
            self.receive(parcel, (3, 0, 0))
        self.assertEqual(self.lying(self.li.location_id), 3)
        self.assertEqual(len(parcel.receipt_ids), 1)

    def test_told_twice_with_one_key(self):
        parcel = self.send(self.ask((self.part, 3)))
        self.assertTrue(self.receive(parcel, (1, 0, 0), key="page-1"))
        self.assertFalse(self.receive(parcel, (1, 0, 0), key="page-1"))
        self.assertEqual(self.lying(self.li.location_id), 1)
        self.assertTrue(self.receive(parcel, (1, 0, 0), key="page-2"))
        self.assertEqual(self.lying(self.li.location_id), 2)

    def test_more_than_is_on_the_road(self):
        parcel = self.send(self.ask((self.part, 3)))
        self.receive(parcel, (2, 0, 0))
        for numbers in ((2, 0, 0), (0, 0, 2), (0, 2, 0), (1, 1, 0)):
            with self.assertRaises(PartRefused):
                self.receive(parcel, numbers)
        self.assertEqual(self.lying(self.li.location_id), 2)

    def test_missing_stays_on_the_road(self):
        requisition = self.ask((self.part, 5))
        parcel = self.send(requisition)
        self.receive(parcel, (3, 2, 0))
        self.assertEqual(parcel.state, "difference")
        self.assertEqual(parcel.user_id, self.keeper)
        self.assertEqual(self.lying(self.road), 2)
        self.assertTrue(parcel.date_due)
        task = parcel.activity_ids
        self.assertEqual(task.user_id, self.keeper)
        self.assertEqual(task.date_deadline, parcel.date_due)

    def test_missing_arrives_after_all(self):
        parcel = self.send(self.ask((self.part, 5)))
        self.receive(parcel, (3, 2, 0))
        self.receive(parcel, (2, 0, 0))
        self.assertEqual(parcel.state, "done")
        self.assertEqual(parcel.line_ids.missing_quantity, 0)
        self.assertFalse(parcel.activity_ids)

    def test_broken_waits_for_its_supplier_and_is_asked_again(self):
        requisition = self.ask((self.part, 5))
        parcel = self.send(requisition)
        self.receive(parcel, (4, 0, 1))
        broken = self.company._aftersales_get_supplier_return_location()
        self.assertEqual(parcel.state, "done")
        self.assertEqual(self.lying(broken), 1)
        self.assertEqual(requisition.line_ids.held_quantity, 4)
        waiting = requisition.line_ids._get_open_quantities()
        self.assertEqual(waiting[requisition.line_ids], (1, 1))

    def test_serials(self):
        requisition = self.ask((self.coder, 2))
        parcel = self.send(requisition)
        self.receive(parcel, (1, 0, 0), (0, 1, 0))
        first, second = parcel.line_ids.lot_id
        self.assertEqual(self.lying(self.li.location_id, self.coder, first), 1)
        self.assertEqual(self.lying(self.road, self.coder, second), 1)
        self.assertEqual(requisition.line_ids._get_held_lots(), [(first, 1)])

    def test_lots(self):
        lots = self.env["stock.lot"].create(
            [{"name": n, "product_id": self.grease.id} for n in ("L1", "L2")]
        )
        self.add_stock(self.grease, 3, lots[0])
        self.add_stock(self.grease, 4, lots[1])
        parcel = self.send(self.ask((self.grease, 5)))
        self.assertEqual(sum(parcel.line_ids.mapped("quantity")), 5)
        parcel.with_user(self.technician).action_receive_all()
        self.assertEqual(self.lying(self.li.location_id, self.grease), 5)

    def test_counted_on_the_form(self):
        parcel = self.send(self.ask((self.part, 5)))
        mine = parcel.with_user(self.technician)
        with self.assertRaises(ProofMissing):
            mine.action_receive()
        mine.line_ids.write({"counted": 3, "counted_missing": 1, "counted_broken": 1})
        mine.action_receive()
        line = parcel.line_ids
        self.assertEqual((line.arrived_quantity, line.broken_quantity), (3, 1))
        self.assertEqual((line.missing_quantity, line.counted), (1, 0))

    def test_scanned(self):
        self.part.barcode = "6901234567892"
        parcel = self.send(self.ask((self.part, 2), (self.coder, 1)))
        mine = parcel.with_user(self.technician)
        for code in ("6901234567892", "6901234567892", parcel.line_ids[1].lot_id.name):
            mine.scan = code
        for code in ("6901234567892", "BM99"):
            with self.assertRaises(UnknownCode):
                mine.scan = code
        mine.action_receive()
        self.assertEqual(parcel.state, "done")

    def test_scanned_what_was_missing(self):
        parcel = self.send(self.ask((self.coder, 2)))
        self.receive(parcel, (1, 0, 0), (0, 1, 0))
        mine = parcel.with_user(self.technician)
        with self.assertRaises(UnknownCode):
            mine.scan = parcel.line_ids[0].lot_id.name
        mine.scan = parcel.line_ids[1].lot_id.name
        mine.action_receive()
        self.assertEqual(parcel.state, "done")

    def test_scanned_with_a_slash(self):
        """The link of a slip ends with what it is about; a serial may have a slash."""
        self.lots[0].name = "BM/01"
        parcel = self.send(self.ask((self.coder, 1)))
        self.assertEqual(parcel.line_ids.lot_id, self.lots[0])
        parcel.with_user(self.technician).scan = "bm/01"
        self.assertEqual(parcel.line_ids.counted, 1)

    def test_half_a_serial(self):
        parcel = self.send(self.ask((self.coder, 1), (self.part, 1)))
        for numbers in ((0.5, 0, 0), (0.5, 0.5, 0), (0, 0.5, 0), (0.5, 0, 0.5)):
            with self.assertRaises(PartRefused):
                self.receive(parcel, numbers, (1, 0, 0))
        self.assertEqual(self.lying(self.road, self.coder), 1)
        self.receive(parcel, (0, 0, 1), (1, 0, 0))

    def test_typed_and_scanned_at_once(self):
        """Who typed first has it; what was scanned meanwhile creates nothing."""
        parcel = self.send(self.ask((self.part, 2)))
        parcel.with_user(self.technician).line_ids.counted = 2
        self.receive(parcel, (2, 0, 0), user=self.second)
        self.assertEqual(parcel.line_ids.counted, 0)
        with self.assertRaises(MoveRefused):
            parcel.with_user(self.technician).action_receive()
        self.assertEqual(self.lying(self.li.location_id), 2)

    def test_photos(self):
        parcel = self.send(self.ask((self.part, 2)))
        name, raw, _kind = png(7)
        self.receive(parcel, (1, 0, 1), photos=[(name, raw)])
        self.assertEqual(parcel.arrival_photo_ids.raw, raw)
        self.assertEqual(parcel.arrival_photo_ids.res_id, parcel.id)

    def test_photos_stand(self):
        """They are the proof against the carrier: added on arrival, never taken away."""
        name, raw, _kind = png(7)
        files = self.env["ir.attachment"].with_user(self.keeper)
        loose = files.create({"name": name, "raw": raw})
        parcel = self.pack(self.ask((self.part, 2)))
        parcel.photo_ids = loose
        parcel.action_send()
        self.assertEqual((loose.res_model, loose.res_id), (parcel._name, parcel.id))
        self.receive(parcel, (1, 1, 0), photos=[(name, raw)])
        later = files.create({"name": name, "raw": raw})
        parcel.arrival_photo_ids = [Command.link(later.id)]
        self.assertEqual(len(parcel.arrival_photo_ids), 2)
        mine = parcel.with_user(self.technician)
        for field, commands in (
            ("photo_ids", [Command.clear()]),
            ("photo_ids", [Command.link(later.id)]),
            ("arrival_photo_ids", [Command.clear()]),
            ("arrival_photo_ids", [Command.unlink(later.id)]),
            ("arrival_photo_ids", [Command.set(later.ids)]),
            ("arrival_photo_ids", [Command.update(later.id, {"raw": b"x"})]),
        ):
            with self.assertRaises(ProtectedRefused, msg=(field, commands)):
                mine.write({field: commands})
        with self.assertRaises(ProtectedRefused):
            mine.photo_ids.unlink()
        self.receive(parcel, (1, 0, 0))
        with self.assertRaises(ProtectedRefused):
            mine.arrival_photo_ids = [Command.link(later.id)]

    def test_who_sent_it_does_not_receive_it(self):
        parcel = self.send(self.ask((self.part, 1)))
        with self.assertRaises(SamePersonRefused):
            self.receive(parcel, (1, 0, 0), user=self.keeper)
        self.receive(parcel, (1, 0, 0), user=self.dispatcher)
        self.assertEqual(parcel.state, "done")

    def test_a_small_shop_may(self):
        self.company.aftersales_same_person_may_issue = True
        parcel = self.send(self.ask((self.part, 1)))
        self.receive(parcel, (1, 0, 0), user=self.keeper)
        self.assertEqual(parcel.state, "done")

    def test_others_do_not(self):
        parcel = self.send(self.ask((self.part, 1)))
        with self.assertRaises(AccessError):
            self.receive(parcel, (1, 0, 0), user=self.colleague)
        for user in (self.accountant, self.inspector):
            with self.assertRaises(GroupRefused):
                self.receive(parcel, (1, 0, 0), user=user)
        self.assertEqual(self.lying(self.road), 1)

    # --- to the store

    def test_unused_parts_come_back(self):
        requisition = self.ask((self.part, 3), (self.coder, 1))
        self.issue(requisition)
        parcel = self.send_back()
        self.assertEqual(len(parcel.line_ids), 2)
        parcel.action_send()
        self.assertEqual(requisition.line_ids.mapped("held_quantity"), [0, 0])
        self.assertEqual(self.lying(self.road), 3)
        with self.assertRaises(MoveRefused):
            requisition.with_user(self.keeper).action_reconcile()
        self.receive(parcel, (3, 0, 0), (1, 0, 0), user=self.keeper)
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 20)
        self.assertEqual(self.lying(self.warehouse.lot_stock_id, self.coder), 3)
        self.assertEqual(parcel.state, "done")

    def test_the_technician_does_not_take_back_himself(self):
        self.issue(self.ask((self.part, 3)))
        parcel = self.send_back()
        parcel.action_send()
        with self.assertRaises(GroupRefused):
            self.receive(parcel, (3, 0, 0))

    def test_a_technician_who_is_a_keeper_does_not_either(self):
        self.technician.group_ids |= self.keeper.group_ids
        self.issue(self.ask((self.part, 3)))
        parcel = self.send_back()
        parcel.action_send()
        with self.assertRaises(SamePersonRefused):
            self.receive(parcel, (3, 0, 0))
        self.company.aftersales_same_person_may_issue = True
        self.receive(parcel, (3, 0, 0))

    def test_what_was_announced_to_be_brought_is_sent(self):
        """The announced transfer goes, or the van would give its parts twice."""
        requisition = self.ask((self.part, 3), (self.coder, 1))
        self.issue(requisition)
        requisition.with_user(self.technician).action_return_unused()
        self.assertTrue(requisition._get_waiting("return"))
        parcel = self.send_back()
        parcel.action_send()
        self.assertFalse(requisition._get_waiting("return"))
        with self.assertRaises(ProofMissing):
            requisition.with_user(self.keeper).action_receive_return()
        self.assertEqual(self.lying(self.li.location_id), 0)
        self.receive(parcel, (3, 0, 0), (1, 0, 0), user=self.keeper)
        self.assertEqual(self.lying(self.li.location_id), 0)
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 20)

    def test_a_lot_that_somebody_reserved_comes_back_first(self):
        """What lies on the van is reserved by a transfer of core; it is sent all the same."""
        requisition = self.ask((self.coder, 1))
        self.issue(requisition)
        places = {
            "location_id": self.li.location_id.id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
        }
        move = {"product_id": self.coder.id, "product_uom_qty": 1, **places}
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "move_ids": self.rows(move),
                **places,
            }
        )
        picking.action_confirm()
        picking.action_assign()
        self.send_back().action_send()
        self.assertEqual(self.lying(self.li.location_id, self.coder), 0)
        self.assertEqual(self.lying(self.road, self.coder), 1)
        self.assertNotEqual(picking.state, "assigned")

    def test_nothing_comes_back_that_he_does_not_hold(self):
        requisition = self.ask((self.part, 3))
        self.issue(requisition)
        parcel = self.send_back()
        parcel.line_ids.quantity = 4
        with self.assertRaises(PartRefused):
            parcel.action_send()
