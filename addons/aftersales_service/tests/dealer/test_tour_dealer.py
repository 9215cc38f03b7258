import re

from odoo.tests import tagged

from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestDealerTour(DealerCommon):
    """A dealer at his telephone, in Chinese: he activates, asks, and claims."""

    browser_size = "390,844"
    touch_enabled = True

    def make_bundles(self, path):
        text = self.login("as_dealer").url_open(path).text
        for url in re.findall(r'"(/web/assets/[^"]+)"', text):
            self.url_open(url, timeout=120)

    def test_activate_and_claim(self):
        self.people["as_dealer"].lang = "zh_CN"
        self.make_bundles("/my/dealer/activations/new?debug=tests")
        self.start_tour(
            "/my/dealer",
            "aftersales_dealer",
            login="as_dealer",
            timeout=180,
            cookies={"frontend_lang": "zh_CN"},
        )
        (record,) = self.activations()
        self.assertEqual(record.state, "accepted")
        self.assertEqual(self.stocked.partner_id.name, "历城泵站")
        (claim,) = self.claims()
        self.assertEqual(claim.line_ids.mapped("net"), [60, 90])
        self.assertEqual(claim.device_id, self.stocked)
        self.assertTrue(claim.photo_ids)
