from odoo.tests import HttpCase, tagged

from .common import ParcelCommon

PHONE = "/odoo/action-aftersales_service.aftersales_technician_day_action"
COUNTER = "/odoo/action-aftersales_service.issue_counter_action"


@tagged("post_install", "-at_install")
class TestParcelPhoneTour(ParcelCommon, HttpCase):
    """Received on the phone: scanned, one piece missing."""

    browser_size = "390,844"
    touch_enabled = True

    def test_received_on_the_phone(self):
        self.technician.write(
            {"lang": "zh_CN", "email": "li@example.com", "odoobot_state": "disabled"}
        )
        parcel = self.send(self.ask((self.part, 3), (self.coder, 1)))
        self.start_tour(
            PHONE, "aftersales_parcel_phone", login=self.technician.login, timeout=120
        )
        self.env.invalidate_all()
        self.assertEqual(parcel.state, "difference")
        self.assertEqual(self.lying(self.li.location_id), 2)
        self.assertEqual(self.lying(self.li.location_id, self.coder), 1)
        self.assertEqual(parcel.line_ids[0].missing_quantity, 1)
        self.assertEqual(len(parcel.receipt_ids), 1)


@tagged("post_install", "-at_install")
class TestParcelCounterTour(ParcelCommon, HttpCase):
    """Packed at the counter, sent on the form."""

    browser_size = "1400,900"

    def test_sent_from_the_counter(self):
        self.keeper.write({"lang": "zh_CN", "email": "keeper@example.com"})
        requisition = self.ask((self.part, 3))
        self.start_tour(
            COUNTER, "aftersales_parcel_counter", login=self.keeper.login, timeout=120
        )
        self.env.invalidate_all()
        self.assertEqual(requisition.line_ids.road_quantity, 3)
