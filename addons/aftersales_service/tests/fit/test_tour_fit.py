from odoo import Command
from odoo.tests import HttpCase, tagged

from .fit_case import FitCommon

PHONE = "/odoo/action-aftersales_service.aftersales_technician_day_action"
REQUISITION = "/odoo/action-aftersales_service.aftersales_requisition_action/{}"
COUNTER = "/odoo/action-aftersales_service.issue_counter_action"
DEVICE = "/odoo/action-aftersales_service.aftersales_device_action/{}"


class FitTour(FitCommon, HttpCase):
    def setUp(self):
        super().setUp()
        chinese = {"lang": "zh_CN", "odoobot_state": "disabled"}
        (self.technician | self.dispatcher).write(chinese)
        self.replace(self.old, self.new)
        self.fit(self.old, False, "YJ2105-100")
        self.fit(self.new, "YJ2105-101")
        self.long = self.make_part("链条1m", 60, 20, stock=0, default_code="L-1")
        self.short = self.make_part("链条半米", 30, 10, stock=9, default_code="L-2")
        self.replace(self.long, self.short, since="2026-02-01", new_quantity=2)
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
        """Built with bearing B, which was swapped; a motor with bearing A inside."""
        motor = self.make_device("M-1")
        motor.action_put_into(self.device, "装配", "左侧")
        rows = self.env["aftersales.device.part"]
        rows.create({"device_id": motor.id, "product_id": self.old.id})
        rows.create(
            {
                "device_id": self.device.id,
                "product_id": self.mid.id,
                "quantity": 2,
                "place": "前轴承",
                "installed_on": "2026-01-05",
                "as_built": True,
            }
        )
        self.device._build_in(self.mid, "2026-02-01", "工单", quantity=2)
        url = DEVICE.format(self.device.id)
        self.walk(url, "aftersales_fit_device", self.dispatcher)

    def check_counter(self):
        """What does not fit, with its reason; what is superseded, two for one."""
        requisition = (
            self.env["aftersales.requisition"]
            .with_user(self.technician)
            .create(
                {
                    "visit_id": self.visit.id,
                    "line_ids": [
                        Command.create(
                            {"product_id": self.new.id, "fit_reason": "轴已改装"}
                        ),
                        Command.create({"product_id": self.long.id, "quantity": 3}),
                    ],
                }
            )
        )
        requisition.action_submit()
        self.keeper.lang = "zh_CN"
        self.li.code = "T-001"
        self.walk(COUNTER, "aftersales_fit_counter", self.keeper)
        lines = requisition.line_ids.filtered("replaces_id")
        self.assertEqual((lines.product_id, lines.quantity), (self.short, 6))


@tagged("post_install", "-at_install")
class TestFitOnPhone(FitTour):
    """What does not fit is told on the phone, at 390 px."""

    browser_size = "390,844"
    touch_enabled = True

    def test_it_is_told_before_it_is_asked_for(self):
        self.walk(PHONE, "aftersales_fit_phone", self.technician)
        lines = self.visit.requisition_ids.line_ids
        asked = {
            line.product_id: (line.quantity, line.fit_reason or "") for line in lines
        }
        self.assertEqual(
            asked,
            {self.old: (1, ""), self.new: (1, "轴已改装"), self.short: (2, "")},
        )

    def test_the_tree_of_a_device(self):
        self.check_tree()

    def test_the_counter(self):
        self.check_counter()


@tagged("post_install", "-at_install")
class TestFitAtDesk(FitTour):
    """The requisition and the device of the office, at 1400 px."""

    browser_size = "1400,900"

    def test_the_line_of_a_requisition(self):
        self.check_requisition(self.dispatcher)

    def test_the_tree_of_a_device(self):
        self.check_tree()

    def test_the_counter(self):
        self.check_counter()
