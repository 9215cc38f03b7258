from odoo import Command
from odoo.tests import HttpCase, tagged

from .fit_case import FitCommon

PHONE = "/odoo/action-aftersales_service.aftersales_technician_day_action"
REQUISITION = "/odoo/action-aftersales_service.aftersales_requisition_action/{}"
DEVICE = "/odoo/action-aftersales_service.aftersales_device_action/{}"


class FitTour(FitCommon, HttpCase):
    def setUp(self):
        super().setUp()
        chinese = {"lang": "zh_CN", "odoobot_state": "disabled"}
        (self.technician | self.dispatcher).write(chinese)
        self.replace(self.old, self.new)
        self.fit(self.old, False, "YJ2105-100")
        self.fit(self.new, "YJ2105-101")
        self.visit = self.make_visit(self.make_order(self.device, service_type="c"))

    def walk(self, url, tour, user):
        self.start_tour(url, tour, login=user.login, timeout=120)
        self.env.invalidate_all()

    def check_requisition(self, user):
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": self.visit.id,
                    "line_ids": [Command.create({"product_id": self.new.id})],
                }
            )
        )
        url = REQUISITION.format(requisition.id)
        self.walk(url, "aftersales_fit_requisition", user)
        self.assertEqual(requisition.line_ids.product_id, self.old)
        self.assertEqual(requisition.state, "approved")

    def check_tree(self):
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "装配")
        self.env["aftersales.device.part"].create(
            {"device_id": motor.id, "product_id": self.old.id}
        )
        url = DEVICE.format(self.device.id)
        self.walk(url, "aftersales_fit_device", self.dispatcher)


@tagged("post_install", "-at_install")
class TestFitOnPhone(FitTour):
    """What does not fit is told on the phone, at 390 px."""

    browser_size = "390,844"
    touch_enabled = True

    def test_it_is_told_before_it_is_asked_for(self):
        self.walk(PHONE, "aftersales_fit_phone", self.technician)
        lines = self.visit.requisition_ids.line_ids
        self.assertEqual(lines.product_id, self.old | self.new)
        reasons = {line.product_id: line.fit_reason or "" for line in lines}
        self.assertEqual(reasons, {self.old: "", self.new: "轴已改装"})

    def test_the_tree_of_a_device(self):
        self.check_tree()


@tagged("post_install", "-at_install")
class TestFitAtDesk(FitTour):
    """The requisition and the device of the office, at 1400 px."""

    browser_size = "1400,900"

    def test_the_line_of_a_requisition(self):
        self.check_requisition(self.dispatcher)

    def test_the_tree_of_a_device(self):
        self.check_tree()
