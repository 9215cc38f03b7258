from odoo.tests import Form

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestPhone(AfterSalesCommon):
    """电话解决 (S-06) and 催单: what the desk does without sending anybody."""

    def solve(self, order, guidance):
        form = Form(
            self.env["aftersales.order.phone"]
            .with_user(self.dispatcher)
            .with_context(default_order_id=order.id)
        )
        if guidance is not None:
            form.guidance = guidance
        form.save().action_solve()

    def test_guided_on_the_telephone_closes_without_visit(self):
        order = self.make_order()
        self.solve(order, "打开总阀后再点火，已正常")
        self.assertEqual((order.state, order.solution_place), ("closed", "phone"))
        self.assertEqual(order.guidance, "打开总阀后再点火，已正常")
        self.assertTrue(order.phone_solved_at)
        self.assertFalse(order.visit_ids)

    def test_fault_tree_proposes_the_guidance(self):
        fault = self.env["aftersales.fault"].create(
            {"code": "Z1", "name": "打不着火", "guidance": "请确认总阀已开"}
        )
        order = self.make_order(fault_id=fault.id)
        self.solve(order, None)
        self.assertEqual(order.guidance, "请确认总阀已开")

    def test_without_guidance_it_is_refused_and_stays_open(self):
        order = self.make_order()
        with self.assertRaisesRegex(ProofMissing, "what the customer was told"):
            order.action_solve_by_phone("  ")
        self.assertEqual(order.state, "registered")

    def test_dispatched_job_is_not_solved_by_telephone(self):
        order = self.make_order()
        self.make_visit(order)
        with self.assertRaisesRegex(MoveRefused, "sent already"):
            order.action_solve_by_phone("已指导")

    def test_hook_learns_the_moment(self):
        told = []
        self.patch(
            self.registry["aftersales.order"],
            "_on_phone_solved",
            lambda order, moment: told.append((order.id, moment)),
        )
        order = self.make_order()
        order.action_solve_by_phone("已指导")
        self.assertEqual(told, [(order.id, order.phone_solved_at)])

    def test_urging_counts_and_makes_no_second_job(self):
        order = self.make_order()
        before = self.env["aftersales.order"].search_count([])
        order.action_urge()
        order.action_urge()
        self.assertEqual(order.urge_count, 2)
        self.assertTrue(order.urged_at)
        self.assertEqual(self.env["aftersales.order"].search_count([]), before)

    def test_finished_job_is_not_urged(self):
        order = self.make_order()
        order.action_cancel()
        with self.assertRaisesRegex(MoveRefused, "open a new service order"):
            order.action_urge()

    def test_a_technician_does_not_urge(self):
        order = self.make_order()
        self.make_visit(order)
        with self.assertRaises(GroupRefused):
            order.with_user(self.technician).action_urge()

    def test_script_of_the_unit_goes_before_the_companys(self):
        self.company.aftersales_opening_script = "您好！示例机电"
        unit = self.env["aftersales.unit"].create({"name": "济南", "code": "JN9"})
        order = self.make_order(unit_id=unit.id)
        self.assertEqual(order.opening_script, "您好！示例机电")
        unit.opening_script = "您好！济南服务中心"
        order.invalidate_recordset()
        self.assertEqual(order.opening_script, "您好！济南服务中心")
