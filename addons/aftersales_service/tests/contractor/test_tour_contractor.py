import re

from odoo.tests import tagged

from .common import ContractorCommon

PHONE = "/my/visits/phone"


@tagged("post_install", "-at_install")
class TestContractorTour(ContractorCommon):
    """A contractor's man with his own phone, in Chinese: accepted, done, signed."""

    browser_size = "390,844"
    touch_enabled = True

    def make_bundles(self, path):
        """Scripts and styles are made when they are first asked for, and the browser waits
        ten seconds only."""
        text = self.login("as_sun").url_open(path).text
        for url in re.findall(r'"(/web/assets/[^"]+)"', text):
            self.url_open(url, timeout=120)
        bundle = self.url_open("/web/bundle/aftersales_service.assets_phone").json()
        for file in bundle:
            self.url_open(file["src"], timeout=120)

    def test_accepted_in_the_list_and_finished_on_the_phone(self):
        self.people["as_sun"].lang = "zh_CN"
        self.mine.order_id.contact_name = "张主任"
        self.make_bundles(f"{PHONE}?debug=tests")
        self.start_tour(
            "/my/visits",
            "aftersales_contractor",
            login="as_sun",
            timeout=120,
            cookies={"frontend_lang": "zh_CN"},
        )
        self.env.invalidate_all()
        self.assertTrue(self.mine.acknowledged_at)
        self.assertEqual(self.mine.state, "accepted")
        self.assertTrue(self.mine.signature_hash)
