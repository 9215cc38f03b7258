from odoo.tests import tagged

from .common import PortalCommon

FEW, MANY = 5, 50


@tagged("post_install", "-at_install")
class TestPortalQueries(PortalCommon):
    """A list of many documents costs as many queries as one of few.

    Each page is opened for documents that nobody looked at before, because the first look
    gives them the token of their link.
    """

    def make_devices(self, count, start=0):
        return self.env["aftersales.device"]._register_batch(
            [
                {
                    "serial": f"QP-{start + index}",
                    "product_id": self.machine.id,
                    "partner_id": self.customer.id,
                    "agent_id": self.dealer.id,
                    "coverage": {"months": 12, "start_date": "2026-01-01"},
                }
                for index in range(count)
            ]
        )

    def make_orders(self, count, start=0):
        devices = self.make_devices(count, start)
        return self.env["aftersales.order"].create(
            [
                {
                    "device_id": device.id,
                    "partner_id": self.customer.id,
                    "dealer_id": self.dealer.id,
                    "fault": "异响",
                }
                for device in devices
            ]
        )

    def make_returns(self, count, start=0):
        return self.env["aftersales.return"].create(
            [
                {"partner_id": self.customer.id, "reason": "坏了", "dealer_id": False}
                for _index in range(count)
            ]
        )

    def count(self, path):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.url.endswith(path), answer.url)
        return self.env.cr.sql_log_count - before

    def assert_flat(self, login, path, make):
        self.login(login)
        make(1, start=1000)
        self.count(path)  # templates and translations are read once
        make(FEW, start=2000)
        few = self.count(path)
        make(MANY, start=3000)
        many = self.count(path)
        self.assertGreater(few, 10)  # the page's queries are really seen
        self.assertLessEqual(many, few, f"{path}: {few} for few, {many} for many")

    def test_orders(self):
        self.assert_flat("as_me", "/my/service", self.make_orders)

    def test_devices(self):
        self.assert_flat("as_me", "/my/devices", self.make_devices)

    def test_returns(self):
        self.assert_flat("as_me", "/my/returns", self.make_returns)

    def test_orders_that_a_dealer_filed(self):
        self.assert_flat("as_dealer", "/my/dealer", self.make_orders)

    def test_devices_of_a_dealer(self):
        self.assert_flat("as_dealer", "/my/dealer/devices", self.make_devices)
