from odoo.addons.aftersales_service.exceptions import MoveRefused, ProofMissing

from ..common import SIGNATURE
from ..returns.common import ReturnsCommon


class TestWayBack(ReturnsCommon):
    """Goods that are collected are signed for against a receipt; goods that came by parcel
    go back with a tracking number, without a receipt that nobody was handed (R-32, R-33)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")

    def inspected(self, count=1, **vals):
        lines = [{"product_id": self.pump.id} for _ in range(count)]
        record = self.receive(self.make_return(lines=lines, **vals))
        self.decide(record.line_ids, "back")
        record.custody_ids.with_user(self.director).action_inspect()
        return record

    def test_who_got_a_receipt(self):
        for vals, state in (
            ({"source": "counter"}, "open"),
            ({"source": "parcel"}, "none"),
            ({"source": "portal"}, "open"),
            ({"source": "portal", "tracking_ref": "SF1"}, "none"),
            ({"source": "dealer", "carrier": "德邦"}, "none"),
        ):
            record = self.receive(
                self.make_return(lines=[{"product_id": self.pump.id}], **vals)
            )
            self.assertEqual(record.custody_ids.receipt_state, state, vals)

    def test_parcel_goes_back_without_receipt(self):
        record = self.inspected(source="parcel")
        custody = record.custody_ids
        with self.assertRaises(MoveRefused):
            custody.action_void_receipt()
        with self.assertRaises(ProofMissing):
            custody.action_give_back("王经理", carrier="顺丰")
        custody.action_give_back("王经理", carrier="顺丰", tracking_ref="SF123")
        self.assertEqual((custody.state, custody.receipt_state), ("given_back", "none"))
        self.assertEqual(
            (record.state, record.back_carrier, record.back_tracking_ref),
            ("sent_back", "顺丰", "SF123"),
        )
        custody.action_file()

    def test_collected_goods_are_signed_for(self):
        custody = self.inspected().custody_ids
        custody.action_void_receipt()
        for signature in (None, False, ""):
            with self.assertRaises(ProofMissing):
                custody.action_give_back("王经理", signature)
        self.assertEqual(custody.state, "inspected")
        custody.action_give_back("王经理", SIGNATURE)
        self.assertTrue(custody.signature)

    def test_a_receipt_can_still_be_handed_out(self):
        custody = self.inspected(source="parcel").custody_ids
        custody.action_hand_out_receipt()
        with self.assertRaises(MoveRefused):
            custody.action_hand_out_receipt()
        with self.assertRaises(ProofMissing):
            custody.action_give_back("王经理", SIGNATURE)

    def test_many_are_given_back_with_one_signature(self):
        record = self.inspected(count=4)
        action = record.action_ask_give_back()
        wizard = (
            self.env["aftersales.custody.give.back"]
            .with_user(self.dispatcher)
            .with_context(**action["context"])
            .create({"receipt_taken_back": True, "signature": SIGNATURE})
        )
        self.assertEqual(
            (wizard.way, wizard.received_by), ("person", "齐鲁泵业有限公司")
        )
        wizard.action_give_back()
        self.assertEqual(set(record.custody_ids.mapped("state")), {"given_back"})
        self.assertTrue(all(record.custody_ids.mapped("signature")))
        self.assertEqual(record.state, "sent_back")

    def test_wizard_sends_what_was_sent(self):
        record = self.inspected(source="parcel")
        wizard = self.env["aftersales.custody.give.back"].with_user(self.keeper)
        wizard = wizard.create({"custody_ids": record.custody_ids.ids})
        self.assertEqual(wizard.way, "sent")
        wizard.write({"carrier": "德邦", "tracking_ref": "DP9"})
        wizard.action_give_back()
        self.assertEqual(record.back_tracking_ref, "DP9")

    def test_goods_of_two_customers_are_not_handed_to_one(self):
        both = self.inspected().custody_ids
        other = self.receive(
            self.make_return(self.stranger, [{"product_id": self.pump.id}])
        )
        wizard = self.env["aftersales.custody.give.back"].create(
            {"custody_ids": (both | other.custody_ids).ids, "signature": SIGNATURE}
        )
        with self.assertRaises(MoveRefused):
            wizard.action_give_back()

    def test_parcels_are_written_one_behind_the_other(self):
        record = self.inspected(count=2, source="parcel")
        for custody, number in zip(record.custody_ids, ("A1", "A2"), strict=True):
            custody.action_give_back("王经理", carrier="德邦", tracking_ref=number)
        self.assertEqual(record.back_carrier, "德邦")
        self.assertEqual(record.back_tracking_ref, "A1、A2")


class TestCustomer(ReturnsCommon):
    def test_our_own_company_sends_nothing_back(self):
        pump = self.make_goods("none", "standard")
        own = self.company.partner_id
        clerk = self.env["res.partner"].create(
            {"name": "本公司员工", "parent_id": own.id}
        )
        for partner in (own, clerk):
            with self.assertRaises(ProofMissing):
                self.make_return(partner, [{"product_id": pump.id}])
        record = self.make_return(lines=[{"product_id": pump.id}])
        with self.assertRaises(ProofMissing):
            record.partner_id = own

    def test_nor_through_a_job(self):
        device = self.make_device("BY7", partner_id=self.company.partner_id.id)
        job = self.make_order(device, partner_id=self.company.partner_id.id)
        with self.assertRaises(ProofMissing):
            job.action_take_in()

    def test_a_sister_company_is_a_customer(self):
        sister = self.env["res.company"].create({"name": "兄弟公司"})
        pump = self.make_goods("none", "standard")
        self.assertTrue(self.make_return(sister.partner_id, [{"product_id": pump.id}]))
