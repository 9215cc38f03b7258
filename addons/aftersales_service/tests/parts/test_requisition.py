from odoo.exceptions import AccessError

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from ..common import AfterSalesCommon


class TestRequisition(AfterSalesCommon):
    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))

    def test_parts_go_from_stock_to_the_van(self):
        requisition = self.make_requisition(self.visit)
        before = self.part.with_context(warehouse_id=self.warehouse.id).free_qty
        self.issue(requisition)
        self.assertEqual(requisition.state, "issued")
        self.assertEqual(requisition.line_ids.issued_quantity, 2)
        quants = self.env["stock.quant"].search(
            [("location_id", "=", self.li.location_id.id)]
        )
        self.assertEqual(sum(quants.mapped("quantity")), 2)
        self.env.invalidate_all()
        self.assertEqual(
            self.part.with_context(warehouse_id=self.warehouse.id).free_qty, before
        )
        self.assertEqual(self.part.qty_available, 18)
        self.assertEqual(requisition.issued_by_id, self.keeper)

    def test_who_requests_does_not_issue(self):
        self.technician.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_warehouse"
        )
        requisition = self.make_requisition(self.visit)
        with self.assertRaises(SamePersonRefused):
            requisition.with_user(self.technician).action_issue()

    def test_who_requests_does_not_validate_the_transfer_either(self):
        self.technician.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_warehouse"
        )
        requisition = self.make_requisition(self.visit)
        picking = requisition.sudo().picking_ids.with_user(self.technician)
        picking.action_assign()
        picking.move_ids.picked = True
        with self.assertRaises(SamePersonRefused):
            picking.button_validate()

    def test_small_shop_may_allow_it_and_it_is_written_down(self):
        self.company.aftersales_same_person_may_issue = True
        self.technician.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_warehouse"
        )
        requisition = self.make_requisition(self.visit)
        requisition.with_user(self.technician).action_issue()
        bodies = " ".join(requisition.message_ids.mapped("body"))
        self.assertIn(self.technician.name, bodies)

    def test_technician_does_not_issue_over_rpc(self):
        requisition = self.make_requisition(self.visit)
        for action in ("action_issue", "action_receive_return", "action_reconcile"):
            with self.assertRaises(GroupRefused):
                getattr(requisition.with_user(self.technician), action)()

    def test_readers_announce_no_return(self):
        requisition = self.make_requisition(self.visit)
        self.issue(requisition)
        for user in (self.inspector, self.accountant):
            with self.assertRaises(AccessError):
                requisition.with_user(user).action_return_unused()

    def test_stranger_does_not_touch_anothers_requisition(self):
        requisition = self.make_requisition(self.visit).with_user(self.colleague)
        with self.assertRaises(AccessError):
            requisition.action_cancel()
        with self.assertRaises(AccessError):
            requisition.line_ids.quantity_to_use = 1

    def test_partial_issue_keeps_the_rest_waiting(self):
        rare = self.make_part("主板", 680, 352, stock=1)
        requisition = self.make_requisition(self.visit, (rare, 3))
        self.issue(requisition)
        self.assertEqual(requisition.line_ids.issued_quantity, 1)
        self.add_stock(rare, 5)
        self.issue(requisition)
        self.assertEqual(requisition.line_ids.issued_quantity, 3)

    def test_nothing_in_stock_is_said(self):
        rare = self.make_part("主板", 680, 352)
        requisition = self.make_requisition(self.visit, (rare, 1))
        with self.assertRaisesRegex(ProofMissing, "in stock"):
            self.issue(requisition)

    def test_two_lines_of_one_part_stay_apart(self):
        requisition = self.make_requisition(self.visit, (self.part, 1), (self.part, 2))
        self.issue(requisition)
        self.assertEqual(requisition.line_ids.mapped("issued_quantity"), [1, 2])

    def test_exactly_the_issued_serials_are_used_and_returned(self):
        board = self.make_part("主板", 680, 352, tracking="serial")
        self.make_lots(board, "B-1", "B-2", "B-3")
        requisition = self.make_requisition(self.visit, (board, 2))
        self.issue(requisition)
        line = requisition.line_ids
        issued = {lot for lot, _quantity in line._get_held_lots()}
        self.assertEqual(len(issued), 2)
        self.go_to_work(self.visit)
        self.finish(self.visit, used={line: 1})
        requisition.action_return_unused()
        requisition.with_user(self.keeper).action_receive_return()
        moves = line.sudo().move_ids
        used = moves.filtered(lambda m: m.aftersales_step == "use").move_line_ids.lot_id
        back = moves.filtered(
            lambda m: m.aftersales_step == "return"
        ).move_line_ids.lot_id
        self.assertEqual(set(used | back), issued)
        self.assertFalse(line._get_held_lots())

    def test_balance_and_reconciliation(self):
        requisition = self.make_requisition(self.visit, (self.part, 3))
        self.issue(requisition)
        line = requisition.line_ids
        self.go_to_work(self.visit)
        self.finish(self.visit, used={line: 2})
        self.assertEqual((line.used_quantity, line.held_quantity), (2, 1))
        with self.assertRaises(ProofMissing):
            requisition.with_user(self.keeper).action_reconcile()
        requisition.action_return_unused()
        requisition.action_return_unused()  # a second click announces nothing twice
        requisition.with_user(self.keeper).action_receive_return()
        self.assertEqual((line.returned_quantity, line.held_quantity), (1, 0))
        with self.assertRaises(MoveRefused):  # the customer has not signed (P-02)
            requisition.with_user(self.keeper).action_reconcile()
        self.sign(self.visit)
        self.assertEqual(requisition.state, "returned")
        requisition.with_user(self.keeper).action_reconcile()
        self.assertEqual(requisition.state, "reconciled")
        self.assertEqual(self.part.qty_available, 18)

    def test_nobody_uses_more_than_he_holds(self):
        requisition = self.make_requisition(self.visit, (self.part, 1))
        self.issue(requisition)
        self.go_to_work(self.visit)
        with self.assertRaisesRegex(ProofMissing, "only 1 issued"):
            self.finish(self.visit, used={requisition.line_ids: 2})

    def test_request_that_was_not_issued_is_withdrawn_with_the_work(self):
        requisition = self.make_requisition(self.visit)
        self.go_to_work(self.visit)
        self.finish(self.visit)
        self.assertEqual(requisition.state, "cancelled")
        self.assertEqual(requisition.sudo().picking_ids.state, "cancel")

    def test_submitted_lines_stand(self):
        requisition = self.make_requisition(self.visit)
        with self.assertRaises(ProtectedRefused):
            requisition.line_ids.quantity = 9
        with self.assertRaises(ProtectedRefused):
            requisition.line_ids.unlink()

    def test_empty_requisition_is_not_submitted(self):
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create({"visit_id": self.visit.id})
        )
        with self.assertRaises(ProofMissing):
            requisition.action_submit()

    def test_second_submit_is_refused(self):
        requisition = self.make_requisition(self.visit)
        with self.assertRaises(MoveRefused):
            requisition.action_submit()
        self.assertEqual(len(requisition.sudo().picking_ids), 1)
