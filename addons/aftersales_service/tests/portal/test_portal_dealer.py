from odoo.tests import tagged

from .common import PortalCommon, png


@tagged("post_install", "-at_install")
class TestPortalDealer(PortalCommon):
    """投诉申请单 (S-83): a dealer files for his customer and sees what is his."""

    def complain(self, files=(), **post):
        data = {
            "serial": "yj260900001",
            "kind": "complaint",
            "category": self.env.ref("aftersales_service.complaint_category_1_1_1").id,
            "dealer_reference": "JXS-77",
        } | post
        return self.send("/my/dealer/complaint", files, **data)

    def test_dealer_files_for_his_customer_and_both_see_it(self):
        self.login("as_dealer")
        answer = self.complain([("photos", png(1))]).json()
        order = self.orders()[:1]
        self.assertEqual(
            (order.partner_id, order.dealer_id, order.channel, order.order_kind),
            (self.customer, self.dealer, "dealer", "complaint"),
        )
        self.assertEqual(order.dealer_reference, "JXS-77")
        self.assertIn(order.name, self.url_open(answer["url"]).text)
        self.assertIn(order.name, self.url_open("/my/dealer").text)
        for login, seen in (("as_me", True), ("as_rival", False), ("as_other", False)):
            text = self.login(login).url_open(f"/my/service/{order.id}").text
            self.assertEqual(order.name in text, seen, login)

    def test_dealer_sees_devices_sold_by_him_only(self):
        self.login("as_dealer")
        text = self.url_open("/my/dealer/devices").text
        self.assertIn("YJ260900001", text)
        self.assertNotIn("YJ260900002", text)
        self.assertNotIn("YJ260900001", self.url_open("/my/devices").text)
        own = self.make_order(self.device, fault="客户自己报的")
        page = self.url_open(f"/my/devices/{self.device.id}").text
        self.assertIn("YJ260900001", page)
        self.assertNotIn(own.name, page)
        self.assertNotIn("客户自己报的", page)
        for device in (self.private, self.strange):
            page = self.url_open(f"/my/devices/{device.id}")
            self.assertTrue(page.url.endswith("/my"))

    def test_serial_that_he_did_not_sell_is_refused_like_an_unknown_one(self):
        self.login("as_dealer")
        before = self.orders()
        answers = {
            serial: self.complain(serial=serial).json()["error"].replace(serial, "*")
            for serial in ("YJ260900002", "ZZ990000001", "NEVERMADE1")
        }
        self.assertEqual(len(set(answers.values())), 1)
        self.assert_said("You sold no device|没有售出过", answers["NEVERMADE1"])
        self.assertEqual(self.orders(), before)

    def test_without_serial_it_is_the_dealers_own_job(self):
        self.login("as_rival").complain(serial="")
        order = self.orders()[:1]
        self.assertEqual((order.partner_id, order.dealer_id), (self.rival, self.rival))

    def test_machine_without_serial_is_written_down_in_full(self):
        """Name, model, day of purchase, cause and appearance (S-08)."""
        told = {
            "reported_customer": "历城泵站",
            "reported_model": "YJ-90L-T",
            "reported_serial": "BZ26030009",
            "reported_purchase_date": "2026-03-31",
            "reported_cause": "轴承缺油",
            "reported_look": "尖叫声",
        }
        self.login("as_rival")
        page = self.url_open("/my/dealer/complaint").text
        for name in told:
            self.assertIn(f'name="{name}"', page)
        self.complain(serial="", **told)
        order = self.orders()[:1]
        self.assertEqual(
            {name: str(order[name]) for name in told},
            {k: str(v) for k, v in told.items()},
        )
        listed = self.url_open("/my/dealer").text
        self.assertIn("历城泵站", listed)
        self.assertIn("YJ-90L-T", listed)
        order.with_user(self.dispatcher).action_make_device()
        self.assertEqual(order.device_id.agent_id, self.rival)
        self.assertEqual(order.partner_id.name, "历城泵站")

    def test_day_of_purchase_is_a_day_that_was(self):
        self.login("as_rival")
        before = self.orders()
        for day in ("gestern", "2999-01-01", "31.3.2026"):
            answer = self.complain(serial="", reported_purchase_date=day).json()
            self.assert_said("day of a purchase|购买日期", answer["error"])
        self.assertEqual(self.orders(), before)

    def test_transport_category_asks_for_three_photos(self):
        self.login("as_dealer")
        answers = [
            self.complain(
                [("damage_0_photos", png(shade)) for shade in shades],
                category=self.transport.id,
                damage_0_name="门板凹陷",
                key=f"transport-{len(shades)}-00001",
            ).json()
            for shades in ((1, 2), (1, 2, 3))
        ]
        self.assert_said("2 of 3 photos|已有2张", answers[0]["error"])
        self.assertTrue(answers[1]["url"])
        self.assertTrue(self.orders()[:1].claim_submitted_at)

    def test_category_is_one_of_the_tree(self):
        self.login("as_dealer")
        for category in ("", "999999999", "abc", "-1"):
            error = self.complain(category=category).json()["error"]
            self.assert_said("what the complaint is about|投诉分类", error)
        self.assertTrue(self.complain(category="", kind="repair").json()["url"])

    def test_pages_of_dealers_are_for_dealers(self):
        self.login("as_other")
        before = self.orders()
        for path in ("/my/dealer", "/my/dealer/devices", "/my/dealer/complaint"):
            self.assertTrue(self.url_open(path).url.endswith("/my"), path)
        self.complain()
        self.assertEqual(self.orders(), before)

    def test_quotation_of_the_customer_is_not_the_dealers_to_sign(self):
        self.login("as_dealer").complain()
        order = self.orders()[:1]
        sale = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "aftersales_order_id": order.id}
        )
        sale.state = "sent"
        page = self.url_open(f"/my/service/{order.id}").text
        self.assertNotIn(sale.name, page)
        self.assertNotIn(sale._portal_ensure_token(), page)
        self.assertIn(
            sale.name, self.login("as_me").url_open(f"/my/service/{order.id}").text
        )
