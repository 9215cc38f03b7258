from odoo.tests import tagged

from ..portal.common import png
from .common import DealerCommon

_MODELS = (
    "aftersales.activation",
    "aftersales.activation.finding",
    "aftersales.dealer.claim",
    "aftersales.dealer.claim.line",
    "aftersales.dealer.agreement",
    "aftersales.approval",
)


@tagged("post_install", "-at_install")
class TestDealerAttack(DealerCommon):
    """Dealer B at what is dealer A's: devices, claims, statements; by address, RPC, ids."""

    def setUp(self):
        super().setUp()
        self.login("as_dealer")
        self.activate()
        self.claim()
        self.claim(
            [("part", "主轴", "1", "800")], [], ask="1", key="asked-by-dealer-a-01"
        )
        self.asked, self.filed = self.claims()
        self.asked.approval_ids.with_user(self.director).action_agree()
        self.record = self.activations()
        self.photos = self.record.photo_ids | self.filed.photo_ids

    def secrets(self):
        return (
            self.record.name,
            self.filed.name,
            self.asked.name,
            self.filed.order_id.name,
            "历城泵站",
            "主轴",
        )

    def attack(self, login):
        self.authenticate(login, login)
        pages = [
            self.url_open(path)
            for path in (
                "/my/dealer/activations",
                "/my/dealer/claims",
                "/my/dealer/claims/new",
                f"/my/dealer/claims/new?order={self.filed.order_id.id}",
                f"/my/dealer/claims/{self.filed.id}",
                f"/my/dealer/claims/{self.asked.id}/file",
                f"/my/service/{self.filed.order_id.id}",
                f"/my/devices/{self.stocked.id}",
                *(f"/web/content/{photo.id}" for photo in self.photos),
                *(f"/web/image/{photo.id}" for photo in self.photos),
            )
        ]
        for claim in (self.filed, self.asked):
            pages.append(self.send(f"/my/dealer/claims/{claim.id}/withdraw"))
            pages.append(
                self.send(
                    f"/my/dealer/claims/{claim.id}/file",
                    [("photos", png(9))],
                    work_done="x",
                    done_on="2026-09-01",
                    line_0_name="x",
                    line_0_price="1",
                )
            )
        for page in pages:
            for secret in self.secrets():
                self.assertNotIn(secret, page.text, (login, page.url))
            self.assertNotIn(page.content, self.photos.mapped("raw"))
        self.env.invalidate_all()
        self.assertEqual((self.filed.state, self.asked.state), ("filed", "agreed"))

    def test_other_dealer(self):
        self.attack("as_rival")

    def test_customers_and_nobody(self):
        self.attack("as_other")
        self.attack(None)

    def test_claim_on_the_device_or_the_job_of_another_dealer(self):
        own = self.make_device("RV260900001", agent_id=self.rival.id)
        self.login("as_rival")
        before = self.claims()
        for post in (
            {"serial": "YJ260900001"},
            {"serial": "DL260900001"},
            {"serial": own.serial, "order": self.filed.order_id.id},
            {"serial": own.serial, "order": "999999"},
            {"serial": own.serial, "order": self.make_order(own).id},
        ):
            self.assertIn("error", self.claim(**post), post)
        self.assertEqual(self.claims(), before)

    def test_ids_beside_the_form_change_nothing(self):
        """Dealer, company, state, prices and answers are the server's."""
        self.login("as_rival")
        own = self.make_device("RV260900001", agent_id=self.rival.id)
        self.claim(
            serial=own.serial,
            key="with-other-ids-0001",
            dealer_id=self.dealer.id,
            device_id=self.device.id,
            state="answered",
            agreed_amount=9999,
            order_id=self.filed.order_id.id,
            line_0_state="accepted",
            line_0_accepted_net="60",
            line_0_claim_id=self.filed.id,
        )
        claim = self.claims()[:1]
        self.assertEqual((claim.dealer_id, claim.device_id), (self.rival, own))
        self.assertEqual((claim.state, claim.agreed_amount), ("filed", 0))
        self.assertEqual(set(claim.line_ids.mapped("state")), {"waiting"})
        self.assertNotEqual(claim.order_id, self.filed.order_id)
        self.activate(
            "DL260900002",
            dealer_id=self.dealer.id,
            state="accepted",
            device_id=self.stocked.id,
            partner_id=self.customer.id,
        )
        record = self.activations()[:1]
        self.assertEqual(
            (record.dealer_id, record.device_id), (self.rival, self.rivals)
        )

    def test_rpc(self):
        for login in ("as_rival", "as_dealer", "as_other"):
            self.login(login)
            for model in _MODELS:
                for call in (("search_read", []), ("create", {"name": "x"})):
                    self.assertIn("error", self.rpc(model, *call), (login, model))
            for model, method, ids in (
                ("aftersales.activation", "action_accept", self.record.ids),
                ("aftersales.activation", "unlink", self.record.ids),
                ("aftersales.dealer.claim", "action_accept_all", self.filed.ids),
                ("aftersales.dealer.claim", "action_bill", self.filed.ids),
                ("aftersales.dealer.claim", "action_reopen", self.filed.ids),
                ("aftersales.dealer.claim", "message_post", self.filed.ids),
                (
                    "aftersales.dealer.claim.line",
                    "action_accept",
                    self.filed.line_ids.ids,
                ),
                (
                    "aftersales.dealer.claim.line",
                    "action_reply",
                    self.filed.line_ids.ids,
                ),
                ("aftersales.approval", "action_agree", self.asked.approval_ids.ids),
            ):
                self.assertIn("error", self.rpc(model, method, ids), (login, method))
        self.env.invalidate_all()
        self.assertEqual(set(self.filed.line_ids.mapped("state")), {"waiting"})

    def test_statement_of_another_dealer(self):
        """The sums of a month are those of the firm of the login alone."""
        self.filed.with_user(self.accountant).action_accept_all()
        self.assertIn(
            "150.00", self.login("as_dealer").url_open("/my/dealer/claims").text
        )
        self.assertNotIn(
            "150.00", self.login("as_rival").url_open("/my/dealer/claims").text
        )

    def test_without_csrf_token_nothing_happens(self):
        self.login("as_dealer")
        for path in (
            "/my/dealer/activations/new",
            "/my/dealer/claims/new",
            f"/my/dealer/claims/{self.filed.id}/withdraw",
        ):
            with self.assertLogs("odoo.http", "WARNING"):
                self.assertEqual(
                    self.send(path, csrf_token=None).status_code, 400, path
                )

    def rpc(self, model, method, *args):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": {},
                }
            },
        ).json()
