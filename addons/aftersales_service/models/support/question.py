from datetime import timedelta

from odoo import api, fields, models

from ..order.order_dimensions import ESCALATION_CLASSES
from ..order.promise import TOLD_HOW

QUESTION, PROBLEM = "question", "problem"
# Who answers, where nobody else is chosen.
_ROLES = {QUESTION: "head_office", PROBLEM: "quality_representative"}


class Question(models.Model):
    """What staff cannot answer themselves: a customer's question that goes to head office
    or a supervisor (S-25), or a quality problem whose solution somebody owes (S-26).

    It has an owner and a day, and it is over when the customer has the answer; where no
    customer waits, when the answer is written.
    """

    _name = "aftersales.question"
    _description = "Question Passed Up"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.overdue.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True
    _overdue_states = ("open", "answered")
    _signed_fields = frozenset({"name", "description", "order_id", "partner_id"})

    kind = fields.Selection(
        [(QUESTION, "Customer's Question"), (PROBLEM, "Quality Problem")],
        default=QUESTION,
        required=True,
        index=True,
    )
    name = fields.Char("Question or Problem", required=True, tracking=True)
    description = fields.Text("What Is Known So Far")
    escalation_class = fields.Selection(
        ESCALATION_CLASSES, "Class of Fault", default="ordinary", required=True
    )
    state = fields.Selection(
        [
            ("open", "Waits for an Answer"),
            ("answered", "Customer to Be Told"),
            ("closed", "Closed"),
            ("withdrawn", "Withdrawn"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Who waits for the answer; empty: nobody has to be told.",
    )
    product_id = fields.Many2one(
        related="order_id.product_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        compute="_compute_company_id",
        store=True,
        precompute=True,
    )
    unit_id = fields.Many2one(
        related="order_id.unit_id", store=True, index="btree_not_null"
    )
    role_id = fields.Many2one(
        "aftersales.role",
        "Answered by Role",
        compute="_compute_role_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        help="Everybody who holds it is told and may answer.",
    )
    owner_id = fields.Many2one(
        "res.users",
        "Owes the Answer",
        compute="_compute_owner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        tracking=True,
        help="Owes the answer until it is written.",
    )
    told_role_ids = fields.Many2many(
        "aftersales.role",
        "aftersales_question_told_rel",
        string="Departments Concerned",
        compute="_compute_told_role_ids",
        store=True,
        readonly=False,
        precompute=True,
        help="Whoever holds one of these roles is told.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "aftersales_question_member_rel",
        string="Joint Team",
        help="Of the quality department and whoever else works on the solution.",
    )
    meeting_ids = fields.One2many(
        "aftersales.question.meeting", "question_id", "Meetings"
    )
    asked_by_id = fields.Many2one(
        "res.users",
        "Passed Up By",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    date_due = fields.Date(
        "Answer By",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self._get_answer_day(self.env.company),
    )
    answer = fields.Text("Answer or Solution", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    answered_at = fields.Datetime("Answered On", readonly=True, copy=False)
    told_how = fields.Selection(TOLD_HOW, readonly=True, copy=False)
    told_to = fields.Char(readonly=True, copy=False)
    told_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    told_at = fields.Datetime("Customer Told On", readonly=True, copy=False)

    @api.depends("order_id")
    def _compute_partner_id(self):
        for question in self:
            question.partner_id = question.order_id.partner_id or question.partner_id

    @api.depends("order_id")
    def _compute_company_id(self):
        for question in self:
            question.company_id = (
                question.order_id.company_id or question.company_id or self.env.company
            )

    @api.depends("kind")
    def _compute_role_id(self):
        roles = {
            kind: self.env["aftersales.role"]._get_by_code(code)
            for kind, code in _ROLES.items()
        }
        for question in self:
            question.role_id = roles.get(question.kind)

    @api.depends("role_id")
    def _compute_owner_id(self):
        """The first who holds the role there, else whoever is told in the end."""
        for question in self:
            company = question.company_id or self.env.company
            people = question.role_id._get_holders(company, question.unit_id)
            if question.owner_id not in people:
                last = question.role_id._get_last_resort(company)
                question.owner_id = (people.filtered("active") or last)[:1]

    @api.depends("kind")
    def _compute_told_role_ids(self):
        # sudo: which departments hear of it is the same for everybody
        roles = self.env["aftersales.role"].sudo()
        heard = roles.search([("hears_problems", "=", True)]).sudo(False)
        for question in self:
            question.told_role_ids = heard if question.kind == PROBLEM else False

    @api.model
    def _get_answer_day(self, company):
        days = company.aftersales_answer_days
        return company._aftersales_today() + timedelta(days=days)

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever answers and whoever is concerned is told at once (overrides
        `create`)."""
        questions = super().create(vals_list)
        questions._check_job()
        for question in questions:
            question._mark_job()
            question._tell_asked()
        return questions

    def write(self, vals):
        """Whoever comes to owe the answer or into the team learns of it (overrides
        `write`)."""
        before = {q: (q._get_debt(), q.member_ids) for q in self}
        result = super().write(vals)
        if "order_id" in vals:
            self._check_job()
        if self._is_flowing():
            return result
        for question, (debt, members) in before.items():
            if question._get_debt() != debt and question.state == "open":
                question._put_on_list()
            if added := question.member_ids - members:
                question._tell_members(added)
        return result

    def _check_job(self):
        """:raises AccessError: for a job that the asker may not see"""
        self.order_id.check_access("read")

    def _get_debt(self):
        """Who owes the answer, and until when."""
        return self.owner_id, self.date_due

    def _is_signed(self):
        """What was asked stands as soon as it is answered."""
        return self.state != "open"

    def _get_signed_text(self, names):
        return self.env._(
            "“%(question)s” is “%(state)s”: what was asked stands. Write a message, or ask again.",
            question=self.name,
            state=self._state_label(self.state),
        )


class Company(models.Model):
    _inherit = "res.company"

    aftersales_answer_days = fields.Integer(
        "Answers within (Days)",
        default=3,
        help="The day that a question passed up is answered by, unless somebody chooses another.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_answer_days = fields.Integer(
        related="company_id.aftersales_answer_days", readonly=False
    )


class Role(models.Model):
    _inherit = "aftersales.role"

    hears_problems = fields.Boolean(
        "Told of Quality Problems",
        help="Whoever holds this role is told of every major quality problem.",
    )
