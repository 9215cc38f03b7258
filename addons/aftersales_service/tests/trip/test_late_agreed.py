from odoo.tests import freeze_time

from ..sla.common import SlaCommon, utc

CALLED = utc(2026, 3, 2, 9)
APPOINTMENT = utc(2026, 3, 2, 11)


class TestLateAgreed(SlaCommon):
    """Whoever cannot keep his time telephones before it; with the customer's consent the
    new time replaces the deadline (T-03, T-44, T-74, D-13)."""

    def setUp(self):
        super().setUp()
        rule = {"amount": 3, "unit": "hour", "calendar_id": False, "code": "T-03"}
        self.make_sla([self.make_rule(**rule)])
        with freeze_time(CALLED):
            self.order = self.make_order(called_at=CALLED, service_type="c")
            self.visit = self.make_visit(self.order)
            self.visit.with_user(self.dispatcher).planned_start = APPOINTMENT

    def late(self, *moment, told=(2026, 3, 2, 10, 50), **vals):
        with freeze_time(utc(*told)):
            self.visit.action_report_late(utc(*moment), note="堵车", **vals)
        clock = self.order.sudo().clock_ids.filtered(lambda c: c.code == "T-03")
        clock.invalidate_recordset()
        return clock

    def test_agreed_time_replaces_the_deadline(self):
        clock = self.late(2026, 3, 2, 13, agreed_by="王工")
        self.assertEqual(clock.due_at, utc(2026, 3, 2, 13))
        self.assertEqual(clock.original_due_at, utc(2026, 3, 2, 12))
        self.assertEqual((clock.agreed_with, clock.agreed_reason), ("王工", "堵车"))

    def test_without_consent_it_stays(self):
        clock = self.late(2026, 3, 2, 13)
        self.assertEqual(clock.due_at, utc(2026, 3, 2, 12))

    def test_told_after_the_appointment_he_is_late(self):
        clock = self.late(2026, 3, 2, 13, told=(2026, 3, 2, 11, 1), agreed_by="王工")
        self.assertEqual(clock.due_at, utc(2026, 3, 2, 12))

    def test_a_time_that_the_deadline_allows_tightens_nothing(self):
        clock = self.late(2026, 3, 2, 11, 30, agreed_by="王工")
        self.assertEqual(clock.due_at, utc(2026, 3, 2, 12))
        self.assertFalse(clock.agreed_due_at)

    def test_after_the_arrival_nothing_moves(self):
        self.order.sudo()._clock_event("arrived", utc(2026, 3, 2, 10))
        clock = self.late(2026, 3, 2, 13, agreed_by="王工")
        self.assertEqual((clock.state, clock.due_at), ("met", utc(2026, 3, 2, 12)))
