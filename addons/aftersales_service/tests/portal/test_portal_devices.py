from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestPortalDevices(AfterSalesCommon, HttpCase):
    """Two customers; one buys a used device from the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theirs = cls.env["res.partner"].create(
            {"name": "别家公司", "is_company": True}
        )
        cls.make_portal_user("as_me", cls.customer)
        cls.make_portal_user("as_other", cls.theirs)
        cls.device = cls.make_device(
            coverage={"months": 120, "start_date": "2026-09-01"},
            delivery_date="2026-09-01",
        )
        cls.strange = cls.make_device("ZZ990000001", partner_id=cls.theirs.id)

    @classmethod
    def make_portal_user(cls, login, company):
        partner = cls.env["res.partner"].create(
            {"name": login, "parent_id": company.id}
        )
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "partner_id": partner.id,
                "group_ids": [Command.set([cls.env.ref("base.group_portal").id])],
            }
        )

    def page(self, path, login):
        self.authenticate(login, login)
        return self.url_open(path)

    def test_owner_sees_his_devices_and_how_long_they_are_covered(self):
        self.assertIn("/my/devices", self.page("/my", "as_me").text)
        text = self.page("/my/devices", "as_me").text
        self.assertIn("YJ260900001", text)
        self.assertIn("2036-08-31", text)
        self.assertNotIn("ZZ990000001", text)

    def test_counter_on_the_home_page_counts_own_devices(self):
        self.authenticate("as_me", "as_me")
        answer = self.url_open(
            "/my/counters", json={"params": {"counters": ["aftersales_device_count"]}}
        ).json()
        self.assertEqual(answer["result"]["aftersales_device_count"], 1)

    def test_detail_shows_warranties_and_history(self):
        order = self.make_order(self.device, fault="我家的电机异响")
        text = self.page(f"/my/devices/{self.device.id}", "as_me").text
        for expected in (
            "2036-08-31",
            order.name,
            "我家的电机异响",
            self.device.voucher_number,
        ):
            self.assertIn(expected, text)

    def test_stranger_is_sent_home(self):
        for device in (self.device.id, 999999999):
            page = self.page(f"/my/devices/{device}", "as_other")
            self.assertNotIn("YJ260900001", page.text)
            self.assertTrue(page.url.endswith("/my"))
            self.assertEqual(page.status_code, 200)

    def test_nobody_sees_anything_without_login(self):
        self.authenticate(None, None)
        for path in ("/my/devices", f"/my/devices/{self.device.id}"):
            page = self.url_open(path)
            self.assertIn("/web/login", page.url)
            self.assertNotIn("YJ260900001", page.text)

    def test_an_access_token_opens_no_device(self):
        token = self.device._get_public_url().rsplit("/", 1)[-1]
        url = f"/my/devices/{self.device.id}?access_token={token}"
        page = self.page(url, "as_other")
        self.assertNotIn("YJ260900001", page.text)

    def test_used_device_does_not_bring_its_former_owner_along(self):
        order = self.make_order(self.device, fault="前主人的秘密")
        self.device.coverage_ids.sudo()._add_event(
            "extended", self.company._aftersales_today(), 1, "month", reason="内部理由"
        )
        self.device.write({"partner_id": self.theirs.id, "site_id": self.theirs.id})
        text = self.page(f"/my/devices/{self.device.id}", "as_other").text
        self.assertIn("YJ260900001", text)
        for secret in ("前主人的秘密", order.name, self.customer.name, "内部理由"):
            self.assertNotIn(secret, text)
        page = self.page(f"/my/devices/{self.device.id}", "as_me")
        self.assertNotIn("YJ260900001", page.text)

    def test_portal_reads_neither_key_nor_ledger_over_rpc(self):
        self.device._get_public_url()
        self.authenticate("as_me", "as_me")
        for model, field in (
            ("aftersales.device", "public_token"),
            ("aftersales.coverage", "id"),
            ("aftersales.coverage.event", "id"),
            ("aftersales.decision", "id"),
            ("aftersales.public.attempt", "id"),
        ):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/search_read",
                json={
                    "params": {
                        "model": model,
                        "method": "search_read",
                        "args": [[]],
                        "kwargs": {"fields": [field]},
                    }
                },
            ).json()
            self.assertIn("error", answer, model)

    def test_pages_of_twenty(self):
        for number in range(21):
            self.make_device(f"NO{number:04d}")
        first = self.page("/my/devices", "as_me").text
        second = self.page("/my/devices/page/2", "as_me").text
        self.assertIn("NO0020", first)
        self.assertNotIn("YJ260900001", first)
        self.assertIn("YJ260900001", second)
