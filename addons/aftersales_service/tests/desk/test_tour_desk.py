from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestTourDesk(AfterSalesCommon, HttpCase):
    """A clerk at the service desk: scan, fault, words, saved, dispatched."""

    def test_typing_on_behind_a_chosen_fault_keeps_its_code(self):
        device = self.make_device("YJ260900001")
        self.env["aftersales.fault"].create(
            {"code": "T01", "name": "电机异响", "search_words": "噪音"}
        )
        self.start_tour(
            "/odoo/service-desk",
            "aftersales_service_desk_type_on",
            login=self.dispatcher.login,
        )
        self.env.invalidate_all()
        order = device.order_ids
        self.assertEqual((order.fault_id.code, order.fault), ("T01", "，很大"))
        self.assertTrue(device.has_warranty_card)

    def test_clerk_takes_a_call_for_a_known_serial(self):
        start = fields.Date.subtract(self.env.company._aftersales_today(), months=3)
        device = self.make_device(
            "YJ260900001", coverage={"months": 12, "start_date": start}
        )
        self.env["aftersales.fault"].create(
            {"code": "T01", "name": "电机异响", "search_words": "噪音"}
        )
        self.start_tour(
            "/odoo/service-desk",
            "aftersales_service_desk",
            login=self.dispatcher.login,
            timeout=90,
        )
        self.env.invalidate_all()
        self.assertEqual(len(device.order_ids), 1)
        self.assertRecordValues(
            device.order_ids,
            [
                {
                    "fault": "早上开机就响",
                    "state": "dispatched",
                    "promise_told_how": "phone",
                    "first_contact_user_id": self.dispatcher.id,
                }
            ],
        )
        self.assertEqual(device.order_ids.fault_id.code, "T01")
        self.assertEqual(device.order_ids.visit_ids.technician_id, self.li)
