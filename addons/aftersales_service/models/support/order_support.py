from odoo import api, fields, models

from ...exceptions import MoveRefused
from ...groups import HOTLINE
from ..base.blocker import Blocker
from ..order.order_promise import OPEN_STATES


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[
            ("escalation", "Technical Support"),
            ("sales_report", "Salesperson's Report"),
        ],
        ondelete={"escalation": "cascade", "sales_report": "cascade"},
    )


class ServiceOrder(models.Model):
    """Jobs that need somebody's word first: technical support beyond our capability
    (S-17, O-65) and reports of salespeople (S-15)."""

    _name = "aftersales.order"
    _inherit = [
        "aftersales.order",
        "aftersales.approval.mixin",
        "aftersales.sales.consent.mixin",
    ]
    _consent_states = OPEN_STATES
    _flow_fields = frozenset({"escalated_at", "support_user_id"})

    capability = fields.Selection(
        [("own", "We Can Do It"), ("support", "Needs Technical Support")],
        "Capability Check",
        tracking=True,
        help="Whether the service department can do it alone.",
    )
    escalated_at = fields.Datetime("Escalated On", readonly=True, copy=False)
    support_user_id = fields.Many2one(
        "res.users",
        "Technical Support By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    support_outcome = fields.Text(
        "Outcome of Support", copy=False, help="Filed with the job."
    )
    salesperson_id = fields.Many2one(
        "res.users",
        "Reported by Salesperson",
        index="btree_not_null",
        compute="_compute_salesperson_id",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("channel")
    def _compute_salesperson_id(self):
        for order in self:
            if order.channel != "sales":
                order.salesperson_id = False
            elif not order.salesperson_id:
                order.salesperson_id = self.env.user

    # --- 升级

    def action_escalate(self, reason, role="product_director", escalation_class=None):
        """升级: the job goes to technical support, with the reason.

        :param role: code of the role that is asked
        :param escalation_class: major, difficult or batch, where it is one of these
        :raises MoveRefused: on a job that is finished or already asked
        """
        self._require_group(HOTLINE)
        for order in self:
            if order.state not in OPEN_STATES:
                raise MoveRefused(
                    self.env._("%s is finished and needs no support.", order.name)
                )
            order._request_approval("escalation", role, reason)
            vals = {"capability": "support", "escalated_at": order._now()}
            if escalation_class:
                vals["escalation_class"] = escalation_class
            order._in_flow().write(vals)
            order.message_post(
                body=self.env._("Escalated to technical support: %s", reason)
            )

    def _on_approved(self, approval):
        """Support takes the job over; the sales supervisor lets it pass."""
        result = super()._on_approved(approval)
        if approval.kind == "escalation":
            supporter = approval.decided_by_id
            self._in_flow().write({"support_user_id": supporter.id})
            self.message_subscribe(supporter.partner_id.ids)
        elif approval.kind == "talks":
            self._take_talks(approval.decided_by_id)
        return result

    def _on_approval_refused(self, approval):
        """The first contact learns why, because he owes the customer the answer (O-21)."""
        result = super()._on_approval_refused(approval)
        if approval.kind in ("escalation", "sales_report", "quality_check"):
            self.message_post(
                body=self.env._(
                    "%(who)s refused: %(why)s",
                    who=approval.decided_by_id.name,
                    why=approval.note,
                ),
                partner_ids=self.first_contact_user_id.partner_id.ids,
            )
        elif approval.kind == "talks":
            self._keep_talks(approval.note)
        return result

    # --- reports of salespeople

    def _open_consent(self):
        """A salesperson's report goes to his supervisor first, and to the sales back office
        (S-15)."""
        self._tell_sales_office()
        self._open_problems()
        self.filtered(lambda o: o._needs_sales_consent())._ask_sales_consent()

    def _ask_sales_consent(self):
        for order in self:
            order._request_approval(
                "sales_report",
                "sales_supervisor",
                order.fault,
                date_due=order.promised_at,
            )

    def _needs_sales_consent(self):
        return self.channel == "sales" and self.company_id.aftersales_sales_consent

    def _check_may_dispatch(self):
        """Nobody is sent before the sales supervisor agrees (S-15)."""
        self._check_sales_consent()

    def _get_answerers(self, kind):
        # sudo: whom a question waits for is said to everybody who sees the job
        asked = self.sudo().approval_ids.filtered(lambda a: a.kind == kind)
        if not asked:
            return self.env._("a service director")
        return asked.sorted("id")[-1]._get_people_words()

    def _get_blockers(self):
        return [
            *super()._get_blockers(),
            *self._get_question_blockers(),
            *self._get_talk_blockers(),
        ] + [
            Blocker(
                self.env._(
                    "“%(kind)s” waits for an answer of the role %(role)s.",
                    kind=dict(
                        approval._fields["kind"]._description_selection(self.env)
                    )[approval.kind],
                    role=approval.role_id.name,
                ),
                approval.sudo(False),
                approval._get_people_words(),
            )
            for kind in self._get_waiting_kinds()
            for approval in self._get_open_approvals(kind)
        ]

    def _get_waiting_kinds(self):
        """Hook: kinds of questions that keep a job open until they are answered."""
        return ("escalation", "sales_report", "talks")
