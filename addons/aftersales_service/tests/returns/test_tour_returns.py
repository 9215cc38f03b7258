from odoo.tests import HttpCase, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturnsTour(ReturnsCommon, HttpCase):
    """A counter clerk takes in a machine and gives it back against its receipt."""

    def walk(self, action, tour, user=None):
        self.start_tour(
            f"/odoo/action-aftersales_service.{action}",
            tour,
            login=(user or self.dispatcher).login,
            timeout=120,
        )
        self.env.invalidate_all()

    def test_in_and_back(self):
        self.dispatcher.write({"lang": "zh_CN", "email": "desk@example.com"})
        self.deliver(self.machine, "SN1")
        self.walk("aftersales_return_action", "aftersales_returns_take_in")
        record = self.env["aftersales.return"].search([], limit=1)
        custody = record.custody_ids
        self.assertEqual((record.state, custody.state), ("received", "in_store"))
        self.assertEqual(record.counted_by_id, self.dispatcher)
        self.assertEqual(record.line_ids.match, "ours")
        self.decide(record.line_ids, "back")
        custody.with_user(self.director).action_inspect()
        self.walk("aftersales_custody_action", "aftersales_returns_give_back")
        self.assertEqual(custody.given_back_to, "王师傅")
        self.assertEqual(custody.receipt_state, "void")
        self.assertEqual(record.state, "sent_back")


@tagged("post_install", "-at_install")
class TestInspectorTour(TestReturnsTour):
    """A quality inspector signs on his phone, and sees the goods without scrolling."""

    browser_size = "390,844"
    test_in_and_back = None  # the clerk's story is told above

    def test_inspector_signs_on_a_phone(self):
        self.keeper.lang = "zh_CN"
        role = self.env["aftersales.role"]._get_by_code("service_director")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.keeper.id}
        )
        self.deliver(self.machine, "SN1")
        device = self.env["aftersales.device"].search([("serial", "=", "SN1")])
        line = {"device_id": device.id, "serial": "SN1"}
        record = self.receive(self.make_return(lines=[line]))
        record.action_joint_inspection()
        inspection = record.inspection_ids
        inspection.write(
            {
                "fault_found": "绕组短路",
                "solution": "更换绕组",
                "date_required": "2030-01-01",
                "disposition": "repair",
            }
        )
        self.walk(
            "aftersales_inspection_action", "aftersales_returns_inspector", self.keeper
        )
        self.assertEqual(inspection.state, "concluded")
        self.assertEqual(inspection.party_ids.signed_by_id, self.keeper)
