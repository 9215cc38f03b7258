from odoo.tests import HttpCase, tagged

from ..common import SIGNATURE, AfterSalesCommon

URL = "/odoo/action-aftersales_service.aftersales_technician_day_action"
# What the tour prints, and what the browser's network does then.
_NETWORK = {"network: cut": True, "network: back": False}
_CONDITIONS = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
_PAUSED = "Fetch.requestPaused"


@tagged("post_install", "-at_install")
class TestTechnicianTour(AfterSalesCommon, HttpCase):
    """The technician's phone: from the arrival to the signature, with and without network."""

    browser_size = "390,844"
    touch_enabled = True

    def setUp(self):
        super().setUp()
        # OdooBot would greet while the network is cut, which is no fault of the page
        self.technician.write(
            {"lang": "zh_CN", "email": "li@example.com", "odoobot_state": "disabled"}
        )
        self.customer.write({"city": "济南市", "street": "高新区示例路1号"})
        self.order = self.make_order(
            self.make_device(), service_type="c", contact_name="张主任"
        )
        self.visit = self.make_visit(self.order)

    def allow_requests(self, browser=None, **kwargs):
        """The tour says when the network of the real browser is cut (extends)."""
        if browser:
            self._follow_network(browser)
        return super().allow_requests(browser=browser, **kwargs)

    def _follow_network(self, browser):
        """Cut, every request of the page fails and the browser knows that it is offline."""
        cut = False
        handlers = browser._handlers
        heard, passed = handlers["Runtime.consoleAPICalled"], handlers[_PAUSED]

        def listen(**event):
            nonlocal cut
            told = (event.get("args") or [{}])[0].get("value")
            if told in _NETWORK:
                cut = _NETWORK[told]
                browser._websocket_send("Network.enable")
                browser._websocket_send(
                    "Network.emulateNetworkConditions",
                    params=_CONDITIONS | {"offline": cut},
                )
            return heard(**event)

        def fail(**event):
            if not cut:
                return passed(**event)
            return browser._websocket_send(
                "Fetch.failRequest",
                params={
                    "requestId": event["requestId"],
                    "errorReason": "InternetDisconnected",
                },
            )

        handlers |= {"Runtime.consoleAPICalled": listen, _PAUSED: fail}

    def walk(self, tour):
        self.start_tour(
            URL,
            tour,
            login=self.technician.login,
            timeout=120,
            error_checker=lambda message: "ERR_INTERNET_DISCONNECTED" not in message,
        )
        self.env.invalidate_all()

    def test_arrival_to_signature_in_eight_taps(self):
        self.walk("aftersales_technician_day")
        self.assertEqual(self.visit.state, "accepted")
        self.assertTrue(self.visit.signature_hash)
        self.assertEqual(self.visit.satisfaction, "4")
        self.assertTrue(self.visit.away_at)
        self.assertEqual(self.order.state, "signed")

    def test_paid_job_with_opinion_card_in_eight_taps_and_money_taken_once(self):
        """Four items are ticked, WeChat Pay is taken, the receipt has its pad's number."""
        policy = self.env["aftersales.sla.policy"].create(
            {"name": "服务政策", "company_id": self.company.id}
        )
        version = self.env["aftersales.sla.version"].create(
            {"policy_id": policy.id, "valid_from": "2020-01-01", "survey_card": True}
        )
        version.with_user(self.director).action_approve()
        self.company.aftersales_wechat_qr = SIGNATURE
        self.visit.with_user(self.dispatcher).action_cancel()
        visit = self.make_visit(
            self.make_order(service_type="a", contact_name="张主任")
        )
        visit.consent_name = "王经理"
        visit.action_contact()
        visit.action_leave()
        self.walk("aftersales_technician_money")
        levels = [visit[name] for name in visit._get_rating_fields()]
        self.assertEqual((levels, visit.satisfaction), (["4", "4", "3", "4"], "4"))
        self.assertRecordValues(
            visit.collection_ids,
            [{"name": "0003172", "method": "wechat", "amount": 120, "state": "held"}],
        )

    def test_network_cut_in_the_middle_loses_nothing(self):
        """The tour sends the whole queue a second time: the server knows every step."""
        self.visit.action_contact()
        self.visit.action_leave()
        self.walk("aftersales_technician_offline")
        self.assertEqual(self.visit.state, "accepted")
        self.assertEqual(self.visit.cause, "轴承缺油磨损")
        self.assertEqual(len(self.visit.photo_before_ids), 1)
        kinds = self.visit.stamp_ids.mapped("kind")
        self.assertEqual(
            sorted(kinds),
            sorted(
                ["contact", "leave", "arrive", "note", "start", "finish", "sign"],
            ),
        )
        uuids = self.visit.stamp_ids.filtered("client_uuid").mapped("client_uuid")
        self.assertEqual(len(uuids), len(set(uuids)))
