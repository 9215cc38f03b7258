import base64

from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalTerms(PortalCommon):
    """Dealers read what manufacturers promise, where it is for them (O-40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        brand = cls.env["aftersales.brand"].create({"name": "T厂"})
        cls.open, cls.internal, cls.draft = cls.env["aftersales.maker.terms"].create(
            [
                {
                    "name": name,
                    "brand_id": brand.id,
                    "for_dealers": allowed,
                    "date_from": "2020-01-01",
                    "data": base64.b64encode(b"%PDF-1.4 terms"),
                    "filename": "terms.pdf",
                }
                for name, allowed in (
                    ("公开政策", True),
                    ("内部政策", False),
                    ("草稿", True),
                )
            ]
        )
        (cls.open | cls.internal).action_pass_on()

    def test_dealer_reads_what_is_for_him(self):
        self.login("as_dealer")
        self.assertIn("/my/dealer/terms", self.url_open("/my/dealer").text)
        page = self.url_open("/my/dealer/terms").text
        self.assertIn("公开政策", page)
        self.assertNotIn("内部政策", page)
        self.assertNotIn("草稿", page)
        file = self.url_open(f"/my/dealer/terms/{self.open.id}")
        self.assertEqual(file.content, b"%PDF-1.4 terms")
        for terms in (self.internal, self.draft):
            answer = self.url_open(f"/my/dealer/terms/{terms.id}")
            self.assertTrue(answer.url.endswith("/my/dealer/terms"))

    def test_customers_read_nothing(self):
        self.login("as_other")
        for path in ("", f"/{self.open.id}"):
            answer = self.url_open(f"/my/dealer/terms{path}")
            self.assertTrue(answer.url.endswith("/my"))
        answer = self.url_open(
            f"/web/content/aftersales.maker.terms/{self.open.id}/data"
        )
        self.assertNotIn(b"terms", answer.content[:20])
