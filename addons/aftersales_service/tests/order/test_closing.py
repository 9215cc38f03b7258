from ...exceptions import MoveRefused
from ..common import AfterSalesCommon


class TestClosing(AfterSalesCommon):
    def test_job_solved_by_telephone_closes_without_visit(self):
        order = self.make_order()
        order.action_close()
        order.action_file()
        self.assertEqual(order.state, "filed")
        self.assertTrue(order.closed_at)

    def test_open_visit_keeps_the_job_open_and_is_named(self):
        order = self.make_order()
        visit = self.make_visit(order)
        with self.assertRaisesRegex(MoveRefused, visit.name):
            order.action_close()

    def test_part_in_the_van_keeps_the_job_open(self):
        device = self.make_device()
        order = self.make_order(device, service_type="c")
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit)
        self.issue(requisition)
        self.go_to_work(visit)
        self.finish(visit)
        self.sign(visit)
        visit.action_close()
        with self.assertRaisesRegex(MoveRefused, requisition.name):
            order.action_close()
        requisition.action_return_unused()
        requisition.with_user(self.keeper).action_receive_return()
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_unquoted_fee_keeps_the_job_open(self):
        order = self.make_order(service_type="a")
        visit = self.make_visit(order)
        self.go_to_work(visit, consent="王经理")
        self.finish(visit)
        self.sign(visit)
        visit.action_close()
        with self.assertRaisesRegex(MoveRefused, "工时费"):
            order.action_close()
        order.action_create_quotation()
        order.action_close()

    def test_cancelled_visit_gives_the_job_back_to_the_desk(self):
        order = self.make_order()
        visit = self.make_visit(order)
        self.assertEqual(order.state, "dispatched")
        visit.with_user(self.dispatcher).action_cancel()
        self.assertEqual(order.state, "registered")

    def test_cancelling_the_job_cancels_its_visits(self):
        order = self.make_order()
        visit = self.make_visit(order)
        order.action_cancel()
        self.assertEqual((order.state, visit.state), ("cancelled", "cancelled"))

    def test_job_with_work_under_way_is_not_cancelled(self):
        order = self.make_order(service_type="c")
        visit = self.make_visit(order)
        self.go_to_work(visit)
        with self.assertRaises(MoveRefused):
            order.action_cancel()
