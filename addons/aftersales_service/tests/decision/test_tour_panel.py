from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestTourPanel(AfterSalesCommon, HttpCase):
    """The decision panel in the browser, as the dispatcher uses it."""

    def walk(self, tour, action, record, user):
        url = f"/odoo/action-aftersales_service.{action}/{record.id}"
        self.start_tour(url, tour, login=user.login, timeout=60)
        self.env.invalidate_all()

    def test_switching_the_cause_decides_again_at_once(self):
        start = fields.Date.subtract(self.env.company._aftersales_today(), months=3)
        device = self.make_device(coverage={"months": 12, "start_date": start})
        order = self.make_order(device)
        self.walk(
            "aftersales_decision_panel",
            "aftersales_order_action",
            order,
            self.dispatcher,
        )
        self.assertEqual(
            order.decision_ids.sorted("version").mapped("cause"),
            ["unknown", "misuse", "material"],
        )
        self.assertEqual(order.contact_name, "张师傅")

    def test_device_without_warranty_is_shown_without_a_switch(self):
        device = self.make_device()
        self.walk(
            "aftersales_decision_panel_device",
            "aftersales_device_action",
            device,
            self.dispatcher,
        )

    def test_the_switch_belongs_to_desk_and_technicians_of_open_jobs(self):
        order = self.make_order(self.make_device())
        may = {
            role: order.with_user(user).decision_panel["can_redecide"]
            for role, user in self.users.items()
            if order.with_user(user).has_access("read")
        }
        self.assertTrue(may["dispatcher"] and may["manager"])
        self.assertFalse(may["auditor"] or may["warehouse"] or may["finance"])
        order.with_user(self.dispatcher).action_cancel()
        order.invalidate_recordset()
        self.assertFalse(
            order.with_user(self.dispatcher).decision_panel["can_redecide"]
        )

    def test_typing_on_a_device_form_does_not_break_the_panel(self):
        """Unsaved copies of a record have no real ids, and Json cannot carry those."""
        device = self.make_device(coverage={"months": 12})
        result = device.onchange(
            {"product_id": self.machine.id}, ["product_id"], {"decision_panel": {}}
        )
        self.assertIn("value", result)
