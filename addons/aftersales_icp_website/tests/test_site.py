"""C25: a website of this database that is reached under a service and shows nothing."""

from odoo.addons.aftersales_icp.tests.common import IcpCommon


class TestSite(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_filed_service(domain_name="yunfan.example.cn")
        cls.site = cls.env["website"].create(
            {
                "name": "云帆",
                "domain": "https://www.yunfan.example.cn",
                "company_id": cls.company.id,
            }
        )

    def codes(self):
        return [one.code for one in self.service._facts()]

    def test_site_that_shows_its_number(self):
        self.assertEqual(self.codes(), [])

    def test_footer_switched_off(self):
        self.site.icp_display = "off"
        self.assertEqual(self.codes(), ["C25"])
        self.site.domain = "https://other.example"
        self.assertEqual(self.codes(), [])

    def test_template_without_the_block(self):
        """Somebody edited the layout of this site and cut the numbers off."""
        view = self.env["ir.ui.view"].search(
            [("key", "=", "aftersales_icp_website.icp_footer")], limit=1
        )
        view.with_context(website_id=self.site.id).write(
            {"arch": '<data><xpath expr="//footer" position="inside"></xpath></data>'}
        )
        self.assertEqual(self.codes(), ["C25"])

    def test_site_named_in_the_settings(self):
        self.site.write({"domain": False, "icp_service_id": self.service.id})
        self.assertEqual(self.codes(), [])
        self.site.icp_display = "off"
        self.assertEqual(self.codes(), ["C25"])

    def test_hidden_footer_is_repaired_and_no_finding(self):
        page = self.env["website.page"].search([("url", "=", "/")], limit=1)
        page.footer_visible = False
        self.assertEqual(self.codes(), [])
