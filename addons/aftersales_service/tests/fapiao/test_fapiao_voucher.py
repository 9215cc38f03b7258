from odoo.addons.aftersales_service.tests.sla.common import SlaCommon

from .common import FapiaoCommon


class TestVoucher(FapiaoCommon, SlaCommon):
    """T-42: finished without payment, the 发票 is made on that day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla(
            [
                cls.make_rule(
                    "collected_none",
                    "voucher_handed_in",
                    code="T-42",
                    amount=0,
                    unit="same_day",
                    calendar_id=False,
                )
            ]
        )

    def get_clock(self):
        clock = self.order.sudo().clock_ids.filtered(lambda c: c.code == "T-42")
        clock.invalidate_recordset()
        return clock

    def test_begins_with_who_pays_later_and_ends_with_the_fapiao(self):
        self.make_job()
        self.finish_job()
        self.assertFalse(self.get_clock())
        self.collect(176, "later")
        self.assertFalse(self.get_clock().stopped_at)
        invoice = self.invoice()
        self.assertFalse(self.get_clock().stopped_at, "an invoice is no 发票")
        self.register(invoice)
        self.assertEqual(self.get_clock().state, "met")

    def test_who_pays_at_once_waits_for_nothing(self):
        self.make_job()
        self.finish_job()
        self.collect(176)
        self.assertFalse(self.get_clock())

    def test_a_fapiao_that_was_assigned_later_ends_it_too(self):
        self.make_job()
        self.finish_job()
        self.collect(176, "later")
        invoice = self.invoice()
        fapiao = self.register(net=176)
        self.assertFalse(self.get_clock().stopped_at)
        fapiao.link_ids.create({"fapiao_id": fapiao.id, "move_id": invoice.id})
        self.assertEqual(self.get_clock().state, "met")
