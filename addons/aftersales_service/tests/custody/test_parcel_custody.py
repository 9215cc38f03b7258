from ...exceptions import MoveRefused
from ..courier.common import ParcelCommon


class TestParcelCustody(ParcelCommon):
    """Customers' goods that a technician took along go to the workshop by courier."""

    def setUp(self):
        super().setUp()
        self.others = self.company._aftersales_get_road_others_location()
        self.go_to_work(self.visit, consent="王经理")
        self.visit.action_take_in("轴承异响，带回")
        self.back = self.env["aftersales.return"].search(
            [("visit_id", "=", self.visit.id)]
        )
        self.custody = self.back.custody_ids

    def sent(self):
        parcel = self.send_back()
        parcel.action_send()
        return parcel

    def test_on_the_road_they_are_their_owners(self):
        parcel = self.sent()
        self.assertEqual(parcel.line_ids.custody_id, self.custody)
        self.assertEqual(parcel.line_ids.order_id, self.visit.order_id)
        quant = self.env["stock.quant"].search(
            [("location_id", "=", self.others.id), ("quantity", ">", 0)]
        )
        self.assertEqual(quant.owner_id, self.customer)
        self.assertEqual(quant.product_id, self.machine)

    def test_arrived_they_are_counted_by_two(self):
        parcel = self.sent()
        self.receive(parcel, (1, 0, 0), user=self.keeper)
        self.assertEqual(parcel.state, "done")
        self.assertEqual(self.lying(self.others, self.machine), 0)
        self.assertEqual(self.custody.state, "taken")
        back = self.back.with_user(self.keeper)
        back.counted_with_id = self.second
        back.line_ids.counted_quantity = 1
        back.action_receive()
        self.assertEqual(self.custody.state, "in_store")
        place = self.company.aftersales_custody_location_id
        self.assertEqual(self.lying(place, self.machine), 1)

    def test_broken_is_told_to_the_return(self):
        parcel = self.sent()
        self.receive(parcel, (0, 0, 1), user=self.keeper)
        self.assertIn(parcel.name, self.back.message_ids[0].body)

    def test_lost_is_claimed(self):
        parcel = self.sent()
        keeper = parcel.with_user(self.keeper)
        keeper.action_never_arrived()
        keeper.line_ids.write({"fate_reason": "已报案", "claim_amount": 800})
        keeper.action_settle()
        self.assertEqual(parcel.state, "lost")
        shares = self.visit.order_id.sudo().fee_ids.share_ids
        share = shares.filtered(lambda s: s.payer == "carrier")
        self.assertEqual((share.partner_id, share.amount), (self.carrier, 800))

    def test_in_one_parcel_only(self):
        first, second = self.send_back(), self.send_back()
        first.action_send()
        with self.assertRaises(MoveRefused):
            second.action_send()
