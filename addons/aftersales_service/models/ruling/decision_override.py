from odoo import Command, api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import MANAGER
from ...kernel.decision import Answer, Line, decide
from ..decision.selections import COST_LABELS, PAYERS


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("override", "Override of a Decision")],
        ondelete={"override": "cascade"},
    )


class DecisionOverride(models.Model):
    """人工改判: a manager decides otherwise, with a reason; above a limit a second person
    must agree before it counts. It becomes a new version of the decision."""

    _name = "aftersales.decision.override"
    _description = "Override of a Decision"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.approval.mixin",
        "aftersales.adopt.mixin",
    ]
    _order = "id desc"
    _rec_name = "cost_kind"
    _check_company_auto = True

    _transitions = {
        "draft": ("waiting", "done", "refused"),
        "waiting": ("done", "refused"),
        "done": (),
        "refused": (),
    }
    _flow_fields = frozenset({"confirmed_by_id"})
    _upload_fields = ("evidence_ids",)
    # What the second person agrees to.
    _signed_fields = frozenset(
        {
            *("order_id", "cost_kind", "payer", "percent", "reason", "amount"),
            "evidence_ids",
        }
    )

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    cost_kind = fields.Selection(COST_LABELS, required=True)
    payer = fields.Selection(PAYERS, required=True)
    percent = fields.Float(digits=(5, 2), default=100.0, required=True)
    reason = fields.Char(required=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_decision_override_evidence_rel",
        help="Photos, the maker's mail: kept with the version that follows from it.",
    )
    amount = fields.Monetary("Worth", help="What this override costs us, as estimated.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("waiting", "Waiting for a Second Person"),
            ("done", "In Force"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    requested_by_id = fields.Many2one(
        "res.users",
        "Asked By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        readonly=True,
    )
    confirmed_by_id = fields.Many2one(
        "res.users", "Second Person", readonly=True, index="btree_not_null"
    )

    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)",
        "A share is between 0 and 100 percent.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not (vals.get("reason") or "").strip():
                raise ProofMissing(self.env._("Please write the reason."))
            vals["requested_by_id"] = self.env.uid
        return super().create(vals_list)

    def _is_signed(self):
        """What was submitted stands, its files too (W-35)."""
        return self.state != "draft"

    def _get_signed_text(self, names):
        return self.env._(
            "“%s” was submitted and stays as it is. Make a new override instead.",
            self.display_name,
        )

    @api.depends("order_id.name", "cost_kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["cost_kind"]._description_selection(self.env))
        for override in self:
            parts = [override.order_id.name, labels.get(override.cost_kind)]
            override.display_name = " · ".join(filter(None, parts))

    def action_submit(self):
        """In force at once up to the company's limit; above it a second person is asked."""
        self._require_group(MANAGER)
        for override in self:
            limit = override.company_id.aftersales_override_limit
            if limit and override.amount > limit:
                override._move_to("waiting")
                override._request_approval(
                    "override", "service_director", override.reason, override.amount
                )
            else:
                override._move_to("done")
                override._apply()

    def action_confirm(self):
        """The second person agrees, never the one who asked."""
        for override in self:
            override._get_question().action_agree()

    def action_refuse(self):
        """The second person refuses; a draft is dropped by a manager."""
        self._require_group(MANAGER)
        drafts = self.filtered(lambda o: o.state == "draft")
        drafts._move_to("refused")
        for override in self - drafts:
            return override._get_question().action_ask_refusal()
        return None

    def _get_question(self):
        question = self._get_open_approvals("override")
        if not question:
            raise MoveRefused(self.env._("This override does not wait for anybody."))
        return question.sudo(False)

    def _on_approved(self, approval):
        self._move_to("done", confirmed_by_id=approval.decided_by_id.id)
        self._apply()
        return super()._on_approved(approval)

    def _on_approval_refused(self, approval):
        self._move_to("refused")
        return super()._on_approval_refused(approval)

    def _apply(self):
        """A new version of the job's decision in which this cost is settled otherwise."""
        self.ensure_one()
        order = self.order_id
        follows = order.service_type == order._get_proposed_service_type()
        previous = order.decision_id
        order._claim_version(previous.version + 1)
        facts = previous._get_facts()
        answers = [self._replace(answer) for answer in decide(facts)]
        self.env["aftersales.decision"]._store(
            order.device_id,
            facts,
            answers,
            previous,
            order_id=order.id,
            warning_codes=previous.warning_codes,
            reason=self.reason,
            decided_by_id=self.requested_by_id.id,
            confirmed_by_id=self.confirmed_by_id.id,
            evidence_ids=[Command.set(self.evidence_ids.ids)],
        )
        order._take_over(follows)

    def _replace(self, answer):
        if answer.line.kind != self.cost_kind:
            return answer
        shares = [(self.payer, self.percent)]
        if self.percent < 100:
            shares.append(("customer", 100.0 - self.percent))
        result = "free" if self.payer == "company" else answer.result
        return Answer(
            Line(self.cost_kind),
            tuple(shares),
            result,
            "override",
            answer.cover,
            answer.lost,
        )
