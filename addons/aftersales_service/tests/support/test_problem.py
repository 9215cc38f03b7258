from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..fees.common import CashCommon
from .test_question import QuestionCase


class TestProblem(QuestionCase, CashCommon):
    """A major quality problem is told to whom it concerns and is somebody's until it is
    solved (S-26); where the policy says so by a joint team (S-35)."""

    def report(self, order, **vals):
        action = order.action_report_problem()
        return self.fill(action, name="轴承批次发热", **vals)

    def meet(self, problem, user=None):
        meetings = self.env["aftersales.question.meeting"].with_user(
            user or self.quality
        )
        return meetings.create(
            {
                "question_id": problem.id,
                "member_ids": [(6, 0, problem.member_ids.ids)],
                "meeting_text": "同批油脂不足",
            }
        )

    def test_departments_concerned_are_told_and_somebody_owns_it(self):
        order = self.make_order()
        problem = self.report(order)
        self.assertEqual(problem.owner_id, self.quality)
        self.assertTrue(self.tasks(problem, self.quality))
        for user in (self.quality, self.tech):
            self.assertTrue(self.told(problem, user), user.name)
            self.assertEqual(problem.with_user(user).name, "轴承批次发热")
        self.assertFalse(self.told(problem, self.head))
        self.assertEqual(order.escalation_class, "major")

    def test_a_role_that_is_ticked_hears_of_it(self):
        role = self.env["aftersales.role"]._get_by_code("head_office")
        role.sudo().hears_problems = True
        self.assertTrue(self.told(self.report(self.make_order()), self.head))

    def test_a_fault_called_major_or_batch_is_told_without_a_button(self):
        for kind in ("major", "batch"):
            order = self.make_order()
            order.escalation_class = kind
            problem = order.question_ids
            self.assertEqual(
                (problem.kind, problem.escalation_class), ("problem", kind)
            )
            self.assertTrue(self.told(problem, self.tech), kind)
        born = self.make_order(escalation_class="major")
        self.assertEqual(len(born.question_ids), 1)
        born.escalation_class = "batch"
        self.assertEqual(len(born.question_ids), 1)

    def test_ordinary_and_difficult_faults_alarm_nobody(self):
        order = self.make_order(escalation_class="difficult")
        self.assertFalse(order.question_ids)
        self.assertFalse(self.make_order().question_ids)

    def test_the_job_closes_while_the_problem_goes_on(self):
        order = self.make_order(escalation_class="major")
        order.action_close()
        problem = order.question_ids
        problem.with_user(self.quality).action_answer("换新批次")
        self.assertEqual(problem.state, "answered")
        self.assertEqual(len(self.told(problem, self.tech)), 2)
        problem.action_tell("phone", "张主任")
        self.assertEqual(problem.state, "closed")

    def test_joint_team_keeps_the_job_open_until_it_wrote_the_solution(self):
        self.make_policy(joint_team=True)
        order = self.make_order(escalation_class="difficult")
        problem = order.question_ids
        self.assertTrue(problem.needs_team)
        with self.assertRaisesRegex(MoveRefused, "joint team"):
            order.action_close()
        owner = problem.with_user(self.quality)
        with self.assertRaisesRegex(ProofMissing, "as_quality"):
            owner.action_answer("换新批次")
        owner.member_ids = self.quality | self.tech
        self.assertTrue(self.told(problem, self.tech))
        with self.assertRaisesRegex(ProofMissing, "met"):
            owner.action_answer("换新批次")
        meeting = self.meet(problem)
        self.assertEqual(meeting.create_uid, self.quality)
        owner.action_answer("换新批次")
        self.assertEqual(problem.answered_by_id, self.quality)
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_a_withdrawn_problem_is_asked_for_again(self):
        self.make_policy(joint_team=True)
        order = self.make_order(escalation_class="batch")
        order.question_ids.action_withdraw("重复")
        with self.assertRaisesRegex(MoveRefused, "Report Quality Problem"):
            order.action_close()

    def test_without_the_switch_no_team_is_asked_for(self):
        self.make_policy(joint_team=False)
        order = self.make_order(escalation_class="batch")
        self.assertFalse(order.question_ids.needs_team)
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_people_marked_as_quality_belong_to_the_department(self):
        self.zhao.is_quality = True
        problem = self.make_order(escalation_class="batch").question_ids
        self.assertIn(self.colleague, problem._get_quality_people())

    def test_the_record_stands_once_the_solution_is_written(self):
        problem = self.make_order(escalation_class="major").question_ids
        problem.member_ids = self.quality
        meeting = self.meet(problem)
        meeting.meeting_text = "同批油脂不足，已复检"
        problem.with_user(self.quality).action_answer("换新批次")
        with self.assertRaises(ProtectedRefused):
            meeting.meeting_text = "没有问题"
        with self.assertRaises(ProtectedRefused):
            self.meet(problem)
        with self.assertRaises(ProtectedRefused):
            meeting.unlink()

    def test_strangers_write_no_meeting(self):
        problem = self.make_order(escalation_class="major").question_ids
        for user in (self.technician, self.inspector):
            with self.assertRaises(AccessError):
                self.meet(problem, user)
