from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common import ParcelCommon


class TestParcelCalledOff(ParcelCommon):
    """What nobody waits for any more arrives all the same, and is not sent again."""

    def send_some(self, quantity=2):
        self.requisition = self.ask((self.part, 5))
        parcel = self.pack(self.requisition)
        parcel.line_ids.quantity = quantity
        parcel.action_send()
        return parcel

    def call_off(self):
        self.requisition.with_user(self.technician).action_cancel()

    def get_waiting(self):
        line = self.requisition.line_ids
        return line._get_open_quantities()[line][0]

    def test_the_job_waits_no_longer(self):
        self.send_some()
        order = self.requisition.order_id
        self.assertIn(("parts", self.requisition), order._get_waits())
        self.call_off()
        self.assertTrue(self.requisition.called_off)
        self.assertEqual(self.get_waiting(), 0)
        self.assertFalse(order._get_waits())

    def test_broken_is_not_sent_again(self):
        parcel = self.send_some()
        self.call_off()
        self.receive(parcel, (1, 0, 1))
        self.assertEqual(self.get_waiting(), 0)
        self.assertEqual(self.requisition.state, "issued")
        self.assertEqual(self.requisition.line_ids.held_quantity, 1)

    def test_lost_it_is_cancelled(self):
        parcel = self.send_some()
        self.call_off()
        parcel.action_never_arrived()
        parcel.line_ids.fate_reason = "快递公司确认遗失"
        parcel.action_settle()
        self.assertEqual(self.requisition.state, "cancelled")
        self.assertEqual(self.get_waiting(), 0)

    def test_came_back_it_is_cancelled(self):
        parcel = self.send_some()
        self.call_off()
        parcel.action_came_back()
        self.assertEqual(self.requisition.state, "cancelled")
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 20)

    def test_arrived_it_is_issued_and_comes_back(self):
        parcel = self.send_some()
        self.call_off()
        parcel.with_user(self.technician).action_receive_all()
        self.assertEqual(self.requisition.state, "issued")
        back = self.send_back()
        back.action_send()
        self.receive(back, (2, 0, 0), user=self.keeper)
        self.assertEqual(self.lying(self.warehouse.lot_stock_id), 20)

    def test_work_done_without_it(self):
        parcel = self.send_some()
        self.go_to_work(self.visit, consent="张主任")
        self.finish(self.visit)
        self.assertTrue(self.requisition.called_off)
        self.assertFalse(self.requisition._is_short())
        self.receive(parcel, (1, 1, 0))
        parcel.line_ids.write({"fate": "borne", "fate_reason": "查过"})
        parcel.action_settle()
        self.assertEqual(self.get_waiting(), 0)
        self.assertEqual(self.requisition.line_ids.held_quantity, 1)

    def test_work_done_with_half_of_it(self):
        parcel = self.send_some(3)
        self.receive(parcel, (2, 0, 0))
        self.go_to_work(self.visit, consent="张主任")
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.assertTrue(self.requisition.called_off)
        self.receive(parcel, (0, 0, 1))
        self.assertEqual(self.get_waiting(), 0)
        self.assertEqual(parcel.state, "done")

    def test_what_arrives_after_the_signature_goes_home(self):
        parcel = self.send_some(3)
        self.receive(parcel, (2, 0, 0))
        self.go_to_work(self.visit, consent="张主任")
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        self.sign(self.visit)
        self.assertEqual(self.requisition.state, "signed")
        self.receive(parcel, (1, 0, 0))
        back = self.send_back()
        self.assertEqual(back.line_ids.requisition_id, self.requisition)
        back.action_send()
        self.assertEqual(self.requisition.state, "returned")
        back.with_user(self.keeper).action_came_back()
        again = self.send_back()
        self.assertEqual(again.line_ids.quantity, 1)
        again.action_send()
        self.receive(again, (1, 0, 0), user=self.keeper)
        self.requisition.with_user(self.keeper).action_reconcile()

    def test_pressed_twice(self):
        self.send_some()
        self.call_off()
        self.call_off()
        self.assertEqual(self.requisition.state, "approved")

    def test_strangers_call_nothing_off(self):
        self.send_some()
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "warehouse",
            "as_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for user in (self.inspector, self.accountant, self.colleague, stranger):
            mine = self.requisition.with_user(user)
            with self.assertRaises(AccessError, msg=user.login):
                mine.action_cancel()
            with self.assertRaises(UserError, msg=user.login) as told:
                mine.action_reconcile()
            self.assertNotIn("KD", str(told.exception))
        self.assertEqual(self.get_waiting(), 3)
        self.assertFalse(self.requisition.called_off)
