from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from ...exceptions import (
    MoveRefused,
    PartRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from .common import ParcelCommon


class TestParcelSend(ParcelCommon):
    """Packed from what waits, and on the road from the moment it is sent."""

    def test_parts_on_the_road_are_ours_and_nobody_holds_them(self):
        requisition = self.ask((self.part, 5))
        value = self.part.total_value
        parcel = self.send(requisition)
        line = requisition.line_ids
        self.assertEqual(parcel.state, "sent")
        self.assertEqual(self.lying(self.road), 5)
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 15)
        self.assertEqual(self.lying(self.li.location_id), 0)
        self.assertEqual(line.issued_quantity, 0)
        self.assertEqual(line.road_quantity, 5)
        self.assertEqual(requisition.state, "approved")
        self.assertEqual(self.part.total_value, value)
        self.assertTrue(self.road._should_be_valued())

    def test_nobody_reserves_from_the_road(self):
        self.send(self.ask((self.part, 20)))
        self.assertFalse(self.road.warehouse_id)
        again = self.ask((self.part, 1))
        self.assertTrue(again._is_short())
        places = again.line_ids.with_user(self.keeper)._get_places()
        self.assertFalse(places)

    def test_road_is_never_the_first_place_or_type(self):
        self.send(self.ask((self.part, 1)))
        kinds = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company.id)]
        )
        self.assertNotIn(self.road, kinds.default_location_src_id)
        self.assertEqual(self.road.location_id, self.company.aftersales_location_id)

    def test_a_job_waits_for_what_is_on_the_road(self):
        requisition = self.ask((self.part, 2))
        order = requisition.order_id
        self.assertFalse(requisition._is_short())
        parcel = self.send(requisition)
        self.assertTrue(requisition._is_short())
        self.assertEqual(order.parts_road_until, parcel.date_expected)
        self.assertEqual(requisition.road_until, parcel.date_expected)
        self.assertIn(parcel.name, " ".join(b.text for b in order._get_blockers()))
        parcel.with_user(self.technician).action_receive_all()
        order.invalidate_recordset()
        self.assertFalse(requisition._is_short())
        self.assertFalse(order.parts_road_until)

    def test_a_requisition_does_not_wait_for_another_one(self):
        one, other = self.ask((self.part, 2)), self.ask((self.coder, 1))
        parcel = self.send(one | other)
        self.receive(parcel, (2, 0, 0), (0, 1, 0))
        self.assertEqual(parcel.state, "difference")
        self.assertFalse(one._is_short())
        self.assertFalse(one.road_until)
        self.assertTrue(other._is_short())
        self.assertTrue(other.road_until)

    def test_part_of_a_requisition(self):
        requisition = self.ask((self.part, 5))
        parcel = self.pack(requisition)
        parcel.line_ids.quantity = 2
        parcel.action_send()
        self.assertEqual(self.lying(self.road), 2)
        waiting = requisition.line_ids._get_open_quantities()
        self.assertEqual(waiting[requisition.line_ids], (3, 3))
        self.issue(requisition)
        self.assertEqual(requisition.line_ids.issued_quantity, 3)

    def test_the_scanned_serial_travels(self):
        requisition = self.ask((self.coder, 1))
        parcel = self.pack(requisition)
        parcel.line_ids.lot_id = self.lots[2]
        parcel.action_send()
        self.assertEqual(self.lying(self.road, self.coder, self.lots[2]), 1)
        self.assertEqual(self.lying(self.road, self.coder), 1)

    def test_scans_of_the_counter_are_packed(self):
        requisition = self.ask((self.coder, 2))
        self.env["aftersales.requisition.scan"].create(
            [
                {"line_id": requisition.line_ids.id, "lot_id": lot.id}
                for lot in self.lots[1:]
            ]
        )
        parcel = self.send(requisition)
        self.assertEqual(parcel.line_ids.lot_id, self.lots[1:])
        self.assertFalse(requisition._get_open_scans("issue"))

    def test_several_requisitions_in_one_box(self):
        one, other = self.ask((self.part, 2)), self.ask((self.coder, 1))
        parcel = self.send(one | other)
        self.assertEqual(len(parcel.line_ids), 2)
        self.assertEqual((one | other).mapped("parcel_count"), [1, 1])
        parcel.with_user(self.technician).action_receive_all()
        self.assertEqual((one | other).mapped("state"), ["issued", "issued"])
        self.assertEqual((one | other).issued_by_id, self.keeper)

    def test_without_waybill_nothing_leaves(self):
        parcel = self.pack(self.ask((self.part, 1)), tracking_ref=False)
        with self.assertRaises(ProofMissing):
            parcel.action_send()
        self.assertEqual(self.lying(self.road), 0)

    def test_an_empty_parcel_is_not_sent(self):
        parcel = self.pack(self.ask((self.part, 1)))
        parcel.line_ids.unlink()
        with self.assertRaises(ProofMissing):
            parcel.action_send()

    def test_nobody_said_when_it_is_there(self):
        parcel = self.send(self.ask((self.part, 1)), date_expected=False)
        self.assertGreater(parcel.date_expected, self.company._aftersales_today())
        self.assertEqual(parcel.date_due, parcel.date_expected)

    def test_pressed_twice(self):
        parcel = self.send(self.ask((self.part, 4)))
        with self.assertRaises(MoveRefused):
            parcel.action_send()
        self.assertEqual(self.lying(self.road), 4)

    def test_the_same_parts_in_two_parcels(self):
        requisition = self.ask((self.part, 4))
        first, second = self.pack(requisition), self.pack(requisition)
        first.action_send()
        with self.assertRaises(PartRefused):
            second.action_send()
        self.assertEqual(self.lying(self.road), 4)

    def test_one_waybill_one_parcel(self):
        one, other = self.ask((self.part, 1)), self.ask((self.part, 1))
        self.send(one, tracking_ref="SD1")
        with self.assertRaisesRegex(ValidationError, "SD1"), self.cr.savepoint():
            self.pack(other, tracking_ref="SD1")
        parcel = self.pack(other, tracking_ref="SD2")
        with self.assertRaisesRegex(ValidationError, "SD1"), self.cr.savepoint():
            parcel.tracking_ref = "SD1"

    def test_the_waybill_of_another_carrier_or_of_none(self):
        one, other = self.ask((self.part, 1)), self.ask((self.part, 1))
        parcel = self.pack(one, tracking_ref="SD1")
        another = self.carrier.copy({"name": "中通"})
        self.pack(other, tracking_ref="SD1", courier_id=another.id).action_cancel()
        parcel.action_cancel()
        self.assertTrue(self.pack(other, tracking_ref="SD1"))

    def test_one_waybill_in_two_spellings(self):
        one, other = self.ask((self.part, 1)), self.ask((self.part, 1))
        self.send(one, tracking_ref="SD 1a")
        with self.assertRaisesRegex(ValidationError, "SD1A"), self.cr.savepoint():
            self.pack(other, tracking_ref="ＳＤ1A")

    def test_two_waybills_at_the_same_second(self):
        """The check of one does not see the other; the index does."""
        one, other = self.pack(self.ask((self.part, 1))), self.pack(self.ask())
        self.env.flush_all()
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                """UPDATE aftersales_parcel SET waybill_key = (
                       SELECT waybill_key FROM aftersales_parcel WHERE id = %s)
                   WHERE id = %s""",
                [one.id, other.id],
            )

    def test_merged_carriers_keep_their_parcels(self):
        another = self.carrier.copy({"name": "顺达快递公司"})
        one = self.send(self.ask((self.part, 1)), tracking_ref="SD1")
        other = self.pack(self.ask((self.part, 1)), courier_id=another.id)
        other.tracking_ref = "SD1"
        self.env.flush_all()
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.carrier | another).ids, self.carrier)
        self.env.invalidate_all()
        self.assertEqual((one | other).exists().courier_id, self.carrier)
        other.action_send()
        self.assertEqual((one | other).mapped("state"), ["sent", "sent"])
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.pack(self.ask((self.part, 1)), tracking_ref="sd1")

    def test_the_job_of_a_part_is_that_of_its_requisition(self):
        parcel = self.send(self.ask((self.part, 1)))
        another = self.make_order(self.make_device("S6"))
        self.assertEqual(parcel.line_ids.order_id, self.visit.order_id)
        self.visit.with_user(self.dispatcher).order_id = another
        self.assertEqual(parcel.line_ids.order_id, another)

    def test_more_than_was_asked(self):
        parcel = self.pack(self.ask((self.part, 1)))
        parcel.line_ids.quantity = 2
        with self.assertRaises(PartRefused):
            parcel.action_send()

    def test_a_serial_that_left_the_shelf(self):
        parcel = self.pack(self.ask((self.coder, 1)))
        gone = parcel.line_ids.lot_id
        self.env["stock.quant"]._update_available_quantity(
            self.coder, self.warehouse.lot_stock_id, -1, lot_id=gone
        )
        with self.assertRaises(PartRefused):
            parcel.action_send()

    def test_parts_of_another_technician(self):
        strange = self.make_visit(self.make_order(self.make_device("S2")), self.zhao)
        other = self.ask((self.part, 1), visit=strange)
        parcel = self.pack(self.ask((self.part, 1)))
        parcel.line_ids.requisition_line_id = other.line_ids
        with self.assertRaises(PartRefused):
            parcel.action_send()

    def test_parts_of_another_warehouse(self):
        other = self.warehouse.copy({"name": "二号仓", "code": "WH9"})
        parcel = self.pack(self.ask((self.part, 1)))
        parcel.warehouse_id = other
        with self.assertRaises(PartRefused):
            parcel.action_send()

    def test_who_asks_does_not_send(self):
        self.technician.group_ids |= self.keeper.group_ids
        parcel = self.pack(self.ask((self.part, 1)))
        with self.assertRaises(SamePersonRefused):
            parcel.with_user(self.technician).action_send()

    def test_technicians_send_nothing_out(self):
        parcel = self.pack(self.ask((self.part, 1)))
        with self.assertRaises(AccessError):
            parcel.with_user(self.technician).action_send()

    def test_what_was_sent_stands(self):
        parcel = self.send(self.ask((self.part, 3)))
        with self.assertRaises(ProtectedRefused):
            parcel.line_ids.quantity = 1
        with self.assertRaises(ProtectedRefused):
            parcel.technician_id = self.zhao
        with self.assertRaises(ProtectedRefused):
            parcel.line_ids.unlink()
        with self.assertRaises(ProtectedRefused):
            parcel.state = "done"
        with self.assertRaises(ProtectedRefused):
            parcel.line_ids.missing_quantity = 1
        with self.assertRaises(ProtectedRefused):
            parcel.unlink()

    def test_a_cancelled_requisition_waits_for_what_is_on_the_road(self):
        requisition = self.ask((self.part, 5))
        parcel = self.pack(requisition)
        parcel.line_ids.quantity = 2
        parcel.action_send()
        requisition.with_user(self.technician).action_cancel()
        self.assertEqual(requisition.state, "approved")
        self.assertFalse(requisition._get_waiting("issue"))
        parcel.with_user(self.technician).action_receive_all()
        self.assertEqual(requisition.line_ids.held_quantity, 2)

    def test_packed_and_thrown_away(self):
        requisition = self.ask((self.part, 1))
        parcel = self.pack(requisition)
        parcel.action_cancel()
        self.assertEqual(parcel.state, "cancelled")
        self.send(requisition)
        self.assertEqual(self.lying(self.road), 1)
