from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestNulPage(AfterSalesCommon, HttpCase):
    """The database stores no NUL sign: a page says so instead of breaking."""

    def test_public_page_says_it(self):
        token = "A" * 22
        for path, data in (
            (f"/aftersales/d/{token}?x=%00", None),
            (f"/aftersales/d/{token[:-1]}%00", None),
        ):
            answer = self.url_open(path, data=data)
            self.assertLess(answer.status_code, 500, path)
        page = self.url_open(f"/aftersales/d/{token}")
        csrf = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        for field in ("digits", "anything"):
            answer = self.url_open(
                f"/aftersales/d/{token}", data={"csrf_token": csrf, field: "12\x0034"}
            )
            self.assertEqual(answer.status_code, 400)
            self.assertIn("NUL", answer.text)
        report = f"/aftersales/d/{token}/report"
        answer = self.url_open(
            report, data={"csrf_token": csrf, "pass_key": "\x00", "fault": "x"}
        )
        self.assertEqual(answer.status_code, 400)

    def test_portal_pages_say_it(self):
        self.env["res.users"].create(
            {
                "name": "p",
                "login": "nul_portal",
                "password": "nul_portal",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.authenticate("nul_portal", "nul_portal")
        for path in ("/my/service?search=%00", "/my/devices?search=%00"):
            self.assertEqual(self.url_open(path).status_code, 400, path)
