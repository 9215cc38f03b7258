from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    RoleRefused,
)
from ..common import AfterSalesCommon


class QuestionCase(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.role.holder"].search([]).unlink()
        cls.head = cls.hold("head_office", cls.make_user("technician", "as_head"))
        cls.quality = cls.hold(
            "quality_representative", cls.make_user("technician", "as_quality")
        )
        cls.tech = cls.hold(
            "technical_department", cls.make_user("warehouse", "as_tech")
        )

    @classmethod
    def hold(cls, code, user):
        role = cls.env["aftersales.role"]._get_by_code(code)
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": user.id}
        )
        return user

    def ask(self, order, user=None, **vals):
        action = order.with_user(user or self.dispatcher).action_ask_question()
        return self.fill(action, user, name="能否接 380V 变频器", **vals)

    def fill(self, action, user=None, **vals):
        """Save the form that a button opened."""
        model = self.env[action["res_model"]].with_user(user or self.dispatcher)
        return model.with_context(**action["context"]).create(vals)

    def told(self, record, user):
        """What ``user`` was told of on ``record``."""
        return record.sudo().message_ids.filtered(
            lambda m: user.partner_id in m.partner_ids
        )

    def tasks(self, record, user):
        return record.sudo().activity_ids.filtered(lambda a: a.user_id == user)


class TestQuestion(QuestionCase):
    """What staff cannot answer goes up and comes back to the customer (S-25)."""

    def test_head_office_owes_the_answer_and_is_told(self):
        question = self.ask(self.make_order())
        self.assertEqual(question.owner_id, self.head)
        self.assertEqual(question.partner_id, self.customer)
        self.assertEqual(
            question.date_due, self.company._aftersales_today() + timedelta(days=3)
        )
        self.assertTrue(self.told(question, self.head))
        self.assertEqual(
            self.tasks(question, self.head).date_deadline, question.date_due
        )

    def test_without_head_office_the_supervisor_owes_it(self):
        self.env["aftersales.role.holder"].search([]).unlink()
        self.hold("service_director", self.director)
        self.assertEqual(self.ask(self.make_order()).owner_id, self.director)

    def test_tracked_until_the_customer_has_the_answer(self):
        order = self.make_order()
        question = self.ask(order)
        with self.assertRaisesRegex(MoveRefused, "as_head"):
            order.action_close()
        question.with_user(self.head).action_answer("可以，加装电抗器")
        self.assertEqual(question.state, "answered")
        self.assertIn("加装电抗器", order.message_ids[0].body)
        self.assertFalse(self.tasks(question, self.head))
        self.assertTrue(self.tasks(question, order.first_contact_user_id))
        with self.assertRaisesRegex(MoveRefused, "does not have the answer"):
            order.action_close()
        question.action_tell("phone", "张主任")
        self.assertEqual(
            (question.state, question.told_by_id), ("closed", self.dispatcher)
        )
        self.assertFalse(question.sudo().activity_ids)
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_a_technician_asks_and_follows_his_own_question(self):
        order = self.make_order()
        self.make_visit(order)
        question = self.ask(order, self.technician)
        self.assertEqual(question.asked_by_id, self.technician)
        self.assertEqual(question.with_user(self.technician).name, question.name)
        with self.assertRaises(AccessError):
            question.with_user(self.colleague).read(["name"])

    def test_an_answer_that_does_not_help_is_asked_again(self):
        question = self.ask(self.make_order())
        question.with_user(self.head).action_answer("看说明书")
        question.action_ask_again("说明书没有写")
        self.assertEqual(question.state, "open")
        self.assertIn("说明书没有写", self.tasks(question, self.head).note)

    def test_another_owner_is_told(self):
        question = self.ask(self.make_order())
        question.owner_id = self.tech
        self.assertTrue(self.tasks(question, self.tech))
        self.assertFalse(self.tasks(question, self.head))
        question.with_user(self.head).action_take()
        self.assertEqual(question.owner_id, self.head)
        self.assertFalse(self.tasks(question, self.tech))

    def test_whoever_may_pass_it_up_finds_the_button(self):
        """Hotline and back office, too; who may not finds none."""
        view = self.env.ref("aftersales_service.aftersales_order_view_form")
        for user, seen in (
            (self.make_user("hotline", "as_line"), True),
            (self.make_user("back_office", "as_office"), True),
            (self.technician, True),
            (self.inspector, False),
        ):
            orders = self.env["aftersales.order"].with_user(user)
            arch = orders.get_view(view.id, "form")["arch"]
            for name in ("action_ask_question", "action_report_problem"):
                self.assertEqual(f'name="{name}"' in arch, seen, (user.login, name))
            may = self.env["aftersales.question"].with_user(user).has_access("create")
            self.assertEqual(may, seen, user.login)

    def test_another_day_moves_the_task(self):
        question = self.ask(self.make_order())
        question.date_due = "2100-01-01"
        self.assertEqual(
            str(self.tasks(question, self.head).date_deadline), "2100-01-01"
        )

    def test_form_of_the_button_is_filled_and_saved(self):
        order = self.make_order()
        action = order.action_ask_question()
        questions = self.env["aftersales.question"].with_user(self.dispatcher)
        with Form(questions.with_context(**action["context"])) as form:
            self.assertEqual(form.partner_id, self.customer)
            self.assertEqual(form.owner_id, self.head)
            form.name = "能否接变频器"
        self.assertEqual(order.question_ids, form.record)
        action = order.action_report_problem()
        with Form(questions.with_context(**action["context"])) as form:
            self.assertEqual(form.owner_id, self.quality)
            self.assertIn("technical_department", form.told_role_ids[:].mapped("code"))
            form.name = "同批发热"
            with form.meeting_ids.new() as meeting:
                meeting.member_ids.add(self.quality)
                meeting.meeting_text = "同批油脂不足"
        self.assertEqual(form.record.meeting_ids.member_ids, self.quality)

    def test_steps_of_others_and_of_other_moments_are_refused(self):
        question = self.ask(self.make_order())
        with self.assertRaisesRegex(RoleRefused, "as_head"):
            question.action_answer("不归我管")
        with self.assertRaises(MoveRefused):
            question.action_tell("phone", "张主任")
        with self.assertRaises(ProofMissing):
            question.with_user(self.head).action_answer("  ")
        with self.assertRaises(GroupRefused):
            question.with_user(self.head).action_withdraw("不需要了")
        for user in (self.inspector, self.keeper):
            with self.assertRaises(AccessError):
                question.with_user(user).action_answer("乱答")

    def test_what_was_asked_stands_once_it_is_answered(self):
        question = self.ask(self.make_order())
        question.name = "能否接 220V 变频器"
        question.with_user(self.head).action_answer("可以")
        with self.assertRaises(ProtectedRefused):
            question.name = "另一个问题"
        with self.assertRaises(ProtectedRefused):
            question.answer = "不可以"

    def test_withdrawn_question_keeps_nothing_open(self):
        order = self.make_order()
        question = self.ask(order)
        question.action_withdraw("客户自己解决了")
        self.assertFalse(order._get_question_blockers())
        self.assertIn("客户自己解决了", self.told(question, self.head)[0].body)

    def test_a_job_that_one_may_not_see_is_not_asked_about(self):
        order = self.make_order()
        with self.assertRaises(AccessError):
            self.env["aftersales.question"].with_user(self.colleague).create(
                {"name": "？", "order_id": order.id}
            )

    def test_nor_does_a_question_move_to_such_a_job(self):
        """Its customer would be read there, and it would stay open."""
        mine, foreign = self.make_order(), self.make_order()
        self.make_visit(mine)
        question = self.ask(mine, self.technician)
        with self.assertRaises(AccessError):
            question.order_id = foreign
        self.assertFalse(foreign._get_question_blockers())

    def test_without_a_customer_the_answer_closes_it(self):
        question = (
            self.env["aftersales.question"]
            .with_user(self.dispatcher)
            .create({"name": "新机型保修几年"})
        )
        question.with_user(self.head).action_answer("两年")
        self.assertEqual(question.state, "closed")

    def test_window_asks_and_applies(self):
        question = self.ask(self.make_order())
        for user, button, words in (
            (self.head, "answer", {"words": "可以"}),
            (self.dispatcher, "tell", {}),
        ):
            action = getattr(question.with_user(user), f"action_open_{button}")()
            window = self.fill(action, user, **words)
            window.action_apply()
        self.assertEqual(question.state, "closed")
        self.assertEqual(question.told_how, "phone")

    def test_late_questions_are_found(self):
        question = self.ask(self.make_order(), date_due="2020-01-01")
        late = self.env["aftersales.question"].search([("is_overdue", "=", True)])
        self.assertIn(question, late)


class TestMergedQuestions(QuestionCase):
    """What is open on a report that becomes part of another one moves, ends or stays."""

    def merge(self, order, survivor):
        survivor.with_user(self.dispatcher)._merge(order)

    def test_a_question_keeps_its_customer_and_holds_the_job_that_survives(self):
        neighbour = self.env["res.partner"].create({"name": "邻居"})
        order = self.make_order(partner_id=neighbour.id)
        survivor = self.make_order()
        question = self.ask(order)
        self.merge(order, survivor)
        self.assertEqual(question.order_id, survivor)
        self.assertEqual(question.partner_id, neighbour)
        with self.assertRaisesRegex(MoveRefused, "380V"):
            survivor.action_close()
        question.with_user(self.head).action_answer("可以")
        question.with_user(self.dispatcher).action_tell("phone", "邻居")
        self.assertEqual((question.order_id, question.state), (survivor, "closed"))

    def test_a_report_that_somebody_is_asked_about_survives(self):
        waiting, plain = self.make_order(), self.make_order()
        waiting.with_user(self.dispatcher).action_escalate("修不了")
        with self.assertRaisesRegex(MoveRefused, waiting.name):
            self.merge(waiting, plain)
        self.merge(plain, waiting)
        self.assertEqual(plain.merged_into_id, waiting)

    def test_talks_under_way_are_not_lost(self):
        talking, plain = self.make_order(), self.make_order()
        self.hold("marketing", self.tech)
        talking.with_user(self.dispatcher).action_hand_talks("价格")
        with self.assertRaisesRegex(MoveRefused, talking.name):
            self.merge(talking, plain)
        talking.sudo().approval_ids.with_user(self.tech).action_agree()
        with self.assertRaisesRegex(MoveRefused, talking.name):
            self.merge(talking, plain)
        talking.with_user(self.tech).action_end_talks("九折")
        self.merge(talking, plain)
        self.assertEqual(talking.state, "cancelled")
