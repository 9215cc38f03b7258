from odoo import Command

from ...exceptions import MoveRefused, PartRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon


class TestRequisitionApproval(AfterSalesCommon):
    """P-12, P-13, P-27, P-28: who agrees, what jumps the queue, what is only lent."""

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))

    def draft(self, *parts, **vals):
        lines = [
            Command.create({"product_id": part.id, "quantity": quantity})
            for part, quantity in parts or [(self.part, 2)]
        ]
        requisitions = self.env["aftersales.requisition"].with_user(self.technician)
        return requisitions.create(
            {"visit_id": self.visit.id, "line_ids": lines} | vals
        )

    def limit(self, amount, kind="requisition"):
        self.env["aftersales.requisition.limit"].create(
            {
                "amount_above": amount,
                "kind": kind,
                "role_id": self.env.ref("aftersales_service.role_finance_manager").id,
            }
        )

    def test_below_the_limit_nobody_is_asked(self):
        self.limit(22)
        requisition = self.draft()
        requisition.action_submit()
        self.assertEqual(requisition.state, "approved")

    def test_above_the_limit_the_named_role_agrees(self):
        self.limit(20)
        requisition = self.draft()
        requisition.action_submit()
        self.assertEqual(requisition.state, "submitted")
        self.assertFalse(requisition.sudo().picking_ids)
        approval = requisition.sudo().approval_ids
        self.assertEqual(
            (approval.amount, approval.role_id.code), (22, "finance_manager")
        )
        with self.assertRaises(MoveRefused):
            self.issue_refused(requisition)
        approval.with_user(self.director).action_agree()
        self.assertEqual(requisition.state, "approved")
        self.issue(requisition)
        self.assertEqual(requisition.state, "issued")

    def issue_refused(self, requisition):
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        self.part.barcode = "P-1"
        counter.scan("P-1", requisition.id)

    def test_refused_goes_back_to_be_changed_and_asked_again(self):
        self.limit(20)
        requisition = self.draft()
        requisition.action_submit()
        requisition.sudo().approval_ids.with_user(self.director).action_refuse("太多")
        self.assertEqual(requisition.state, "draft")
        self.assertFalse(
            requisition.order_id.sudo().fee_ids.filtered("requisition_line_id")
        )
        requisition.line_ids.quantity = 1
        requisition.action_submit()
        self.assertEqual(requisition.state, "approved")
        fees = requisition.order_id.sudo().fee_ids.filtered("requisition_line_id")
        self.assertEqual(fees.mapped("quantity"), [1])

    def test_urgent_needs_words_and_the_leader(self):
        requisition = self.draft(urgent=True)
        with self.assertRaisesRegex(ProofMissing, "explanation"):
            requisition.action_submit()
        requisition.explanation = "客户停产"
        requisition.action_submit()
        approval = requisition.sudo().approval_ids
        self.assertEqual(approval.kind, "requisition_urgent")
        self.assertEqual(approval.role_id.code, "service_director")

    def test_urgent_takes_what_others_only_reserved(self):
        rare = self.make_part("主板", 680, 352, stock=1)
        ordinary = self.draft((rare, 1))
        ordinary.action_submit()
        self.assertEqual(ordinary.sudo().picking_ids.state, "assigned")
        urgent = self.draft((rare, 1), urgent=True, explanation="停车")
        urgent.action_submit()
        urgent.sudo().approval_ids.with_user(self.director).action_agree()
        self.assertEqual(urgent.sudo().picking_ids.state, "assigned")
        self.assertEqual(ordinary.sudo().picking_ids.state, "confirmed")

    def test_nothing_is_added_after_submission(self):
        requisition = self.draft()
        requisition.action_submit()
        with self.assertRaises(ProtectedRefused):
            requisition.line_ids = [Command.create({"product_id": self.part.id})]
        with self.assertRaises(PartRefused):
            requisition.sudo().unlink()

    def test_lent_tool_comes_back_and_costs_nothing(self):
        tool = self.make_part("万用表", 200, 100, stock=1, aftersales_is_tool=True)
        requisition = self.draft((tool, 1))
        requisition.action_submit()
        self.assertFalse(
            requisition.order_id.sudo().fee_ids.filtered("requisition_line_id")
        )
        self.issue(requisition)
        self.go_to_work(self.visit)
        with (
            self.assertRaisesRegex(PartRefused, "brought back"),
            self.env.cr.savepoint(),
        ):
            self.finish(self.visit, used={requisition.line_ids: 1})
        self.env.invalidate_all()
        self.finish(self.visit)
        self.sign(self.visit)
        self.assertEqual(requisition.state, "signed")
        requisition.action_return_unused()
        requisition.with_user(self.keeper).action_receive_return()
        self.assertEqual(requisition.state, "returned")

    def test_parts_of_the_machine_are_proposed(self):
        device = self.make_device("YJ-P1")
        device._build_in(self.part, "2026-01-01", "出厂")
        visit = self.make_visit(self.make_order(device, service_type="c"))
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create({"visit_id": visit.id})
        )
        requisition.action_add_device_parts()
        self.assertEqual(requisition.line_ids.product_id, self.part)
        with self.assertRaises(ProofMissing):
            requisition.action_add_device_parts()

    def test_visit_that_is_cancelled_leaves_all_to_be_returned(self):
        requisition = self.draft()
        requisition.action_submit()
        self.issue(requisition)
        self.visit.with_user(self.dispatcher).action_cancel()
        self.assertEqual(requisition.state, "issued")
        requisition.action_return_unused()
        requisition.with_user(self.keeper).action_receive_return()
        self.assertEqual(requisition.state, "returned")
