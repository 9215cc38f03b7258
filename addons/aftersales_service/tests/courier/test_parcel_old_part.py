from odoo import fields

from ...exceptions import MoveRefused, PartRefused
from ..old_part.test_old_part import OldPartCommon
from .common import ParcelCommon


class TestParcelOldPart(ParcelCommon, OldPartCommon):
    """Old parts travel the same way back, outside our value."""

    def setUp(self):
        super().setUp()
        self.old = self.replace()
        self.others = self.company._aftersales_get_road_others_location()
        self.store = self.company._aftersales_get_old_part_location()

    def sent(self):
        parcel = self.send_back()
        parcel.action_send()
        return parcel

    def test_loaded_and_sent(self):
        parcel = self.sent()
        self.assertEqual(parcel.line_ids.old_part_id, self.old)
        self.assertEqual(self.old.state, "in_transit")
        self.assertEqual(self.lying(self.others, self.board), 1)
        self.assertFalse(self.others._should_be_valued())
        quant = self.env["stock.quant"].search([("location_id", "=", self.others.id)])
        self.assertEqual(quant.owner_id, self.old.partner_id)

    def test_arrives(self):
        parcel = self.sent()
        self.receive(parcel, (1, 0, 0), user=self.keeper)
        self.assertEqual((self.old.state, parcel.state), ("received", "done"))
        self.assertEqual(self.lying(self.others, self.board), 0)
        self.assertEqual(self.lying(self.store, self.board), 1)

    def test_broken_in_the_parcel_is_in_its_custody(self):
        parcel = self.sent()
        self.receive(parcel, (0, 0, 1), user=self.keeper)
        self.assertEqual(self.old.state, "received")
        self.assertTrue(self.old.event_ids[-1].reason)

    def test_its_tag_scanned_at_the_counter(self):
        parcel = self.sent()
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        self.assertEqual(counter.scan(self.old.name)["kind"], "tag")
        self.assertEqual((self.old.state, parcel.state), ("received", "done"))
        self.assertEqual(self.lying(self.others, self.board), 0)
        self.assertEqual(self.lying(self.store, self.board), 1)
        with self.assertRaises(MoveRefused):
            self.receive(parcel, (1, 0, 0), user=self.keeper)

    def test_lost(self):
        parcel = self.sent()
        self.receive(parcel, (0, 1, 0), user=self.keeper)
        self.assertEqual(self.lying(self.others, self.board), 1)
        parcel.with_user(self.keeper).line_ids.write(
            {"fate": "claimed", "fate_reason": "已报案", "claim_amount": 200}
        )
        parcel.with_user(self.keeper).action_settle()
        self.assertTrue(self.old.missing)
        self.assertEqual(parcel.state, "lost")
        self.assertEqual(self.lying(self.others, self.board), 0)
        share = self.old.order_id.sudo().fee_ids.share_ids
        share = share.filtered(lambda s: s.payer == "carrier")
        self.assertEqual(share.amount, 200)

    def test_comes_back_and_goes_again(self):
        parcel = self.sent()
        parcel.with_user(self.keeper).action_came_back()
        self.assertEqual(self.old.state, "to_return")
        self.assertEqual(self.lying(self.others, self.board), 0)
        self.receive(self.sent(), (1, 0, 0), user=self.keeper)
        self.assertEqual(self.old.state, "received")

    def test_in_one_parcel_only(self):
        first, second = self.send_back(), self.send_back()
        first.action_send()
        with self.assertRaises(MoveRefused):
            second.action_send()
        self.assertEqual(self.lying(self.others, self.board), 1)

    def test_one_thing_on_a_line(self):
        """A requested part and an old part on one line would both be moved."""
        requisition = self.ask((self.part, 1))
        self.issue(requisition)
        parcel = self.send_back()
        line = parcel.line_ids.filtered("old_part_id")
        (parcel.line_ids - line).unlink()
        line.requisition_line_id = requisition.line_ids
        with self.assertRaises(PartRefused):
            parcel.action_send()

    def test_arrives_whole(self):
        parcel = self.sent()
        with self.assertRaises(PartRefused):
            self.receive(parcel, (0.5, 0, 0), user=self.keeper)

    def test_taken_in_by_hand_without_a_parcel(self):
        self.keep(self.old, "action_receive")
        self.assertEqual(self.lying(self.store, self.board), 1)
        self.assertEqual(self.lying(self.others, self.board), 0)


class TestParcelStatement(ParcelCommon):
    """在途 on the statement of the month."""

    def get_lines(self):
        today = self.company._aftersales_today()
        statement = self.env["aftersales.part.statement"].create(
            {
                "technician_id": self.li.id,
                "date_from": today.replace(day=1),
                "date_to": today,
            }
        )
        statement.action_load()
        return {line.product_id: line for line in statement.line_ids}

    def test_on_the_road_is_no_balance(self):
        parcel = self.send(self.ask((self.part, 5), (self.coder, 1)))
        lines = self.get_lines()
        self.assertEqual(lines[self.part].on_road, 5)
        self.assertEqual(lines[self.part].closing, 0)
        self.assertEqual(lines[self.coder].on_road, 1)
        self.receive(parcel, (3, 1, 0), (1, 0, 0))
        lines = self.get_lines()
        self.assertEqual(lines[self.part].on_road, 2)
        self.assertEqual(lines[self.part].issued, 3)
        self.assertEqual(lines[self.coder].on_road, 0)

    def test_on_the_road_to_the_store(self):
        self.issue(self.ask((self.part, 3)))
        parcel = self.send_back()
        parcel.action_send()
        line = self.get_lines()[self.part]
        self.assertEqual((line.on_road, line.on_road_back), (0, 3))
        self.assertEqual((line.returned, line.closing), (3, 0))
        self.receive(parcel, (3, 0, 0), user=self.keeper)
        self.assertEqual(self.get_lines()[self.part].on_road_back, 0)

    def test_only_until_the_end_of_the_period(self):
        self.send(self.ask((self.part, 5)))
        today = self.company._aftersales_today()
        statement = self.env["aftersales.part.statement"].create(
            {
                "technician_id": self.li.id,
                "date_from": fields.Date.add(today, days=-40),
                "date_to": fields.Date.add(today, days=-10),
            }
        )
        statement.action_load()
        self.assertFalse(statement.line_ids)
