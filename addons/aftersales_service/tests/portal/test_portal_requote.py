import json

from odoo import Command
from odoo.tests import tagged

from ..common import SIGNATURE
from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalRequote(PortalCommon):
    """The customer announces, follows, approves or declines the price of a repair; nobody
    else can (F7, R-11)."""

    def setUp(self):
        super().setUp()
        me = self.env["aftersales.return"].with_user(self.people["as_me"])
        vals = {"partner_id": self.customer.id, "reason": "异响"}
        self.record = me._announce("mine-0001", vals, self.device).sudo()
        self.record.order_id = self.make_order(self.device, service_type="a")
        desk = self.record.with_user(self.dispatcher)
        desk.counted_with_id = self.keeper
        desk.action_receive()
        self.decision = (
            self.env["aftersales.disposition"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": self.record.line_ids.id,
                    "action": "repair",
                    "reason": "换轴承",
                }
            )
        )
        self.decision.action_decide()
        self.repair = self.decision.sudo().repair_id
        self.repair.move_ids = [
            Command.create(
                {
                    "product_id": self.part.id,
                    "product_uom_qty": 1,
                    "repair_line_type": "add",
                }
            )
        ]
        self.decision.action_quote()
        self.sale = self.repair.aftersales_sale_ids
        self.page = f"/my/returns/{self.record.id}"

    def accept(self):
        vals = {"name": "刘经理", "signature": SIGNATURE}
        answer = self.url_open(
            f"/my/orders/{self.sale.id}/accept",
            data=json.dumps({"jsonrpc": "2.0", "params": vals}),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return answer.json()["result"]

    def decline(self):
        answer = self.send(f"/my/orders/{self.sale.id}/decline", decline_message="太贵")
        self.env.invalidate_all()
        return answer

    def test_customer_sees_and_signs_and_work_goes_on(self):
        page = self.login("as_me").url_open(self.page).text
        self.assertIn(self.sale.name, page)
        self.assert_said("approve it|予以确认", page)
        self.assertTrue(self.accept().get("force_refresh"))
        self.assertEqual((self.sale.state, self.sale.signed_by), ("sale", "刘经理"))
        self.assertEqual(self.decision.consent, "agreed")
        self.repair.action_repair_start()
        again = self.url_open(self.page).text
        self.assertNotRegex(again, "approve it|予以确认")

    def test_second_version_says_so(self):
        self.repair.aftersales_labour_hours = 1
        self.decision.action_quote()
        page = self.login("as_me").url_open(self.page).text
        self.assertNotIn(self.sale.name, page)
        self.assert_said(r"\(version 2\)|（?第?.?2", page)

    def test_customer_declines_and_the_goods_go_back(self):
        self.login("as_me").decline()
        self.assertEqual(self.sale.state, "cancel")
        self.assertEqual(
            (self.repair.state, self.decision.state), ("cancel", "cancelled")
        )
        back = self.record.disposition_ids - self.decision.sudo()
        self.assertEqual((back.action, back.state), ("back", "decided"))
        page = self.url_open(self.page).text
        self.assert_said("Back Unrepaired|不修退还", page)

    def test_nobody_else_signs_or_declines(self):
        for login in ("as_other", "as_rival", "as_dealer"):
            with self.subTest(login=login):
                self.login(login)
                self.assertIn("error", self.accept())
                self.decline()
                self.assertEqual(self.sale.state, "sent")
                self.assertEqual(self.decision.state, "decided")
                page = self.url_open(self.page).text
                self.assertNotIn(self.sale.name, page)

    def test_days_are_followed(self):
        custody = self.record.custody_ids
        custody.date_promised = "2030-05-06"
        page = self.login("as_me").url_open(self.page).text
        self.assert_said("05/06/2030|2030", page)
        self.repair.action_repair_cancel()
        custody.with_user(self.director).action_ready()
        custody.with_user(self.director).action_inspect()
        self.env.invalidate_all()
        days = self.env["aftersales.portal"]._get_return_days(self.record)
        self.assertTrue(days[2]["day"])
