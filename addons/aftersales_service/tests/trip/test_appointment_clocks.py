from odoo.tests import freeze_time

from ..sla.common import SlaCommon, utc

CALLED = utc(2026, 3, 2, 9)
AT_ELEVEN = utc(2026, 3, 2, 11)


class TestAppointmentClocks(SlaCommon):
    """Until the agreed time the technician arrives or tells; silence is a miss (T-44)."""

    def setUp(self):
        super().setUp()
        self.make_sla(
            [
                self.make_rule("appointment", "late_told", code="T-44", amount=0,
                               unit="at_once", direction="before", calendar_id=False),
                self.make_rule(amount=300, unit="hour", calendar_id=False, code="T-03"),
            ]
        )  # fmt: skip
        with freeze_time(CALLED):
            self.order = self.make_order(called_at=CALLED, service_type="c")
        self.visit = self.plan(AT_ELEVEN)

    def plan(self, start, **vals):
        with freeze_time(CALLED):
            visit = self.make_visit(self.order)
            visit.with_user(self.dispatcher).write({"planned_start": start} | vals)
        return visit

    def at(self, hour, minute, call, *args, **more):
        with freeze_time(utc(2026, 3, 2, hour, minute)):
            call(*args, **more)
            self.env.flush_all()

    def clocks(self, now=(12, 0)):
        with freeze_time(utc(2026, 3, 2, *now)):
            self.env.invalidate_all()
            found = self.order.sudo().clock_ids.filtered(lambda c: c.code == "T-44")
            return [(c.due_at, c.state) for c in found.sorted("id")]

    def confirm(self):
        self.at(9, 10, self.visit.action_contact)

    def test_what_nobody_agreed_to_has_no_deadline(self):
        self.assertEqual(self.clocks(), [])

    def test_a_fixed_appointment_is_agreed_as_planned(self):
        self.plan(utc(2026, 3, 2, 15), is_firm=True)
        self.assertEqual(self.clocks(), [(utc(2026, 3, 2, 15), "running")])

    def test_silence_is_a_miss(self):
        self.confirm()
        self.assertEqual(self.clocks((10, 59)), [(AT_ELEVEN, "running")])
        self.assertEqual(self.clocks((11, 1)), [(AT_ELEVEN, "overdue")])
        self.at(11, 2, self.visit.action_leave)
        self.at(11, 20, self.visit.action_arrive)
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "missed")])

    def test_arriving_in_time_meets_it(self):
        self.confirm()
        self.at(10, 0, self.visit.action_leave)
        self.at(11, 0, self.visit.action_arrive)
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "met")])

    def test_telling_before_the_time_meets_it(self):
        self.confirm()
        later = utc(2026, 3, 2, 12, 30)
        self.at(10, 50, self.visit.action_report_late, later, note="堵车")
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "met")])

    def test_telling_afterwards_is_too_late(self):
        self.confirm()
        later = utc(2026, 3, 2, 12, 30)
        self.at(11, 5, self.visit.action_report_late, later, note="堵车")
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "missed")])

    def test_the_time_that_the_customer_agreed_to_is_the_next_one(self):
        self.confirm()
        later = utc(2026, 3, 2, 12, 30)
        self.at(10, 50, self.visit.action_report_late, later, "王工", note="堵车")
        expected = [(AT_ELEVEN, "met"), (later, "overdue")]
        self.assertEqual(self.clocks((12, 31)), expected)

    def test_another_time_agreed_before_replaces_it(self):
        self.confirm()
        later = utc(2026, 3, 2, 16)
        again = {"agreed_by": "王工", "note": "客户有事"}
        self.at(10, 0, self.visit.action_reschedule, later, **again)
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "cancelled"), (later, "running")])

    def test_another_time_agreed_afterwards_excuses_no_silence(self):
        self.confirm()
        later = utc(2026, 3, 2, 16)
        again = {"agreed_by": "王工", "note": "迟到"}
        self.at(11, 30, self.visit.action_reschedule, later, **again)
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "missed"), (later, "running")])

    def test_a_visit_called_off_in_time_needs_nothing(self):
        self.confirm()
        self.at(10, 0, self.visit.with_user(self.dispatcher).action_cancel)
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "cancelled")])
        with freeze_time(utc(2026, 3, 2, 10, 5)):
            self.order.severity = "serious"  # deadlines are planned anew
        self.assertEqual(self.clocks(), [(AT_ELEVEN, "cancelled")])

    def test_two_visits_of_a_job_have_each_their_own(self):
        other = self.plan(utc(2026, 3, 2, 15))
        self.confirm()
        self.at(9, 20, other.action_contact)
        self.at(10, 30, self.visit.action_leave)
        self.at(10, 50, self.visit.action_arrive)
        expected = [(AT_ELEVEN, "met"), (utc(2026, 3, 2, 15), "overdue")]
        self.assertEqual(self.clocks((15, 1)), expected)

    def test_nobody_is_warned_before_the_time_itself(self):
        self.confirm()
        clock = self.order.sudo().clock_ids.filtered(lambda c: c.code == "T-44")
        self.assertEqual(clock.next_warning_at, AT_ELEVEN)
