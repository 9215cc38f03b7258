import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import ProofMissing
from ..common import AfterSalesCommon


class TestWizards(AfterSalesCommon):
    """The small questions behind Void…, Extend… and Grant Goodwill…"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.make_device(
            coverage={"months": 12, "start_date": datetime.date(2026, 1, 1)}
        )
        cls.coverage = cls.device.coverage_ids

    def ask(self, wizard, user=None, **context):
        env = self.env[wizard].with_user(user or self.director).env
        return Form(env[wizard].with_context(**context))

    def ask_coverage(self, wizard, user=None):
        return self.ask(wizard, user, default_coverage_id=self.coverage.id)

    def test_void_writes_day_and_reason_into_the_ledger(self):
        form = self.ask_coverage("aftersales.coverage.void")
        form.reason = "整机报废"
        form.save().action_void()
        today = self.company._aftersales_today()
        self.assertEqual(self.coverage.voided_on, today)
        event = self.coverage.event_ids.sorted("id")[-1:]
        self.assertEqual((event.kind, event.reason), ("voided", "整机报废"))

    def test_extend_moves_the_last_day(self):
        form = self.ask_coverage("aftersales.coverage.extend")
        self.assertEqual(form.end_date, datetime.date(2026, 12, 31))
        form.amount = 10
        form.unit = "day"
        form.reason = "等待配件"
        form.save().action_extend()
        self.assertEqual(self.coverage.end_date, datetime.date(2027, 1, 10))

    def test_goodwill_begins_today(self):
        form = self.ask("aftersales.goodwill.grant", default_device_id=self.device.id)
        form.months = 2
        form.reason = "老客户"
        form.save().action_grant()
        granted = self.device.coverage_ids - self.coverage
        self.assertEqual((granted.kind, granted.origin), ("goodwill", "老客户"))
        self.assertEqual(granted.start_date, self.company._aftersales_today())
        self.assertLess(granted.end_date, fields.Date.add(granted.start_date, months=2))

    def test_goodwill_that_the_desk_asks_for_needs_a_director(self):
        form = self.ask(
            "aftersales.goodwill.grant",
            self.dispatcher,
            default_device_id=self.device.id,
        )
        form.months = 2
        form.reason = "老客户"
        form.save().action_grant()
        self.assertEqual(self.device.coverage_ids, self.coverage)
        question = self.device.sudo().goodwill_ids.approval_ids
        question.with_user(self.director).action_agree()
        granted = self.device.coverage_ids - self.coverage
        self.assertEqual((granted.kind, granted.origin), ("goodwill", "老客户"))
        self.assertEqual(self.device.goodwill_ids.state, "granted")

    def test_refused_goodwill_grants_nothing(self):
        device = self.device.with_user(self.dispatcher)
        request = device.action_request_goodwill(1, "老客户")
        with self.assertRaises(ProofMissing):
            device.action_request_goodwill(0, "老客户")
        question = request.sudo().approval_ids
        question.with_user(self.director).action_refuse("已经两次")
        self.assertEqual(self.device.goodwill_ids.state, "refused")
        self.assertEqual(self.device.coverage_ids, self.coverage)

    def test_a_blank_reason_is_no_reason(self):
        form = self.ask_coverage("aftersales.coverage.void")
        form.reason = "   "
        with self.assertRaises(ProofMissing):
            form.save().action_void()

    def test_only_a_service_director_is_asked(self):
        for role in ("dispatcher", "technician", "finance", "auditor"):
            for wizard in (
                "aftersales.coverage.void",
                "aftersales.coverage.extend",
            ):
                self.assertFalse(
                    self.env[wizard].with_user(self.users[role]).has_access("create"),
                    f"{role} {wizard}",
                )
        with self.assertRaises(AccessError):
            self.coverage.with_user(self.dispatcher).action_void("整机报废")
