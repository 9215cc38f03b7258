from odoo.addons.aftersales_service.exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    SamePersonRefused,
)

from ..common import SIGNATURE
from ..returns.common import ReturnsCommon


class TestCustody(ReturnsCommon):
    """The fixed order of R-32, as a clerk and a director walk through it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")

    def setUp(self):
        super().setUp()
        self.device = self.env["aftersales.device"].search([("serial", "=", "SN1")])
        line = {"device_id": self.device.id, "serial": "SN1"}
        self.record = self.receive(self.make_return(lines=[line]))
        self.custody = self.record.custody_ids
        self.repair = self.decide(self.record.line_ids, "repair")

    def finish_repair(self):
        repair = self.repair.repair_id.with_user(self.keeper)
        repair.action_repair_start()
        repair.action_repair_end()

    def test_receipt_is_numbered_and_open(self):
        self.assertEqual(self.custody.name, f"{self.record.name}-01")
        self.assertEqual(self.custody.receipt_state, "open")
        self.assertEqual(self.record.line_ids.match, "ours")

    def test_not_given_back_before_the_director_looked(self):
        self.finish_repair()
        self.assertEqual(self.custody.state, "waiting")
        self.custody.action_void_receipt()
        with self.assertRaises(MoveRefused) as refused:
            self.custody.action_give_back("王师傅")
        self.assertIn("主任验讫", str(refused.exception))

    def test_clerk_does_not_inspect(self):
        self.finish_repair()
        with self.assertRaises(GroupRefused):
            self.custody.with_user(self.dispatcher).action_inspect()

    def test_director_sends_back_to_repair_with_a_reason(self):
        self.finish_repair()
        custody = self.custody.with_user(self.director)
        with self.assertRaises(ProofMissing):
            custody.action_rework(" ")
        wizard = self.env["aftersales.custody.rework"].with_user(self.director)
        wizard.create({"custody_id": custody.id, "reason": "仍有异响"}).action_rework()
        self.assertEqual(custody.state, "in_repair")
        self.assertIn("仍有异响", custody.message_ids[0].body)

    def test_not_without_the_receipt(self):
        self.finish_repair()
        self.custody.with_user(self.director).action_inspect()
        with self.assertRaises(ProofMissing) as refused:
            self.custody.with_user(self.dispatcher).action_give_back("王师傅")
        self.assertIn(self.custody.name, str(refused.exception))

    def test_given_back_against_the_receipt(self):
        self.finish_repair()
        self.custody.with_user(self.director).action_inspect()
        wizard = self.env["aftersales.custody.give.back"].with_user(self.dispatcher)
        wizard = wizard.create(
            {
                "custody_ids": self.custody.ids,
                "receipt_taken_back": True,
                "signature": SIGNATURE,
            }
        )
        self.assertEqual(wizard.received_by, self.customer.name)
        wizard.action_give_back()
        self.assertEqual(self.custody.state, "given_back")
        self.assertEqual(self.custody.receipt_state, "void")
        self.assertEqual(self.record.state, "sent_back")
        self.assertFalse(self.quantity_at(self.custody_place, self.machine))
        self.custody.with_user(self.dispatcher).action_file()
        self.record.action_close()

    def test_not_twice(self):
        self.finish_repair()
        self.give_back(self.custody)
        with self.assertRaises(MoveRefused):
            self.custody.action_give_back("王师傅")

    def test_lost_receipt_needs_a_second_person(self):
        self.finish_repair()
        self.custody.with_user(self.director).action_inspect()
        custody = self.custody.with_user(self.dispatcher)
        with self.assertRaises(ProofMissing):
            custody.action_declare_lost()
        custody.lost_reason = "客户搬家遗失"
        custody.action_declare_lost()
        question = custody.approval_ids
        with self.assertRaises(SamePersonRefused):
            question.with_user(self.dispatcher).action_agree()
        question.with_user(self.director).action_agree()
        self.assertEqual(custody.receipt_state, "lost")
        custody.action_give_back("王师傅", SIGNATURE)
        self.assertEqual(custody.receipt_state, "void")

    def test_customers_goods_are_never_reserved_for_a_sale(self):
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.stranger.id,
                "order_line": [(0, 0, {"product_id": self.machine.id})],
            }
        )
        sale.action_confirm()
        sale.picking_ids.action_assign()
        self.assertEqual(sale.picking_ids.move_ids.quantity, 0)
        self.assertEqual(self.machine.free_qty, 0)

    def test_same_serial_is_not_taken_in_twice(self):
        line = {"device_id": self.device.id, "serial": "SN1"}
        with self.assertRaises(ProofMissing) as refused:
            self.receive(self.make_return(lines=[line]))
        self.assertIn("SN1", str(refused.exception))

    def test_going_back_to_its_owner_makes_no_second_device(self):
        self.finish_repair()
        self.give_back(self.custody)
        devices = self.env["aftersales.device"].with_context(active_test=False)
        self.assertEqual(devices.search([("serial", "=", "SN1")]), self.device)

    def test_it_may_come_again_after_it_went_back(self):
        self.finish_repair()
        self.give_back(self.custody)
        line = {"device_id": self.device.id, "serial": "SN1"}
        again = self.receive(self.make_return(lines=[line]))
        self.assertEqual(again.custody_ids.state, "in_store")

    def test_open_custody_keeps_the_return_open(self):
        with self.assertRaises(MoveRefused) as refused:
            self.record.action_close()
        self.assertIn(self.repair._get_action_label(), str(refused.exception))
