from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import SIGNATURE, AfterSalesCommon


@tagged("post_install", "-at_install")
class TestPortal(AfterSalesCommon, HttpCase):
    """Two customers who attack each other's pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine, cls.theirs = (
            cls.customer,
            cls.env["res.partner"].create({"name": "别家公司", "is_company": True}),
        )
        cls.me = cls.make_portal_user("as_me", cls.mine)
        cls.other = cls.make_portal_user("as_other", cls.theirs)

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

    def setUp(self):
        super().setUp()
        self.order = self.make_order(
            self.make_device(), service_type="a", fault="我家的电机异响"
        )
        visit = self.make_visit(self.order)
        self.make_requisition(visit)
        self.order.action_create_quotation()
        self.sale = self.order.sudo().sale_order_ids
        self.sale.action_quotation_sent()

    def page(self, path, login):
        self.authenticate(login, login)
        return self.url_open(path)

    def test_owner_sees_list_and_job(self):
        self.assertIn(self.order.name, self.page("/my/service", "as_me").text)
        page = self.page(f"/my/service/{self.order.id}", "as_me").text
        self.assertIn("我家的电机异响", page)
        self.assertIn(self.sale.name, page)

    def test_stranger_sees_neither(self):
        self.assertNotIn(self.order.name, self.page("/my/service", "as_other").text)
        page = self.page(f"/my/service/{self.order.id}", "as_other")
        self.assertNotIn("我家的电机异响", page.text)
        self.assertTrue(page.url.endswith("/my"))

    def test_nobody_sees_it_without_login(self):
        self.authenticate(None, None)
        self.assertNotIn(
            "我家的电机异响", self.url_open(f"/my/service/{self.order.id}").text
        )

    def test_wrong_link_is_refused_and_the_right_one_opens(self):
        self.authenticate(None, None)
        url = f"/my/service/{self.order.id}?access_token="
        self.assertNotIn("我家的电机异响", self.url_open(url + "0" * 36).text)
        self.assertIn(
            "我家的电机异响",
            self.url_open(url + self.order._portal_ensure_token()).text,
        )

    def test_a_link_shows_the_job_but_lets_nobody_sign(self):
        self.authenticate(None, None)
        page = self.url_open(
            f"/my/service/{self.order.id}?access_token={self.order._portal_ensure_token()}"
        )
        self.assertNotIn(self.sale.name, page.text)
        self.assertNotIn(self.sale._portal_ensure_token(), page.text)

    def test_another_customer_gets_another_link(self):
        self.authenticate(None, None)
        url = f"/my/service/{self.order.id}?access_token={self.order._portal_ensure_token()}"
        self.order.partner_id = self.theirs
        self.assertNotIn("我家的电机异响", self.url_open(url).text)

    def test_unknown_number_is_no_error_page(self):
        self.assertEqual(self.page("/my/service/999999999", "as_me").status_code, 200)

    def test_portal_reads_no_internal_field_over_rpc(self):
        self.authenticate("as_me", "as_me")
        for model in (
            "aftersales.visit",
            "aftersales.fee",
            "aftersales.requisition",
            "aftersales.coverage",
        ):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/search_read",
                json={
                    "params": {
                        "model": model,
                        "method": "search_read",
                        "args": [[]],
                        "kwargs": {"fields": ["id"]},
                    }
                },
            ).json()
            self.assertIn("error", answer, model)

    def test_customer_signs_the_quotation(self):
        self.authenticate("as_me", "as_me")
        answer = self.url_open(
            f"/my/orders/{self.sale.id}/accept",
            json={
                "params": {
                    "access_token": self.sale._portal_ensure_token(),
                    "name": "刘经理",
                    "signature": SIGNATURE,
                }
            },
        ).json()
        self.assertTrue(answer["result"]["force_refresh"])
        self.env.invalidate_all()
        self.assertEqual(self.sale.state, "sale")
        self.assertFalse(self.sale.picking_ids)
