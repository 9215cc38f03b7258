from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, PartRefused, ProtectedRefused
from ..common import AfterSalesCommon


class TestRequisitionJob(AfterSalesCommon):
    """Parts before dispatch: a job asks for parts, and whoever is sent takes them over."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device())

    def ask(self, *parts, order=None):
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.dispatcher)
            .create(
                {
                    "order_id": (order or self.order).id,
                    "line_ids": [
                        Command.create({"product_id": part.id, "quantity": quantity})
                        for part, quantity in parts or [(self.part, 2)]
                    ],
                }
            )
        )
        requisition.action_submit()
        return requisition

    def get_moves(self, requisition):
        return requisition.sudo().picking_ids.move_ids

    def test_a_job_reserves_parts_before_anybody_is_sent(self):
        asked = self.ask()
        self.assertEqual((asked.state, asked.technician_id.id), ("approved", False))
        self.assertEqual(asked.company_id, self.order.company_id)
        move = self.get_moves(asked)
        self.assertEqual((move.state, move.quantity), ("assigned", 2))
        self.assertEqual(self.order.requisition_count, 1)
        found = self.order.action_view_requisitions()
        self.assertEqual(asked.search(found["domain"]), asked)

    def test_whoever_is_sent_takes_them_over(self):
        asked = self.ask()
        visit = self.make_visit(self.order)
        self.assertEqual(asked.visit_id.id, visit.id)
        move = self.get_moves(asked)
        self.assertEqual(move.location_dest_id, self.li.location_id)
        self.assertEqual(move.move_line_ids.location_dest_id, self.li.location_id)
        self.assertEqual(asked.line_ids.sudo().fee_ids.visit_id.id, visit.id)
        mine = asked.with_user(self.technician)
        self.assertEqual(mine.read(["user_id"])[0]["user_id"][0], self.technician.id)
        self.issue(asked)
        self.go_to_work(visit, "张主任")
        self.finish(visit, used={asked.line_ids: 2})
        self.assertEqual(asked.line_ids.used_quantity, 2)

    def test_nothing_is_issued_to_nobody(self):
        asked = self.ask()
        with self.assertRaises(MoveRefused):
            self.issue(asked)
        picking = asked.sudo().picking_ids
        picking.move_ids.picked = True
        with self.assertRaises(MoveRefused):
            picking.with_user(self.keeper).sudo().button_validate()
        with self.assertRaises(MoveRefused):
            asked.with_user(self.keeper).action_pack_parcel()
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        self.assertIn(asked.id, [row["id"] for row in counter.get_queue()])
        with self.assertRaises(MoveRefused):
            counter.hand_over(asked.id)

    def test_another_technician_gets_what_waits(self):
        asked = self.ask()
        visit = self.make_visit(self.order)
        visit.with_user(self.dispatcher).technician_id = self.zhao
        move = self.get_moves(asked)
        self.assertEqual(move.location_dest_id, self.zhao.location_id)

    def test_a_visit_that_is_cancelled_gives_them_back_to_the_job(self):
        asked = self.ask()
        first = self.make_visit(self.order).with_user(self.dispatcher)
        first.action_cancel()
        self.assertFalse(asked.visit_id)
        self.assertEqual((asked.state, self.get_moves(asked).quantity), ("approved", 2))
        self.assertNotEqual(self.get_moves(asked).location_dest_id, self.li.location_id)
        second = self.make_visit(self.order, self.zhao)
        self.assertEqual(asked.visit_id.id, second.id)
        self.assertEqual(self.get_moves(asked).location_dest_id, self.zhao.location_id)

    def test_not_solved_they_wait_for_the_next_visit(self):
        visit = self.make_visit(self.order)
        self.go_to_work(visit, "张主任")
        rare = self.make_part("主轴", 900, 500)
        asked = self.make_requisition(visit, (rare, 1))
        visit.write({"outcome": "unsolved", "outcome_note": "等主轴"})
        self.finish(visit)
        self.assertEqual(
            (asked.sudo().state, asked.sudo().visit_id.id), ("approved", False)
        )
        second = self.env["aftersales.visit"].create(
            {
                "order_id": self.order.id,
                "technician_id": self.zhao.id,
                "override_reason": "主轴由厂家直发",
            }
        )
        self.assertEqual(asked.sudo().visit_id, second)

    def test_asked_for_after_somebody_was_sent_it_is_his(self):
        visit = self.make_visit(self.order)
        asked = self.ask()
        self.assertEqual(asked.visit_id.id, visit.id)

    def test_a_job_that_is_cancelled_sets_them_free(self):
        asked = self.ask((self.part, 20))
        self.order.action_cancel()
        self.assertEqual(asked.state, "cancelled")
        self.assertEqual(self.get_moves(asked).state, "cancel")
        self.assertFalse(sum(asked.line_ids.sudo().fee_ids.mapped("quantity")))
        other = self.ask((self.part, 20), order=self.make_order())
        self.assertEqual(self.get_moves(other).state, "assigned")

    def test_jobs_that_become_one_keep_them(self):
        asked = self.ask()
        survivor = self.make_order()
        survivor.with_user(self.dispatcher)._merge(self.order)
        self.assertEqual((asked.order_id.id, asked.state), (survivor.id, "approved"))

    def test_it_stays_with_its_job(self):
        asked, other = self.ask(), self.make_order()
        for user in (self.dispatcher, self.keeper):
            with self.assertRaises(ProtectedRefused):
                asked.with_user(user).order_id = other
        with self.assertRaises(PartRefused):
            asked.create(
                {"order_id": other.id, "visit_id": self.make_visit(self.order).id}
            )

    def test_a_technician_asks_for_his_own_visits_only(self):
        mine = self.env["aftersales.requisition"].with_user(self.technician)
        with self.assertRaises(AccessError):
            mine.create({"order_id": self.order.id})
        with self.assertRaises(AccessError):
            mine.browse(self.ask().id).read(["name"])

    def test_the_job_waits_for_what_is_short(self):
        rare = self.make_part("主轴", 900, 500)
        asked = self.ask((rare, 1))
        self.assertIn(("parts", asked.sudo()), self.order.sudo()._get_waits())
