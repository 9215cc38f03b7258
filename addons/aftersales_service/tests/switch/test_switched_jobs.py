from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time

from ..loan.test_return_loan import LoanCommon
from ..sla.common import SlaCommon, utc
from .common import SwitchCommon

MONDAY = utc(2026, 3, 2, 9)


class TestSwitchedDeadlines(SlaCommon, SwitchCommon):
    """Off: nobody is warned, no duty is opened, nothing is counted; on: all that waited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.month = cls.make_rule(
            "month", "fees_settled", code="T-41", amount=1, unit="month",
            direction="within", calendar_id=False, name="月度结算",
        )  # fmt: skip

    def test_nobody_is_warned(self):
        self.make_sla([self.make_rule(amount=8)])
        with freeze_time(MONDAY):
            order = self.make_order(called_at=MONDAY)
        clock = self.env["aftersales.sla.clock"]
        self.turn("sla", False)
        with freeze_time(utc(2026, 3, 2, 16, 30)):
            clock._cron_warn()
            self.assertFalse(order.activity_ids)
            self.turn("sla", True)
            clock._cron_warn()
            order.invalidate_recordset(["activity_ids"])
            self.assertTrue(order.activity_ids)

    def test_deadlines_go_on_being_told(self):
        """Only what hides is off: a job keeps its deadlines and events still end them."""
        self.make_sla([self.make_rule(amount=8)])
        self.turn("sla", False)
        with freeze_time(MONDAY):
            order = self.make_order(called_at=MONDAY)
        self.assertEqual(len(order.sudo().clock_ids), 1)

    def test_no_duty_is_opened(self):
        self.make_sla([self.month])
        duties = self.env["aftersales.duty"]
        self.turn("sla", False)
        duties._cron_open()
        self.assertFalse(duties.search([]))
        self.turn("sla", True)
        duties._cron_open()
        self.assertTrue(duties.search([]))

    def test_what_is_to_be_counted_waits(self):
        recount = self.env["aftersales.sla.recount"]
        asked = recount.create({"reason": "厂庆", "user_id": self.env.uid})
        self.turn("sla", False)
        recount._cron_recount()
        self.assertTrue(asked.exists())
        self.turn("sla", True)
        recount._cron_recount()
        self.assertFalse(asked.exists())


class TestSwitchedLoans(LoanCommon, SwitchCommon):
    """Off: nobody is asked for a loaner; on: the ones that waited are asked for."""

    def test_nobody_is_asked_for_a_loaner(self):
        past = fields.Datetime.now() - timedelta(days=1)
        loaner = self.make_device("BY-9", is_loaner=True)
        loan = self.env["aftersales.loan"].create(
            {
                "device_id": loaner.id,
                "partner_id": self.customer.id,
                "start": past - timedelta(days=9),
                "stop": past,
            }
        )
        loan._in_flow().write({"state": "out", "next_chase_at": past})
        self.turn("loan", False)
        loan._cron_chase()
        self.assertEqual((loan.chase_count, len(loan.activity_ids)), (0, 0))
        self.turn("loan", True)
        loan._cron_chase()
        self.assertEqual((loan.chase_count, len(loan.activity_ids)), (1, 1))
