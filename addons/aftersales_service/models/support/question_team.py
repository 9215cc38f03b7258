from odoo import api, fields, models

from ...exceptions import ProofMissing, ProtectedRefused
from ..order.order_dimensions import GRAVE


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    joint_team = fields.Boolean(
        "Joint Team for Grave Faults",
        help="A team with somebody from the quality department works on a major, difficult or batch fault; the job is not closed before the team has met and written down the solution.",
    )


class Question(models.Model):
    """The joint team of a grave fault (S-35): who is in it, when it met, what it found."""

    _inherit = "aftersales.question"

    needs_team = fields.Boolean("Needs a Joint Team", compute="_compute_needs_team")

    @api.depends("order_id", "escalation_class", "kind")
    def _compute_needs_team(self):
        for question in self:
            grave = question.kind == "problem" and question.escalation_class in GRAVE
            question.needs_team = grave and question.order_id._has_joint_team()

    def _check_team(self):
        """:raises ProofMissing: nobody of the quality department, or no meeting"""
        if not self.needs_team:
            return
        quality = self._get_quality_people()
        if not self.member_ids & quality:
            raise ProofMissing(
                self.env._(
                    "The joint team for “%(problem)s” has nobody of the quality department. Add somebody, for example %(people)s.",
                    problem=self.name,
                    people=", ".join(quality[:3].mapped("name"))
                    or self.env._("the quality representative"),
                )
            )
        if not self.meeting_ids:
            raise ProofMissing(
                self.env._(
                    "Please record first when the joint team for “%s” met and what it found.",
                    self.name,
                )
            )

    def _get_quality_people(self):
        """Hook: users of the quality department; here those who hold its roles."""
        # sudo: who belongs to it is no secret to those who see the problem
        roles = self.env["aftersales.role"].sudo()
        codes = ("quality_representative", "quality_inspector")
        quality = roles.search([("code", "in", codes)]).sudo(False)
        return quality._get_holders(self.company_id, self.unit_id)


class QuestionMeeting(models.Model):
    """One meeting of a joint team; it stands once the solution is written."""

    _name = "aftersales.question.meeting"
    _description = "Meeting of a Joint Team"
    _order = "held_at, id"
    _rec_name = "held_at"

    question_id = fields.Many2one(
        "aftersales.question", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="question_id.company_id", store=True, index=True
    )
    held_at = fields.Datetime(
        "Held On", required=True, default=lambda self: fields.Datetime.now()
    )
    member_ids = fields.Many2many(
        "res.users",
        "aftersales_question_meeting_member_rel",
        string="Present",
        required=True,
    )
    meeting_text = fields.Text("What Was Found and Decided", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Only while the solution is looked for (overrides `create`)."""
        meetings = super().create(vals_list)
        meetings._check_open()
        return meetings

    def write(self, vals):
        """The same (overrides `write`)."""
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_open()

    def _check_open(self):
        """:raises ProtectedRefused: the solution is written"""
        over = self.question_id.filtered(lambda q: q.state != "open")
        if over:
            raise ProtectedRefused(
                self.env._(
                    "“%s” is answered: the record of its meetings stands.", over[0].name
                )
            )
