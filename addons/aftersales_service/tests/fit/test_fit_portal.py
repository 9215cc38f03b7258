from odoo.tests import tagged

from ..portal.common import PortalCommon
from .fit_case import FitCommon


@tagged("post_install", "-at_install")
class TestFitPortal(FitCommon, PortalCommon):
    """The customer sees what was built in and what sits inside, not what the maker used."""

    def test_owner_sees_what_was_built_in(self):
        motor = self.make_device("M-77")
        motor.action_put_into(self.device, "装配", "左侧")
        rows = self.env["aftersales.device.part"]
        rows.create(
            {"device_id": self.device.id, "product_id": self.mid.id, "as_built": True}
        )
        self.device._build_in(self.old, "2026-02-01", "内部工单号", quantity=2)
        self.login("as_me")
        text = self.url_open(f"/my/devices/{self.device.id}").text
        for word in ("M-77", f'href="/my/devices/{motor.id}"', "左侧", "轴承A"):
            self.assertIn(word, text)
        self.assertIn("2026-02-01", text)
        for word in ("轴承B", "内部工单号"):
            self.assertNotIn(word, text)

    def test_what_another_owns_has_no_link(self):
        other = self.env["res.partner"].create({"name": "别家", "is_company": True})
        motor = self.make_device("M-78", partner_id=other.id)
        motor.action_put_into(self.device, "租用")
        self.login("as_me")
        text = self.url_open(f"/my/devices/{self.device.id}").text
        self.assertIn("M-78", text)
        self.assertNotIn(f'href="/my/devices/{motor.id}"', text)

    def test_without_parts_there_is_no_card(self):
        self.login("as_me")
        text = self.url_open(f"/my/devices/{self.device.id}").text
        self.assertNotIn("o_aftersales_parts", text)
