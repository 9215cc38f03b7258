from odoo.tests import freeze_time

from ..sla.common import SlaCommon, utc

CALLED = utc(2026, 3, 2, 9)


class TestQuoteWaits(SlaCommon):
    """A quotation that was sent is the customer's time until he answers (C7)."""

    def setUp(self):
        super().setUp()
        self.make_sla([self.make_rule(amount=24, unit="hour", calendar_id=False)])
        with freeze_time(CALLED):
            self.order = self.make_order(called_at=CALLED, service_type="a")
            self.make_visit(self.order)
            self.order.action_create_quotation()
        self.sale = self.order.sudo().sale_order_ids

    def at(self, hour, call):
        with freeze_time(utc(2026, 3, 2, hour)):
            call()
            self.env.flush_all()
            self.order.invalidate_recordset()

    def test_sent_and_agreed(self):
        self.assertEqual(self.order.time_owner, "us")
        self.at(10, self.sale.action_quotation_sent)
        self.assertEqual(self.order.time_owner, "customer")
        clock = self.order.sudo().clock_ids
        self.assertEqual(clock.state, "paused")
        self.at(12, self.sale.action_confirm)
        self.assertEqual(self.order.time_owner, "us")
        self.assertEqual(clock.due_at, utc(2026, 3, 3, 11))
        causes = set(self.order.sudo().time_entry_ids.mapped("cause_model"))
        self.assertEqual(causes, {"sale.order"})

    def test_refused_nobody_waits_either(self):
        self.at(10, self.sale.action_quotation_sent)
        self.at(11, self.sale._action_cancel)
        self.assertEqual(self.order.time_owner, "us")

    def test_two_steps_in_one_second_are_two_entries(self):
        def both():
            self.sale.action_quotation_sent()
            self.sale.action_confirm()

        self.at(10, both)
        entries = self.order.sudo().time_entry_ids.sorted("moment")
        self.assertEqual(entries.mapped("owner"), ["customer", "us"])
        first, second = entries.mapped("moment")
        self.assertEqual((second - first).seconds, 1)

    def test_a_sale_without_a_job_is_nobody_s_time(self):
        sale = self.env["sale.order"].create({"partner_id": self.customer.id})
        sale.action_quotation_sent()
        self.assertFalse(self.order.time_entry_ids)
