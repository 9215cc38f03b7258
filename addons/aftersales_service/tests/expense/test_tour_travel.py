from odoo.tests import HttpCase, tagged

from .common import TravelCommon

URL = "/odoo/action-aftersales_service.aftersales_technician_day_action"


@tagged("post_install", "-at_install")
class TestTravelTour(TravelCommon, HttpCase):
    """A toll is paid on the road, and its receipt photographed."""

    browser_size = "390,844"
    touch_enabled = True

    def test_a_receipt_on_the_phone(self):
        self.technician.write({"lang": "zh_CN", "odoobot_state": "disabled"})
        self.make_job()
        self.start_tour(
            URL, "aftersales_travel_expense", login=self.technician.login, timeout=120
        )
        self.env.invalidate_all()
        line = self.visit.travel_line_ids
        self.assertEqual((line.kind, line.amount, line.number), ("toll", 35, "T-0815"))
        self.assertTrue(line.receipt and line.receipt_digest)
        line.claim_id.with_user(self.technician).action_submit()
        self.assertEqual(line.accepted_amount, 35)
