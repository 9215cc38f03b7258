from ...exceptions import MoveRefused, ProofMissing, SamePersonRefused
from ..courier.common import ParcelCommon
from ..returns.common import ReturnsCommon


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

    def test_as_a_whole_and_once(self):
        parcel = self.send_back()
        parcel.line_ids.quantity = 2
        with self.assertRaises(MoveRefused):
            parcel.action_send()
        parcel.line_ids.quantity = 1
        parcel.action_send()
        self.receive(parcel, (1, 0, 0), user=self.keeper)
        again = self.send_back()
        self.assertFalse(again.line_ids)
        again.line_ids = self.rows({"custody_id": self.custody.id, "quantity": 1})
        with self.assertRaises(MoveRefused):
            again.action_send()
        self.assertEqual(self.lying(self.others, self.machine), 0)

    def test_what_was_lost_is_not_sent_again(self):
        parcel = self.sent()
        keeper = parcel.with_user(self.keeper)
        keeper.action_never_arrived()
        keeper.line_ids.write({"fate": "borne", "fate_reason": "已报案"})
        keeper.action_settle()
        self.assertEqual(parcel.state, "lost")
        again = self.send_back()
        self.assertFalse(again.line_ids)
        again.line_ids = self.rows({"custody_id": self.custody.id, "quantity": 1})
        with self.assertRaises(MoveRefused):
            again.action_send()

    def test_what_came_back_is_sent_again(self):
        self.sent().with_user(self.keeper).action_came_back()
        again = self.sent()
        self.assertEqual(again.line_ids.custody_id, self.custody)
        self.assertEqual(self.lying(self.others, self.machine), 1)

    def test_in_one_parcel_only(self):
        first, second = self.send_back(), self.send_back()
        first.action_send()
        with self.assertRaises(MoveRefused):
            second.action_send()


class TestParcelToOwner(ParcelCommon, ReturnsCommon):
    """Given back by courier: the card is sealed when they leave, and their owner, or the
    office on his word, says what arrived."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")

    def setUp(self):
        super().setUp()
        self.others = self.company._aftersales_get_road_others_location()
        lines = [{"product_id": self.pump.id}]
        order = self.visit.order_id
        self.back = self.receive_goods(lines, source="parcel", order_id=order.id)
        self.custody = self.back.custody_ids

    def receive_goods(self, lines, **vals):
        record = ReturnsCommon.receive(self, self.make_return(lines=lines, **vals))
        self.decide(record.line_ids, "back")
        record.custody_ids.with_user(self.director).action_inspect()
        return record

    def load(self, partner=None):
        parcel = (
            self.env["aftersales.parcel"]
            .with_user(self.keeper)
            .create({"partner_id": (partner or self.customer).id})
        )
        self.fill_in(parcel)
        parcel.action_load()
        return parcel

    def sent(self):
        parcel = self.load()
        parcel.action_send()
        return parcel

    def test_loaded_and_sent(self):
        parcel = self.sent()
        self.assertEqual(parcel.line_ids.custody_id, self.custody)
        self.assertEqual(self.custody.state, "given_back")
        self.assertEqual(self.custody.back_carrier, self.carrier.name)
        self.assertEqual(self.back.back_tracking_ref, parcel.tracking_ref)
        self.assertEqual(self.quantity_at(self.custody_place, self.pump), 0)
        quant = self.env["stock.quant"].search([("location_id", "=", self.others.id)])
        self.assertEqual((quant.owner_id, quant.quantity), (self.customer, 1))
        self.assertFalse(self.load().line_ids)

    def test_arrived(self):
        parcel = self.sent()
        with self.assertRaises(SamePersonRefused):
            self.receive(parcel, (1, 0, 0), user=self.keeper)
        self.receive(parcel, (1, 0, 0), user=self.dispatcher)
        self.assertEqual(parcel.state, "done")
        self.assertEqual(self.quantity_at(self.others, self.pump), 0)

    def test_lost_is_claimed(self):
        parcel = self.sent()
        parcel.action_never_arrived()
        parcel.line_ids.write({"fate_reason": "已报案", "claim_amount": 900})
        parcel.action_settle()
        shares = self.back.order_id.sudo().fee_ids.share_ids
        claimed = shares.filtered(lambda s: s.payer == "carrier")
        self.assertEqual(claimed.amount, 900)
        self.assertIn(parcel.name, self.back.message_ids[0].body)

    def test_came_back_is_told(self):
        parcel = self.sent()
        parcel.action_came_back()
        self.assertEqual(parcel.state, "returned")
        self.assertIn(parcel.name, self.back.message_ids[0].body)
        task = self.back.activity_ids.filtered(lambda a: parcel.name in a.summary)
        self.assertEqual(task.user_id, self.keeper)
        self.assertEqual(task.date_deadline, self.company._aftersales_today())

    def test_not_before_the_director_looked(self):
        lines = [{"product_id": self.pump.id}]
        other = ReturnsCommon.receive(self, self.make_return(lines=lines))
        parcel = self.load()
        self.assertNotIn(other.custody_ids, parcel.line_ids.custody_id)
        parcel.line_ids.custody_id = other.custody_ids
        with self.assertRaises(MoveRefused):
            parcel.action_send()

    def test_not_to_somebody_else(self):
        parcel = self.load(self.stranger)
        self.assertFalse(parcel.line_ids)
        parcel.line_ids = self.rows({"custody_id": self.custody.id, "quantity": 1})
        with self.assertRaises(MoveRefused):
            parcel.action_send()
        self.assertEqual(self.custody.state, "inspected")

    def test_the_receipt_is_taken_back_first(self):
        self.custody.action_hand_out_receipt()
        parcel = self.load()
        with self.assertRaises(ProofMissing):
            parcel.action_send()
        self.assertEqual(parcel.state, "draft")
