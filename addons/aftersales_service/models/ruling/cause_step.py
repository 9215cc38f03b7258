from odoo import api, fields, models
from odoo.tools import format_list

from ...exceptions import MoveRefused, ProofMissing
from ..order.order_dimensions import RESPONSIBILITIES
from ..order.promise import TOLD_HOW

OPEN = ("open", "asked")


class CauseStep(models.Model):
    """What must be done about a cause, by whom and by when: the manufacturer is told and
    agreed with, our unit takes a measure at once, the customer is told why it is his
    (W-19). What was said and answered stands."""

    _name = "aftersales.cause.step"
    _description = "Next Step of a Cause"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.adopt.mixin",
        "aftersales.overdue.mixin",
    ]
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True
    _upload_fields = ("evidence_ids",)
    _overdue_states = OPEN

    _transitions = {
        "open": ("asked", "done", "dropped"),
        "asked": ("open", "done", "dropped"),
        "done": (),
        "dropped": (),
    }
    _deletable_states = ()
    _birth_fields = frozenset({"order_id"})
    _flow_fields = frozenset({"done_at", "done_by_id"})
    _signed_fields = frozenset(
        {
            *("user_id", "date_due", "partner_id", "note"),
            *("told_to", "told_how", "evidence_ids"),
        }
    )

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    responsibility = fields.Selection(RESPONSIBILITIES, required=True, readonly=True)
    kind = fields.Selection(
        [
            ("agree", "Tell Who Answers for It, and Agree"),
            ("measure", "Measure at Once"),
            ("explain", "Explain It to the Customer"),
        ],
        "Next Step",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("open", "To Do"),
            ("asked", "Waits for an Answer"),
            ("done", "Done"),
            ("dropped", "No Longer Needed"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", "Person in Charge", required=True, index=True
    )
    date_due = fields.Date("Due Date", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Answers for It",
        index="btree_not_null",
        help="Gets the question by e-mail; without one the role Manufacturer's Service Department is asked.",
    )
    told_to = fields.Char(
        "Agreed With or Told To", help="With whom it was agreed or who was told."
    )
    told_how = fields.Selection(TOLD_HOW, "Told By")
    note = fields.Text(
        "What Was Said or Done", help="The answer, the measure, or the explanation."
    )
    evidence_ids = fields.Many2many(
        "ir.attachment", "aftersales_cause_step_evidence_rel", string="Files"
    )
    asked_at = fields.Datetime("Asked On", readonly=True)
    done_at = fields.Datetime("Done On", readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.depends("kind", "order_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for step in self:
            parts = [step.order_id.name, labels.get(step.kind)]
            step.display_name = " · ".join(filter(None, parts))

    def write(self, vals):
        """Another owner gets the task (overrides `write`)."""
        result = super().write(vals)
        if vals.keys() & {"user_id", "date_due"}:
            for step in self.filtered("activity_id"):
                # sudo: tasks are their owners', the step says whose they are
                step.activity_id.sudo().write(
                    {"user_id": step.user_id.id, "date_deadline": step.date_due}
                )
        return result

    def _is_signed(self):
        return self.state in ("done", "dropped")

    def _get_signed_text(self, names):
        return self.env._("“%s” is done and stays on record.", self.display_name)

    # --- buttons

    def action_ask(self):
        """通知协商: who answers for it is asked, by e-mail or in the list of his role.

        :raises MoveRefused: for what is not agreed with anybody, or is asked already
        """
        for step in self:
            step._check_may_do()
            if step.kind != "agree":
                raise MoveRefused(self.env._("Nobody is asked about this step."))
            step._check_move("asked")
            step.sudo()._ask()  # sudo: checked above; the owner may not write the job

    def _ask(self):
        if self.partner_id:
            self._write_to_party()
        else:
            self.order_id._request_approval("cause", "maker", self._get_question())
        self._move_to("asked", asked_at=self._now())

    def _write_to_party(self):
        if not self.partner_id.email:
            raise ProofMissing(
                self.env._(
                    "%s has no e-mail address. Enter it, or tell him yourself, write down what he answered and press “Done”.",
                    self.partner_id.display_name,
                )
            )
        # A note: a customer who follows the job does not get it, and it answers him nothing.
        self.order_id.message_post(
            body=self._get_question(),
            partner_ids=self.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def _get_question(self):
        order = self.order_id
        return self.env._(
            "%(order)s, %(device)s: “%(fault)s”. According to our findings you are responsible for it. Do you agree?",
            order=order.name,
            device=order.device_id.display_name or order.product_id.display_name or "–",
            fault=order.fault or "",
        )

    def action_settle(self):
        """Agreed, taken or explained: who was told how, and in what words.

        :raises ProofMissing: naming what is not written yet
        """
        for step in self:
            step._check_may_do()
            if missing := step._get_missing():
                raise ProofMissing(
                    self.env._(
                        "“%(step)s”: please complete %(missing)s.",
                        step=step.display_name,
                        missing=format_list(self.env, missing),
                    )
                )
            step.sudo()._finish("done")  # sudo: checked above
        return True

    def _get_missing(self):
        names = ["note"] if self.kind == "measure" else ["told_to", "told_how", "note"]
        return [
            self._fields[name]._description_string(self.env)
            for name in names
            if not (self[name] or "").strip()
        ]

    def _check_may_do(self):
        """The owner, the desk, and the technician of the job."""
        self.ensure_one()
        if self.env.user != self.user_id and not self.order_id._may_diagnose():
            self.order_id.check_access("write")

    def _take_answer(self, approval):
        """What the manufacturer's department said, and who said it."""
        answers = dict(approval._fields["state"]._description_selection(self.env))
        words = [answers[approval.state], approval.note]
        self.write(
            {
                "told_to": approval.decided_by_id.name,
                "note": " – ".join(filter(None, words)),
            }
        )

    def _finish(self, state):
        """The task of its owner ends with it; who is asked need not answer any more."""
        for step in self:
            step._move_to(state, done_at=self._now(), done_by_id=self.env.uid)
            if step.kind == "agree":
                step.order_id._withdraw_approvals("cause")
            if state == "done":
                step.activity_id.action_feedback(feedback=step.note)
            else:
                step.activity_id.unlink()
