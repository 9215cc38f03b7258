from datetime import datetime, timedelta

from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestTourDayBoard(AfterSalesCommon, HttpCase):
    """A dispatcher's morning on the day board: mouse and keyboard."""

    def test_dispatcher_assigns_and_moves(self):
        self.dispatcher.write({"lang": "zh_CN", "email": "d@example.com"})
        self.env["aftersales.order"].search([]).action_cancel()
        (
            self.env["aftersales.technician"].search([]) - self.li - self.zhao
        ).active = False
        (self.li | self.zhao).write({"shift_start": 0, "shift_end": 24})
        self.company.resource_calendar_id = self.make_calendar(range(7), (8, 20))
        doors = self.env["product.category"].create({"name": "防盗门"})
        motors = self.env["product.category"].create({"name": "电机"})
        self.machine.categ_id = motors
        # 赵刚 may not be sent at all; against 李强 the second job only warns.
        self.zhao.grade = "junior"
        self.env["aftersales.grade.authority"].create(
            {"grade": "junior", "max_severity": "simple"}
        )
        self.li.skill_ids = motors
        door = self.env["product.product"].create(
            {"name": "防盗门", "categ_id": doors.id}
        )
        # Whatever the hour, tomorrow is not too late.
        self.company.aftersales_promise_hours = 96
        one = self.make_order(self.make_device(), service_type="c")
        other = self.make_device("YJ-2", product_id=door.id)
        two = self.make_order(other, service_type="c")
        self.start_tour(
            "/odoo/day-board", "aftersales_day_board", login=self.dispatcher.login
        )
        self.env.invalidate_all()
        self.assertEqual((one | two).mapped("state"), ["dispatched", "dispatched"])
        self.assertEqual((one | two).visit_ids.technician_id, self.li)
        self.assertEqual(two.visit_ids.override_reason, "赵刚电话支援")
        self.assertFalse(one.visit_ids.override_reason)
        start = two.visit_ids.planned_start
        self.assertEqual(start.minute % 15, 0)
        self.assertLess(abs(start - datetime.now()), timedelta(days=2))
