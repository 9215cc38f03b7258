import re

from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCommon):
    """The customer at his telephone: two photos are refused, the third one is added."""

    def make_bundles(self, path):
        """Scripts and styles are made when they are first asked for, and the browser waits
        ten seconds only."""
        text = self.login("as_me").url_open(path).text
        for url in re.findall(r'"(/web/assets/[^"]+)"', text):
            self.url_open(url, timeout=120)

    def test_damage_with_two_photos_is_refused_and_with_three_it_is_filed(self):
        self.people["as_me"].lang = "zh_CN"
        self.make_bundles(f"/my/devices/{self.device.id}/report?debug=tests")
        self.start_tour(
            f"/my/devices/{self.device.id}/report",
            "aftersales_portal_damage",
            login="as_me",
            timeout=120,
        )
        order = self.orders()[:1]
        self.assertTrue(order.claim_submitted_at)
        self.assertEqual(order.damage_ids.mapped("name"), ["门板左下凹陷"])
        self.assertEqual(order.damage_ids.photo_count, 3)
        self.assertEqual(order.fault, "开箱后门板凹陷")
