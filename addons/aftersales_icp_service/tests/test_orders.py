from datetime import timedelta

from odoo import fields

from odoo.addons.aftersales_icp.kernel.page import Finding, Verdict
from odoo.addons.aftersales_icp.tests.common import IcpCommon


class TestOrders(IcpCommon):
    def seen(self, service, hours, *codes):
        findings = [Finding(code, "x") for code in codes]
        moment = fields.Datetime.now() + timedelta(hours=hours)
        service._note_findings(Verdict("fail", findings), moment)

    def test_confirmed_finding_opens_one_order(self):
        service = self.make_filed_service()
        self.seen(service, 0, "C01", "C10")
        self.assertFalse(service.aftersales_order_ids)
        self.seen(service, 7, "C01", "C10")
        order = service.aftersales_order_ids
        self.assertEqual(len(order), 1)
        self.assertEqual(order.partner_id, self.partner)
        self.assertIn("Public-security number missing", order.fault)
        self.seen(service, 14, "C06")
        self.seen(service, 21, "C06")
        self.assertEqual(service.aftersales_order_ids, order)
        self.assertIn("is not linked to the authority", order.message_ids[0].body)
        action = order.action_icp_service()
        self.assertEqual(action["res_id"], service.id)
