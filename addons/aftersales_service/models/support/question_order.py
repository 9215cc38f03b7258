from odoo import fields, models

from ..base.blocker import Blocker
from ..order.order_dimensions import GRAVE
from .question import PROBLEM, QUESTION

# Of these the departments concerned always hear (S-26).
_ALARMING = ("major", "batch")


class ServiceOrder(models.Model):
    """What a job asks of head office, and the quality problem that it shows."""

    _inherit = "aftersales.order"
    _watched_fields = frozenset({"escalation_class"})

    question_ids = fields.One2many("aftersales.question", "order_id", "Questions")
    question_count = fields.Integer(compute="_compute_question_count")

    def _compute_question_count(self):
        for order in self:
            order.question_count = len(order.question_ids)

    def action_ask_question(self):
        """上报总部: passes a question of the customer up."""
        return self._open_new_question(QUESTION, self.env._("Ask Head Office"))

    def action_report_problem(self):
        """Flags a quality problem; whom it concerns is told as it is saved."""
        return self._open_new_question(PROBLEM, self.env._("Report Quality Problem"))

    def action_open_questions(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_question_action"
        )
        return action | {
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id},
        }

    def _open_new_question(self, kind, title):
        self.ensure_one()
        self.check_access("read")
        grave = self.escalation_class if kind == PROBLEM else "ordinary"
        if kind == PROBLEM and grave == "ordinary":
            grave = "major"
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "aftersales.question",
            "view_mode": "form",
            "context": {
                "default_order_id": self.id,
                "default_kind": kind,
                "default_escalation_class": grave,
            },
        }

    # --- a grave fault is somebody's problem

    def _follow_facts(self, changed):
        """A fault that turns out grave is told to whom it concerns (extends)."""
        result = super()._follow_facts(changed)
        self._get_changed(changed, "escalation_class")._open_problems()
        return result

    def _open_problems(self):
        """A problem with an owner for each grave fault that has none yet."""
        # sudo: the fault decides who is told, whoever calls it grave
        for order in self.sudo().filtered(lambda o: o._is_alarming()):
            if order._get_problems():
                continue
            order.env["aftersales.question"].with_company(order.company_id).create(
                order._prepare_problem()
            )

    def _is_alarming(self):
        if self.is_history or self.escalation_class not in GRAVE:
            return False
        return self.escalation_class in _ALARMING or self._has_joint_team()

    def _prepare_problem(self):
        subject = (self.fault or self.name).splitlines()[0]
        return {
            "kind": PROBLEM,
            "order_id": self.id,
            "escalation_class": self.escalation_class,
            "name": f"{subject} ({self.product_id.display_name or self.name})",
        }

    def _get_problems(self):
        return self.question_ids.filtered(
            lambda q: q.kind == PROBLEM and q.state != "withdrawn"
        )

    def _has_joint_team(self):
        # sudo: a switch of the job, for whoever works on it
        return bool(self) and self.sudo()._get_policy().joint_team

    # --- what keeps a job open

    def _get_question_blockers(self):
        """A question whose customer has no answer, a grave fault without a solution."""
        # sudo: what keeps a job open is said to everybody who sees it
        questions = self.sudo().question_ids.filtered(
            lambda q: q.state in ("open", "answered") and q.kind == QUESTION
        )
        return [q._prepare_blocker() for q in questions] + self._get_team_blockers()

    def _get_team_blockers(self):
        if self.escalation_class not in GRAVE or not self._has_joint_team():
            return []
        problems = self.sudo()._get_problems()  # sudo: as above
        if not problems:
            text = self.env._(
                "The fault is grave: press “Report Quality Problem”, so that a joint team of the quality department works on it."
            )
            return [Blocker(text, self, self._get_desk_words())]
        return [p._prepare_blocker() for p in problems if p.state == "open"]


class Question(models.Model):
    _inherit = "aftersales.question"

    def _prepare_blocker(self):
        if self.state == "answered":
            text = self.env._(
                "The customer does not have the answer yet: %s", self.name
            )
            return Blocker(text, self.sudo(False), self.asked_by_id.name)
        text = self.env._("“%s” waits for its answer.", self.name)
        if self.needs_team:
            text = self.env._(
                "The joint team has not written the solution yet: %s", self.name
            )
        return Blocker(text, self.sudo(False), self._get_owner_words())

    def _mark_job(self):
        """A job whose fault was flagged says so itself."""
        order = self.order_id.sudo()  # sudo: whoever flags it need not write the job
        grave = self.kind == PROBLEM and self.escalation_class in GRAVE
        if grave and order.escalation_class != self.escalation_class:
            order.escalation_class = self.escalation_class
