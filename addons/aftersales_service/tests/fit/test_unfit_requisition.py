from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import ProofMissing, ProtectedRefused
from .fit_case import FitCommon


class TestUnfitRequisition(FitCommon):
    """It is told before it is asked for, and asked for with a reason only."""

    def setUp(self):
        super().setUp()
        self.replace(self.old, self.new)
        self.fit(self.old, False, "YJ2105-100")
        self.fit(self.new, "YJ2105-101")
        self.visit = self.make_visit(self.make_order(self.device, service_type="c"))

    def draft(self, *parts, **vals):
        return (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": self.visit.id,
                    "line_ids": [
                        Command.create({"product_id": part.id} | vals) for part in parts
                    ],
                }
            )
        )

    def test_the_form_says_it_while_it_is_typed(self):
        form = Form(
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .with_context(default_visit_id=self.visit.id)
        )
        with form.line_ids.new() as line:
            line.product_id = self.new
            self.assertEqual(line.fit_state, "wrong")
            self.assertIn("FIT-A", line.fit_text)
            line.product_id = self.old
            self.assertEqual((line.fit_state, line.fit_text), ("fits", ""))

    def test_without_a_reason_it_is_refused_with_the_part_that_fits(self):
        requisition = self.draft(self.new)
        with self.assertRaisesRegex(ProofMissing, "Take .*FIT-A.*Why Nevertheless"):
            requisition.action_submit()
        self.assertEqual(requisition.state, "draft")

    def test_a_blank_is_no_reason(self):
        with self.assertRaises(ProofMissing):
            self.draft(self.new, fit_reason="  ").action_submit()

    def test_with_a_reason_it_goes_and_is_written_down(self):
        requisition = self.draft(self.new, fit_reason="客户改装过轴")
        requisition.action_submit()
        self.assertEqual(requisition.state, "approved")
        self.assertIn("客户改装过轴", str(requisition.message_ids.mapped("body")))
        with self.assertRaises(ProtectedRefused):
            requisition.line_ids.fit_reason = "other"

    def test_one_press_takes_the_part_that_fits(self):
        requisition = self.draft(self.new, fit_reason="x")
        requisition.line_ids.action_take_fitting()
        line = requisition.line_ids
        self.assertEqual((line.product_id, line.fit_reason), (self.old, False))
        requisition.action_submit()
        with self.assertRaises(ProtectedRefused):
            line.write({"product_id": self.new.id})

    def test_superseded_is_told_and_stops_nobody(self):
        free = self.make_part("密封A", 5, 2, stock=1)
        newer = self.make_part("密封B", 5, 2)
        self.replace(free, newer)
        requisition = self.draft(free)
        self.assertEqual(requisition.line_ids.fit_state, "superseded")
        requisition.action_submit()
        self.assertEqual(requisition.state, "approved")

    def test_what_is_proposed_is_the_part_of_this_serial(self):
        self.device._build_in(self.new, "2026-01-01", "出厂")
        requisition = self.draft()
        requisition.action_add_device_parts()
        self.assertEqual(requisition.line_ids.product_id, self.old)

    def test_a_job_that_knows_only_the_model(self):
        pump = self.env["product.product"].create({"name": "水泵"})
        order = self.make_order(product_id=self.machine.id, service_type="c")
        self.visit = self.make_visit(order)
        requisition = self.draft(self.old)
        self.assertIn("plate", requisition.line_ids.fit_text)
        self.assertFalse(requisition.line_ids.fit_instead_id)
        order.product_id = pump
        self.assertEqual(requisition.line_ids.fit_state, "wrong")

    def make_remedy(self, *parts):
        fault = self.env["aftersales.fault"]
        symptom = fault.create({"code": "FU", "name": "异响", "kind": "symptom"})
        symptom.part_ids = [Command.create({"product_id": part.id}) for part in parts]
        return symptom

    def test_of_a_job_that_knows_only_the_model_no_other_part_is_proposed(self):
        """The newer one fits later serial numbers only, and nobody read this one's."""
        order = self.make_order(product_id=self.machine.id, service_type="c")
        order.fault_id = self.make_remedy(self.old)
        self.visit = self.make_visit(order)
        requisition = self.draft()
        requisition.action_add_fault_parts()
        line = requisition.line_ids
        self.assertEqual((line.product_id, line.fit_state), (self.old, "unknown"))
        self.assertFalse(line.fit_instead_id)

    def test_a_stranger_changes_no_line(self):
        requisition = self.draft(self.new)
        for user in (self.colleague, self.inspector, self.accountant):
            with self.assertRaises(AccessError):
                requisition.line_ids.with_user(user).action_take_fitting()

    def test_twenty_lines_cost_as_many_queries_as_one(self):
        parts = [self.make_part(f"件{n}", 1, 1) for n in range(20)]
        for part in parts:
            self.fit(part, "YJ2105-500")
        for chosen in (parts[:1], parts):
            lines = self.draft(*chosen).line_ids
            lines = lines.browse(lines.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(22):
                lines.mapped("fit_text")
