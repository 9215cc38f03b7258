"""Two websites × footers: the number of the visited host is always there."""

from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.aftersales_icp.tests.common import IcpCommon

PSB = "京公网安备11010502030143号"


@tagged("post_install", "-at_install")
class TestFooter(IcpCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject = cls.make_filed()
        hosts = ("a.yunfan.example.cn", "b.yunfan.example.cn")
        cls.services = [
            cls.make_filed_service(cls.subject, f"-{index}", domain_name=host)
            for index, host in enumerate(hosts, 1)
        ]
        psb = cls.services[0].psb_ids
        psb.number_raw = PSB
        psb.action_file()
        first = cls.env["website"].search([], limit=1)
        second = cls.env["website"].create({"name": "第二网站"})
        cls.sites = dict(zip(hosts, (first, second), strict=True))
        for host, site in cls.sites.items():
            site.write({"domain": f"http://{host}", "company_id": cls.company.id})
            cls.env["website.page"].create(
                {
                    "url": "/icp-test",
                    "name": "ICP",
                    "type": "qweb",
                    "arch": '<t t-call="website.layout"><p>content</p></t>',
                    "key": f"aftersales_icp_website.page_{site.id}",
                    "is_published": True,
                    "website_id": site.id,
                }
            )

    def page(self, host, path="/icp-test"):
        self.authenticate(None, None)
        answer = self.url_open(path, headers={"Host": host})
        return html.fromstring(answer.content)

    def blocks(self, host, path="/icp-test"):
        """The blocks that are not inside something hidden."""
        found = self.page(host, path).xpath("//div[@data-icp]")
        return [
            block
            for block in found
            if not any(
                "d-none" in (one.get("class") or "") for one in block.iterancestors()
            )
        ]

    def assert_shown(self, path="/icp-test"):
        for host, service in zip(self.sites, self.services, strict=True):
            blocks = self.blocks(host, path)
            self.assertEqual(len(blocks), 1, f"{host} {path}")
            self.assertEqual(
                blocks[0].xpath(".//a[@href='https://beian.miit.gov.cn/']/text()"),
                [service.number],
            )

    def view(self, key, site):
        views = self.env["ir.ui.view"].with_context(
            active_test=False, website_id=site.id
        )
        return views.search([("key", "=", key)], limit=1).with_context(
            website_id=site.id
        )

    def test_default_footer_and_login_page(self):
        self.assert_shown()
        self.assert_shown("/web/login")

    def test_other_footer_template_and_no_copyright(self):
        for site in self.sites.values():
            self.view("website.footer_custom", site).active = False
            self.view("website.template_footer_minimalist", site).active = True
        self.assert_shown()
        for site in self.sites.values():
            self.view("website.footer_no_copyright", site).active = True
        self.assert_shown()

    def test_hidden_footer(self):
        pages = self.env["website.page"].search([("url", "=", "/icp-test")])
        pages.footer_visible = False
        self.assert_shown()

    def test_cached_page_shows_the_new_number_at_once(self):
        host, service = next(iter(self.sites)), self.services[0]
        self.assert_shown()
        service.number_raw = f"{self.subject.number}-7"
        self.assert_shown()
        service.action_revoke()
        self.assertEqual(self.blocks(host), [])

    def test_two_hosts_of_one_website(self):
        first = next(iter(self.sites.values()))
        first.domain = False
        for host in self.sites:
            self.blocks(host)
        second = next(iter(self.sites.values()))
        self.sites = dict.fromkeys(self.sites, second)
        self.env["website"].search([("id", "!=", first.id)]).domain = "http://x.example"
        self.assert_shown()

    def test_public_security_number_has_icon_and_link(self):
        block = self.blocks(next(iter(self.sites)))[0]
        link = block.xpath(".//a[contains(@class, 'o_icp_psb')]")[0]
        self.assertEqual(link.text_content().strip(), PSB)
        self.assertIn("code=11010502030143", link.get("href"))
        self.assertTrue(link.xpath(".//img"))

    def test_unknown_host_takes_the_service_of_the_website(self):
        site = next(iter(self.sites.values()))
        self.assertEqual(self.blocks("unknown.example.com"), [])
        site.icp_service_id = self.services[1]
        block = self.blocks("unknown.example.com")[0]
        self.assertIn(self.services[1].number, block.text_content())
        site.icp_display = "off"
        self.assertEqual(self.blocks("unknown.example.com"), [])

    def test_queries_of_the_footer(self):
        site = next(iter(self.sites.values()))
        site._icp_footer_items()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        site._icp_footer_items()
        self.assertLessEqual(self.cr.sql_log_count - before, 12)
