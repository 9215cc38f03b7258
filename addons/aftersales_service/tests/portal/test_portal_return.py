from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalReturn(PortalCommon):
    """Customer and dealer announce a return and follow it (R-01, R-03)."""

    def announce(self, **post):
        return self.send("/my/returns/new", **{"reason": "无法启动"} | post)

    def returns(self):
        self.env.invalidate_all()
        return self.env["aftersales.return"].search([])

    def test_customer_announces_by_tick_and_by_serial(self):
        self.login("as_me")
        url = self.announce(
            device=self.device.id,
            serials="yj260900002",
            carrier="德邦",
            date_expected="2026-12-01",
        ).json()["url"]
        record = self.returns()[:1]
        self.assertEqual(url, f"/my/returns/{record.id}")
        self.assertEqual(record.line_ids.device_id, self.device | self.private)
        self.assertEqual(record.line_ids.mapped("match"), ["ours", "ours"])
        self.assertEqual((record.source, record.carrier), ("portal", "德邦"))
        page = self.url_open(url).text
        for words in (record.name, "YJ260900001", "YJ260900002"):
            self.assertIn(words, page)
        self.assertIn(record.name, self.url_open("/my/returns").text)

    def test_dealer_announces_for_one_customer(self):
        self.login("as_dealer").announce(serials="YJ260900001")
        record = self.returns()[:1]
        self.assertEqual(
            (record.partner_id, record.dealer_id, record.source),
            (self.customer, self.dealer, "dealer"),
        )
        for login, seen in (("as_dealer", True), ("as_me", True), ("as_rival", False)):
            text = self.login(login).url_open(f"/my/returns/{record.id}").text
            self.assertEqual(record.name in text, seen, login)

    def test_two_customers_need_two_returns(self):
        self.strange.agent_id = self.dealer
        answer = self.login("as_dealer").announce(serials="YJ260900001 ZZ990000001")
        self.assert_said("different customers|不同的客户", answer.json()["error"])

    def test_what_is_not_theirs_is_refused_and_nothing_is_kept(self):
        self.login("as_me")
        before = self.returns()
        for post in (
            {"serials": "ZZ990000001"},
            {"serials": "NEVERMADE1"},
            {"device": self.strange.id},
            {"device": "999999999"},
            {},
            {"device": self.device.id, "reason": " "},
        ):
            answer = self.announce(**post)
            self.assertEqual(answer.status_code, 422, post)
        self.assertEqual(self.returns(), before)
        page = self.announce(reply=None, serials="NEVERMADE1")
        self.assertIn("NEVERMADE1", page.text)
        self.assertIn("无法启动", page.text)

    def test_twice_is_once_and_under_way_is_refused(self):
        self.login("as_me")
        urls = {self.announce(device=self.device.id).json()["url"] for _ in "ab"}
        self.assertEqual(len(urls), 1)
        again = self.announce(device=self.device.id, key="another-page-000001")
        self.assert_said("under way already|已在办理中", again.json()["error"])

    def test_cancel_before_it_arrived(self):
        self.login("as_me").announce(device=self.device.id)
        record = self.returns()[:1]
        self.send(f"/my/returns/{record.id}/cancel", reason="不退了")
        self.env.invalidate_all()
        self.assertEqual(record.state, "cancelled")

    def test_received_goods_are_followed_and_not_cancelled(self):
        self.login("as_me").announce(device=self.device.id)
        record = self.returns()[:1]
        record.counted_with_id = self.keeper
        record.with_user(self.dispatcher).action_receive()
        page = self.send(f"/my/returns/{record.id}/cancel", reason="不退了").text
        self.assert_said("are here already|已经收到", page)
        self.env.invalidate_all()
        self.assertEqual(record.state, "received")
        days = self.env["aftersales.portal"]._get_return_days(record)
        self.assertTrue(days[1]["day"])
        self.assertFalse(days[2]["day"])

    def test_quotation_is_shown_to_the_customer_only(self):
        order = self.make_order(self.device)
        self.login("as_dealer").announce(serials="YJ260900001")
        record = self.returns()[:1]
        record.order_id = order
        sale = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "aftersales_order_id": order.id}
        )
        sale.state = "sent"
        path = f"/my/returns/{record.id}"
        self.assertNotIn(sale.name, self.url_open(path).text)
        page = self.login("as_me").url_open(path).text
        self.assertIn(sale.name, page)
        self.assert_said("approve it|予以确认", page)
