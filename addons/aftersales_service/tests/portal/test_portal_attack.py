from odoo.tests import tagged

from .common import PortalCommon, png

_MODELS = ("aftersales.order", "aftersales.device", "aftersales.return")


@tagged("post_install", "-at_install")
class TestPortalAttack(PortalCommon):
    """Every route of ours with the ids of somebody else: customers, dealers, nobody."""

    def setUp(self):
        super().setUp()
        me = self.env["aftersales.order"].with_user(self.people["as_me"])
        self.order = me._report(
            "mine-0001",
            {
                "partner_id": self.customer.id,
                "device_id": self.private.id,
                "fault": "我家的电机异响",
                "contact_phone": "0531-88881234",
            },
            [png(1)[:2]],
        ).sudo()
        self.photo = self.order.report_photo_ids
        self.record = (
            self.env["aftersales.return"]
            .with_user(self.people["as_me"])
            ._announce(
                "mine-0001",
                {"partner_id": self.customer.id, "reason": "我家的退货"},
                self.private,
            )
            .sudo()
        )

    def blind(self, path, **post):
        return self.send(path, follow=False, **post)

    def attack(self, login):
        """Ask for and send to everything; nothing may be seen and nothing may change."""
        self.authenticate(login, login)
        order, record, device = self.order.id, self.record.id, self.private.id
        before = (len(self.orders()), self.env["aftersales.return"].search_count([]))
        pages = [
            self.url_open(path, allow_redirects=False)
            for path in (
                "/my/service",
                f"/my/service/{order}",
                f"/my/service/{order}?access_token={'0' * 36}",
                f"/my/service/{order}/photo/{self.photo.id}",
                f"/my/devices/{device}",
                f"/my/devices/{device}/report",
                "/my/dealer",
                "/my/dealer/devices",
                "/my/dealer/complaint",
                "/my/returns",
                f"/my/returns/{record}",
                f"/my/returns/{record}/paper/0",
                f"/my/returns/new?device_id={device}",
                f"/web/content/{self.photo.id}",
                f"/web/image/{self.photo.id}",
            )
        ]
        pages += [
            self.blind(f"/my/service/{order}/cancel", reason="x"),
            self.blind(f"/my/returns/{record}/cancel", reason="x"),
            self.blind(f"/my/devices/{device}/report"),
            self.blind("/my/returns/new", reason="x", device=device),
            self.blind("/my/returns/new", reason="x", serials="YJ260900002"),
            self.blind("/my/dealer/complaint", serial="YJ260900002", kind="repair"),
        ]
        self.env.invalidate_all()
        for page in pages:
            for secret in ("我家的", self.order.name, self.record.name):
                self.assertNotIn(secret, page.text, page.url)
            self.assertNotEqual(page.content, self.photo.raw, page.url)
        self.assertEqual(
            (self.order.state, self.record.state), ("registered", "announced")
        )
        after = (len(self.orders()), self.env["aftersales.return"].search_count([]))
        self.assertEqual(after, before)

    def test_other_customer(self):
        self.attack("as_other")

    def test_dealer_of_another_device_of_the_same_customer(self):
        self.attack("as_dealer")

    def test_other_dealer(self):
        self.attack("as_rival")

    def test_nobody(self):
        self.attack(None)

    def test_second_company(self):
        company = self.env["res.company"].create({"name": "第二公司"})
        user = self.make_portal_user("as_second", self.customer)
        user.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.attack("as_second")

    def test_photo_of_another_job_and_other_files_of_the_own_job_stay_shut(self):
        other = self.make_order(self.device, fault="我的另一张单")
        paper = self.env["ir.attachment"].create(
            {
                "name": "内部.png",
                "raw": png(9)[1],
                "res_model": "aftersales.order",
                "res_id": self.order.id,
            }
        )
        self.login("as_me")
        own = f"/my/service/{self.order.id}/photo/{self.photo.id}"
        self.assertTrue(self.url_open(own).content.startswith(b"\x89PNG"))
        for path in (
            f"/my/service/{other.id}/photo/{self.photo.id}",
            f"/my/service/{self.order.id}/photo/{paper.id}",
            f"/my/service/{self.order.id}/photo/999999999",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_a_link_shows_the_photo_and_lets_nobody_cancel_or_write(self):
        self.authenticate(None, None)
        token = f"access_token={self.order._portal_ensure_token()}"
        path = f"/my/service/{self.order.id}"
        page = self.url_open(f"{path}?{token}").text
        self.assertIn(f"{path}/photo/{self.photo.id}?{token}", page)
        self.assertTrue(
            self.url_open(f"{path}/photo/{self.photo.id}?{token}").content.startswith(
                b"\x89PNG"
            )
        )
        for words in ("o_portal_chatter", "/cancel"):
            self.assertNotIn(words, page)
        self.send(f"{path}/cancel?{token}", reason="x")
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "registered")

    def test_without_csrf_token_nothing_happens(self):
        self.login("as_me")
        for path in (
            f"/my/devices/{self.device.id}/report",
            f"/my/service/{self.order.id}/cancel",
            "/my/returns/new",
            f"/my/returns/{self.record.id}/cancel",
            "/my/dealer/complaint",
        ):
            with self.assertLogs("odoo.http", "WARNING"):
                answer = self.send(path, csrf_token=None, reason="x")
            self.assertEqual(answer.status_code, 400, path)
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "registered")

    def rpc(self, model, method, *args, **kwargs):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                }
            },
        ).json()

    def test_rpc_reads_chosen_fields_and_writes_nothing(self):
        self.login("as_me")
        internal = {
            "aftersales.order": ("access_token", "responsibility", "portal_key"),
            "aftersales.device": ("partner_id", "agent_id", "note"),
            "aftersales.return": ("access_token", "salesperson_id", "partner_id"),
        }
        for model in _MODELS:
            found = self.rpc(model, "search_read", [], fields=["id"])
            self.assertTrue(found["result"], model)
            for field in internal[model]:
                read = self.rpc(model, "search_read", [], fields=[field])
                self.assertIn("error", read, (model, field))
                asked = self.rpc(model, "search_count", [[field, "in", [1, 2]]])
                self.assertIn("error", asked, (model, field))
            ids = [row["id"] for row in found["result"]]
            self.assertIn("error", self.rpc(model, "write", ids, {"name": "x"}))
            self.assertIn("error", self.rpc(model, "create", {"name": "x"}))
            self.assertIn("error", self.rpc(model, "unlink", ids))

    def test_rpc_knows_no_way_around_the_pages(self):
        self.login("as_me")
        ids = self.order.ids
        for method in ("action_cancel", "action_submit_claim", "_cancel_on_portal"):
            self.assertIn("error", self.rpc("aftersales.order", method, ids))
        for method in ("_report", "_file_once"):
            self.assertIn("error", self.rpc("aftersales.order", method, "k", {}))
        for model in ("aftersales.order.damage", "aftersales.complaint.category"):
            self.assertIn("error", self.rpc(model, "search_read", [], fields=["name"]))
