from odoo import api, fields, models

from ...groups import AUDITOR, FINANCE, MANAGER, any_of

KINDS = [
    ("requisition", "Part Requisition"),
    ("requisition_urgent", "Vehicle-Down Parts"),
    ("part_substitute", "Substitute Part"),
]


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=KINDS, ondelete={code: "cascade" for code, _label in KINDS}
    )


class Requisition(models.Model):
    """What is asked, why so urgently, and who has to agree (P-12, P-13, P-28)."""

    _inherit = "aftersales.requisition"

    urgent = fields.Boolean(
        "Vehicle Down",
        index=True,
        help="The machine is at a standstill: needs a written explanation and the leader's approval, and takes precedence over every other requisition.",
    )
    explanation = fields.Text(
        help="Why these parts cannot wait; printed on the call for urgent parts."
    )
    submitted_at = fields.Datetime("Submitted On", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(
        "Value at Cost",
        compute="_compute_cost",
        groups=any_of(MANAGER, FINANCE, AUDITOR),
    )

    @api.depends("line_ids.quantity", "line_ids.product_id")
    def _compute_cost(self):
        for requisition in self:
            requisition.cost = requisition._get_cost()

    def _get_cost(self):
        """Value of the asked parts at cost, in the company's currency."""
        # sudo: limits are checked on behalf of people who may not see costs
        lines = self.sudo().line_ids.with_company(self.company_id)
        return sum(line.quantity * line.product_id.standard_price for line in lines)

    def _ask_or_approve(self):
        """Ask whom the limits name; without anybody to ask the warehouse goes on."""
        kind = "requisition_urgent" if self.urgent else "requisition"
        amount = self._get_cost()
        roles = self._get_approving_roles(kind, amount)
        if not roles:
            self._approve()
            return
        reason = self.explanation if self.urgent else self.env._("Above the limit")
        self._request_approval(kind, roles, reason, amount, self._get_due_at())

    def _get_approving_roles(self, kind, amount):
        """Codes of the roles that have to agree, in their order."""
        limits = self.env["aftersales.requisition.limit"]
        return limits._get_roles(self.company_id, kind, amount)

    def _get_due_at(self):
        """When the parts are needed: the promise to the customer, else the appointment."""
        order = self.order_id
        promised = "promised_at" in order._fields and order["promised_at"]
        return promised or self.visit_id.planned_start

    def _approve(self):
        self._move_to("approved")
        self._create_issue_picking()

    def _on_approved(self, approval):
        """The leader agreed: the warehouse may issue (overrides the mixin's hook)."""
        result = super()._on_approved(approval)
        if approval.kind in ("requisition", "requisition_urgent"):
            self._approve()
        if approval.kind == "part_substitute":
            self._accept_substitutes()
        return result

    def _on_approval_refused(self, approval):
        """Back to the one who asked, with the reason (overrides the mixin's hook)."""
        result = super()._on_approval_refused(approval)
        self.message_post(body=self.env._("Refused: %s", approval.note or ""))
        if approval.kind == "part_substitute":
            self.line_ids.filtered("waits").with_context(
                **self._in_flow().env.context
            ).unlink()
            return result
        self._move_to("draft")
        self._on_sent_back()
        return result

    def _on_sent_back(self):
        """Hook: fees drop the estimates of what may be asked otherwise now."""


class RequisitionLimit(models.Model):
    """Who agrees above which value; data, so that each company has its own ladder."""

    _name = "aftersales.requisition.limit"
    _description = "Approval Limit for Parts"
    _order = "kind, amount_above"
    _check_company_auto = True
    _rec_name = "role_id"

    kind = fields.Selection(
        KINDS,
        "Asked For",
        required=True,
        default="requisition",
    )
    amount_above = fields.Monetary(
        "Value Above", help="At cost. The highest limit that is passed decides."
    )
    role_id = fields.Many2one(
        "aftersales.role", "Approved By", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    _amount_unique = models.Constraint(
        "UNIQUE (company_id, kind, amount_above)",
        "There is already a limit of this kind and value.",
    )

    @api.model
    def _get_roles(self, company, kind, amount):
        """Codes of the roles to ask. Urgent parts and substitutes at another price always
        have somebody to ask: the service director, where no limit names another."""
        # sudo: whoever asks for parts need not be able to read the ladder
        limits = self.sudo().search(
            [("company_id", "=", company.id), ("kind", "=", kind)]
        )
        passed = limits.filtered(lambda limit: limit.amount_above < (amount or 0.01))
        if passed:
            return [passed.sorted("amount_above")[-1].role_id.code]
        return [] if kind == "requisition" else ["service_director"]
