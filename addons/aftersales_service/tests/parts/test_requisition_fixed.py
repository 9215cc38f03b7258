from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import ProtectedRefused
from ..common import AfterSalesCommon


class TestRequisitionFixed(AfterSalesCommon):
    """What was approved is what is issued: lines are fixed at submission, and parts stay
    with the job they were issued for."""

    def setUp(self):
        super().setUp()
        self.first = self.make_visit(self.make_order())
        self.second = self.make_visit(self.make_order())
        self.submitted = self.make_requisition(self.first)
        self.draft = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": self.first.id,
                    "line_ids": [
                        Command.create({"product_id": self.part.id, "quantity": 99})
                    ],
                }
            )
        )

    def test_a_draft_line_is_not_moved_into_it(self):
        for line in (
            self.draft.line_ids,
            self.draft.with_user(self.dispatcher).line_ids,
        ):
            with self.assertRaises(ProtectedRefused):
                line.requisition_id = self.submitted
        self.env.flush_all()
        self.assertEqual(len(self.submitted.line_ids), 1)

    def test_not_by_the_list_of_lines_either(self):
        for commands in (
            [Command.link(self.draft.line_ids.id)],
            [Command.set(self.draft.line_ids.ids)],
            [Command.create({"product_id": self.part.id, "quantity": 1})],
            [Command.update(self.submitted.line_ids.id, {"quantity": 99})],
            [Command.clear()],
        ):
            with self.assertRaises(ProtectedRefused), self.env.cr.savepoint():
                self.submitted.write({"line_ids": commands})
                self.env.flush_all()
        self.assertEqual(self.submitted.line_ids.quantity, 2)

    def test_no_line_leaves_it(self):
        with self.assertRaises(ProtectedRefused):
            self.submitted.line_ids.requisition_id = self.draft

    def test_parts_stay_with_their_job(self):
        for user in (self.technician, self.keeper, self.dispatcher):
            with self.assertRaises(ProtectedRefused):
                self.submitted.with_user(user).visit_id = self.second
        self.draft.visit_id = self.second
        self.assertEqual(self.draft.order_id, self.second.order_id)

    def test_the_use_is_still_filled_in(self):
        self.issue(self.submitted)
        self.submitted.line_ids.write({"quantity_to_use": 1, "old_serial": "A1"})
        self.assertEqual(self.submitted.line_ids.quantity_to_use, 1)

    def test_no_number_and_no_keeper_of_his_own(self):
        for vals in ({"name": "LL-1"}, {"issued_by_id": self.keeper.id}):
            with self.assertRaises(ProtectedRefused):
                self.draft.write(vals)
        with self.assertRaises(AccessError):
            self.draft.with_user(self.inspector).note = "x"
