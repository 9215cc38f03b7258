from odoo import models
from odoo.tools import format_date

from ...exceptions import MoveRefused, ProofMissing, RoleRefused
from ...groups import HOTLINE, MANAGER, STAFF
from .question import PROBLEM

_TASK = "mail.mail_activity_data_todo"


class Question(models.Model):
    """From the question to the customer who has the answer, and who is told of it."""

    _inherit = "aftersales.question"

    _mail_post_access = "read"
    _transitions = {
        "open": ("answered", "closed", "withdrawn"),
        "answered": ("open", "closed", "withdrawn"),
        "closed": (),
        "withdrawn": (),
    }

    # --- what people do

    def action_take(self):
        """Whoever holds the role says that the answer is his."""
        for question in self:
            question._check_may_answer()
            # sudo: who holds the role need not be able to write questions
            question.sudo().owner_id = self.env.user

    def action_answer(self, answer):
        """The answer is written: whoever asked tells the customer; where nobody waits it
        is closed.

        :raises RoleRefused: for people who do not owe it
        :raises ProofMissing: without an answer, or before its team met
        """
        self._check_words(answer)
        for question in self:
            question._check_may_answer()
            question._check_team()
            done = question.sudo()  # sudo: checked above
            done._move_to(
                "answered" if question.partner_id else "closed",
                answer=answer,
                answered_by_id=self.env.uid,
                answered_at=self._now(),
            )
            done._tell_answer()

    def action_tell(self, how, to):
        """The customer has the answer: closed, with who told whom and how.

        :raises MoveRefused: before it is answered
        """
        self._check_words(to)
        for question in self:
            question._check_may_tell()
            done = question.sudo()  # sudo: checked above
            done._check_state("answered")
            done._move_to(
                "closed",
                told_how=how,
                told_to=to,
                told_by_id=self.env.uid,
                told_at=self._now(),
            )
            done._forget_tasks()

    def action_ask_again(self, reason):
        """The answer does not answer it: it waits again, and its owner learns why."""
        self._check_words(reason)
        for question in self:
            question._check_may_tell()
            done = question.sudo()  # sudo: checked above
            done._check_state("answered")
            done._move_to("open")
            done._put_on_list(reason)

    def action_withdraw(self, reason):
        """Nobody needs the answer any more; the reason stands on it."""
        self._check_words(reason)
        for question in self:
            question._check_may_tell()
            done = question.sudo()  # sudo: checked above
            done._move_to("withdrawn")
            done._forget_tasks()
            done.message_post(
                body=self.env._("Withdrawn: %s", reason),
                partner_ids=done.owner_id.partner_id.ids,
            )

    # --- windows

    def action_open_answer(self):
        return self._ask("answer", self.env._("Answer or Solution"))

    def action_open_tell(self):
        return self._ask("tell", self.env._("Tell the Customer"))

    def action_open_again(self):
        return self._ask("again", self.env._("Why It Does Not Help"))

    def action_open_withdraw(self):
        return self._ask("withdraw", self.env._("Why It Is Not Needed"))

    def _ask(self, step, title):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "aftersales.question.step",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_question_id": self.id,
                "default_step": step,
                "default_told_to": self.order_id.contact_name or self.partner_id.name,
            },
        }

    # --- who may

    def _check_may_answer(self):
        """:raises RoleRefused: naming those who may"""
        self.check_access("read")
        self._check_state("open")
        user = self.env.user
        people = self.owner_id | self.member_ids | self._get_people()
        if user not in people and not user.has_group(MANAGER):
            raise RoleRefused(
                self.env._(
                    "“%(question)s” is answered by the role %(role)s. Ask %(people)s.",
                    question=self.name,
                    role=self.role_id.name,
                    people=self._get_owner_words(),
                )
            )

    def _check_may_tell(self):
        """Whoever asked, and the desk."""
        self.check_access("read")
        if self.env.user != self.asked_by_id:
            self._require_group(HOTLINE)
        self._require_group(STAFF)

    def _check_state(self, state):
        """:raises MoveRefused: for a step of another moment"""
        if self.state != state:
            raise MoveRefused(
                self.env._(
                    "“%(question)s” is “%(state)s”; this step needs “%(wanted)s”. Reload the page: somebody may have been faster.",
                    question=self.name,
                    state=self._state_label(self.state),
                    wanted=self._state_label(state),
                )
            )

    def _check_words(self, words):
        if not (words or "").strip():
            raise ProofMissing(self.env._("Please write a sentence about it."))

    def _get_people(self):
        """Who may answer by the role."""
        return self.role_id._get_holders(self.company_id, self.unit_id)

    def _get_owner_words(self):
        # sudo: names of colleagues are shown to everybody who sees the question
        return self.sudo().owner_id.name or self.env._("a service director")

    # --- who is told

    def _tell_asked(self):
        """On the owner's list; the others of the role and the departments get a message."""
        self._put_on_list()
        people = self._get_people() | self.told_role_ids._get_holders(
            self.company_id, self.unit_id
        )
        told = self.sudo()  # sudo: who asks need not be able to tell others
        told.message_post(
            body=self.env._(
                "%(kind)s of %(who)s: “%(question)s” The answer is needed by %(day)s.",
                kind=dict(self._fields["kind"]._description_selection(self.env))[
                    self.kind
                ],
                who=self.asked_by_id.name,
                question=self.name,
                day=format_date(self.env, self.date_due),
            ),
            partner_ids=people.partner_id.ids,
        )
        self._tell_members(self.member_ids)

    def _tell_members(self, people):
        if people:
            self.sudo().message_post(  # sudo: as above
                body=self.env._("You are in the joint team for “%s”.", self.name),
                partner_ids=people.partner_id.ids,
            )

    def _put_on_list(self, note=None):
        """The answer stands on its owner's list, and on nobody else's."""
        task = self.sudo()  # sudo: as above
        task._forget_tasks()
        task.activity_schedule(
            _TASK,
            self.date_due,
            self.name,
            note=note or self.description,
            user_id=self.owner_id.id,
        )

    def _forget_tasks(self):
        self.activity_unlink([_TASK], only_automated=False)

    def _get_teller(self):
        """Who tells the customer: whoever the job's first contact is, else who asked."""
        self.ensure_one()
        return self.order_id.first_contact_user_id or self.asked_by_id

    def _get_next_person(self):
        """Whose turn it is: who owes the answer, and then who tells it."""
        return self._get_teller() if self.state == "answered" else self.owner_id

    def _tell_answer(self):
        """Whoever owes it to the customer has it on his list, and the job shows it."""
        self._forget_tasks()
        teller = self._get_teller()
        body = self.env._(
            "%(who)s answers “%(question)s”: %(answer)s",
            who=self.answered_by_id.name,
            question=self.name,
            answer=self.answer,
        )
        people = teller | self.asked_by_id
        if self.kind == PROBLEM:
            people |= self.told_role_ids._get_holders(self.company_id, self.unit_id)
        self.message_post(body=body, partner_ids=people.partner_id.ids)
        for order in self.order_id:
            order.message_post(body=body)
        if self.state == "answered":
            self.activity_schedule(
                _TASK,
                self.company_id._aftersales_today(),
                self.env._("Tell the customer: %s", self.name),
                user_id=teller.id,
            )
