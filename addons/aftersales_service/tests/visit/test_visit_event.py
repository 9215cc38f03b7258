from datetime import datetime, timedelta

from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused, RoleRefused
from ..common import AfterSalesCommon

TOMORROW = datetime.now().replace(microsecond=0) + timedelta(days=1)


class TestVisitEvent(AfterSalesCommon):
    """Accept, refuse, reassign, reschedule, late, help, incident: each with its reason."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(service_type="c")
        self.visit = self.make_visit(self.order)
        self.desk = self.visit.with_user(self.dispatcher)
        self.env["aftersales.role.holder"].search([]).unlink()
        self.give_role("service_director", self.director)
        self.give_role("back_office", self.dispatcher)

    def give_role(self, code, user):
        role = self.env["aftersales.role"].search([("code", "=", code)])
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": user.id}
        )

    def tasks_of(self, user):
        return self.order.sudo().activity_ids.filtered(lambda a: a.user_id == user)

    def kinds(self):
        return self.visit.event_ids.sorted("id").mapped("kind")

    def test_accept_twice_counts_once(self):
        self.visit.action_accept()
        self.visit.action_accept()
        self.assertEqual(self.kinds(), ["accept"])

    def test_refusal_needs_a_reason(self):
        with self.assertRaisesRegex(ProofMissing, "reason"):
            self.visit.action_refuse()

    def test_refusal_goes_to_the_director_not_back_into_the_pool(self):
        reason = self.env.ref("aftersales_service.reason_refuse_1")
        self.visit.action_refuse(reason.id, "没学过")
        self.assertEqual(self.order.state, "dispatched")
        self.assertTrue(self.visit.refusal_open)
        self.assertIn("没学过", self.tasks_of(self.director).summary)
        with self.assertRaises(RoleRefused):
            self.desk.action_reassign(self.zhao, note="换人")
        self.visit.action_contact()
        with self.assertRaisesRegex(ProofMissing, "service director"):
            self.visit.action_leave()
        self.visit.with_user(self.director).action_reassign(self.zhao, note="换人")
        self.assertEqual(self.visit.sudo().technician_id, self.zhao)
        self.assertFalse(self.visit.sudo().refusal_open)

    def test_director_may_insist(self):
        self.visit.action_refuse(note="太远")
        with self.assertRaises(RoleRefused):
            self.desk.action_insist("必须去")
        self.visit.with_user(self.director).action_insist("必须去")
        self.assertFalse(self.visit.refusal_open)
        self.assertEqual(self.kinds(), ["refuse", "insist"])

    def test_stranger_refuses_nothing(self):
        stranger = self.visit.with_user(self.colleague)
        for call in (
            lambda: stranger.action_refuse(note="x"),
            lambda: stranger.action_note_lead("x"),
            lambda: stranger.action_report_incident("x"),
            lambda: stranger.action_accept(),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(self.kinds())

    def test_reassignment_tells_from_whom_to_whom_and_why(self):
        self.visit.action_accept()
        with self.assertRaisesRegex(ProofMissing, "reason"):
            self.desk.action_reassign(self.zhao)
        self.desk.action_reassign(self.zhao.id, note="李强病假")
        event = self.desk.event_ids.filtered(lambda e: e.kind == "reassign")
        self.assertEqual(
            (event.from_technician_id, event.to_technician_id, event.note),
            (self.li, self.zhao, "李强病假"),
        )
        self.assertFalse(self.desk.acknowledged_at)

    def test_reschedule_needs_reason_and_consent(self):
        self.visit.action_contact()
        with self.assertRaisesRegex(ProofMissing, "agreed for the customer"):
            self.visit.action_reschedule(TOMORROW, "", note="客户有事")
        with self.assertRaisesRegex(ProofMissing, "reason"):
            self.visit.action_reschedule(TOMORROW, "王经理")
        self.visit.action_reschedule(TOMORROW, "王经理", "phone", note="客户有事")
        self.assertEqual(self.visit.planned_start, TOMORROW)
        self.go_on()
        with self.assertRaises(MoveRefused):
            self.visit.action_reschedule(TOMORROW, "王经理", note="x")

    def go_on(self):
        self.visit.action_leave()
        self.visit.action_arrive()

    def test_silent_move_before_anybody_agreed_is_logged(self):
        self.desk.write({"technician_id": self.zhao.id, "planned_start": TOMORROW})
        self.assertEqual(
            set(self.desk.event_ids.mapped("kind")), {"reassign", "reschedule"}
        )

    def test_lateness_with_consent_is_only_logged(self):
        self.visit.action_contact()
        self.visit.action_report_late(TOMORROW, "王经理", note="堵车")
        self.assertEqual(self.visit.expected_at, TOMORROW)
        self.assertFalse(self.tasks_of(self.dispatcher))

    def test_lateness_without_consent_goes_to_the_office(self):
        self.visit.action_report_late(TOMORROW, note="堵车")
        self.assertIn("send another", self.tasks_of(self.dispatcher).summary)

    def test_help_brings_a_second_technician_to_the_same_visit(self):
        self.go_to_work(self.visit)
        self.visit.action_ask_help("查不出原因")
        self.assertTrue(self.desk.help_open)
        self.assertTrue(self.tasks_of(self.dispatcher))
        self.desk.action_send_helper(self.zhao)
        self.assertEqual(
            (self.desk.helper_ids, self.desk.leader_id, self.desk.help_open),
            (self.zhao, self.li, False),
        )

    def test_nobody_calls_for_help_once_the_visit_is_over(self):
        self.go_to_work(self.visit)
        self.visit.action_ask_help("查不出原因")
        self.finish(self.visit)
        self.assertFalse(self.desk.help_open)

    def test_a_cancelled_visit_waits_for_no_director(self):
        self.visit.action_refuse(note="太远")
        self.desk.action_cancel()
        self.assertFalse(self.desk.refusal_open)

    def test_incident_is_the_directors(self):
        self.go_to_work(self.visit)
        self.visit.action_report_incident("客户动手")
        self.assertTrue(self.tasks_of(self.director))
        with self.assertRaises(RoleRefused):
            self.desk.action_settle_incident("已道歉")
        self.visit.with_user(self.director).action_settle_incident("已道歉")
        self.assertFalse(self.visit.incident_open)

    def test_lead_goes_to_the_salesperson(self):
        self.customer.user_id = self.accountant
        self.visit.action_note_lead("想换两台新电机")
        self.assertIn("新电机", self.tasks_of(self.accountant).summary)

    def test_marks_are_not_written_by_hand(self):
        for name, value in {
            "refusal_open": True,
            "acknowledged_at": TOMORROW,
            "help_open": True,
            "unreachable_at": TOMORROW,
            "facts_at": TOMORROW,
            "away_at": TOMORROW,
        }.items():
            with self.assertRaises(ProtectedRefused, msg=name):
                self.visit.write({name: value})
