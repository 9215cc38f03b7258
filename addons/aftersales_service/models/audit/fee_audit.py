from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import DISPATCHER, FINANCE

AUDIT_STATES = [
    ("open", "Not Audited"),
    ("audited", "Audited, to Approve"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("changed", "Changed since"),
]


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("fees", "Service Fees")], ondelete={"fees": "set default"}
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_fee_audit = fields.Boolean(
        "Audit Service Fees",
        help="Fees are invoiced only after after-sales audited and finance approved them.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_fee_audit = fields.Boolean(
        related="company_id.aftersales_fee_audit", readonly=False
    )


class Fee(models.Model):
    """After-sales audits what a job caused, finance approves it (O-01, F-32): two steps of
    two people. A fee that changes afterwards is audited again."""

    _inherit = "aftersales.fee"
    _flow_fields = frozenset(
        {"audited_by_id", "audited_at", "audited_amount", "approved_by_id", "approved_at", "audit_refusal"}
    )  # fmt: skip

    audited_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    audited_at = fields.Datetime("Audited On", readonly=True, copy=False)
    audited_amount = fields.Monetary(readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    audit_refusal = fields.Char("Refused Because", readonly=True, copy=False)
    audit_state = fields.Selection(
        AUDIT_STATES, "Audit", compute="_compute_audit_state", store=True, index=True
    )

    @api.depends(
        "audited_at", "approved_at", "audit_refusal", "audited_amount", "amount"
    )
    def _compute_audit_state(self):
        for fee in self:
            fee.audit_state = fee._get_audit_state()

    def _get_audit_state(self):
        if self.audit_refusal:
            return "refused"
        if not self.audited_at:
            return "open"
        if self.currency_id.compare_amounts(self.audited_amount, self.amount):
            return "changed"
        return "approved" if self.approved_at else "audited"

    def action_audit(self):
        """审核: after-sales has looked at the fees of these jobs; finance is asked."""
        self.order_id.action_audit_fees()

    def action_approve_audit(self):
        """批准: finance agrees to the fees of these jobs."""
        self.env["aftersales.order"]._require_group(FINANCE)
        # sudo: that something waits is no secret; `action_agree` checks who answers
        asked = self.order_id.sudo().approval_ids.filtered(
            lambda a: a.kind == "fees" and a.state == "waiting"
        )
        if not asked:
            raise MoveRefused(
                self.env._("Nothing waits here: after-sales audits the fees first.")
            )
        asked.with_env(self.env).action_agree()


class ServiceOrder(models.Model):
    """The question that finance answers is one for each job."""

    _inherit = "aftersales.order"

    def action_audit_fees(self):
        """The fees of these jobs were checked by after-sales.

        :raises ProofMissing: when a job has none that waits for it
        """
        self._require_group(DISPATCHER)
        for order in self:
            order.check_access("write")
            fees = order.fee_ids.filtered(
                lambda f: f.audit_state in ("open", "refused", "changed")
            )
            if not fees:
                raise ProofMissing(
                    self.env._("%s has no fee that waits for an audit.", order.name)
                )
            order._withdraw_approvals("fees")
            fees._in_flow().write(
                {
                    "audited_by_id": self.env.uid,
                    "audited_at": self._now(),
                    "approved_by_id": False,
                    "approved_at": False,
                    "audit_refusal": False,
                }
            )
            for fee in fees:
                fee._in_flow().audited_amount = fee.amount
            order._ask_approval_of_fees()

    def _ask_approval_of_fees(self):
        fees = self.fee_ids.filtered(lambda f: f.audit_state == "audited")
        amount = sum(fees.mapped("amount"))
        reason = self.env._(
            "%(count)s fees of %(order)s, %(amount)s without tax: audited by %(auditor)s.",
            count=len(fees),
            order=self.name,
            amount=self.currency_id.format(amount),
            auditor=self.env.user.name,
        )
        self._request_approval("fees", "accountant", reason, amount=amount)

    def _on_approved(self, approval):
        """Finance agreed (extends the hook)."""
        result = super()._on_approved(approval)
        if approval.kind == "fees":
            fees = self.fee_ids.filtered(lambda f: f.audit_state == "audited")
            fees._in_flow().write(
                {"approved_by_id": self.env.uid, "approved_at": self._now()}
            )
        return result

    def _on_approval_refused(self, approval):
        """Finance says what is wrong; after-sales corrects and audits again (extends)."""
        result = super()._on_approval_refused(approval)
        if approval.kind == "fees":
            fees = self.fee_ids.filtered(lambda f: f.audit_state == "audited")
            fees._in_flow().audit_refusal = approval.note
        return result


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def _get_charge_obstacles(self):
        """What finance has not approved, where the company wants it (extends)."""
        # sudo: who invoices need not read fees to be stopped by them
        waiting = self.sudo().filtered(
            lambda share: (
                share.payer == "customer"
                and share.company_id.aftersales_fee_audit
                and share.fee_id.audit_state != "approved"
            )
        )
        told = {share: share._get_audit_text() for share in waiting}
        return told | super()._get_charge_obstacles()

    def _get_audit_text(self):
        return self.env._(
            "“%(fee)s” of %(order)s is not approved yet: after-sales audits the fees of the job, then finance approves them.",
            fee=self.fee_id.name,
            order=self.order_id.name,
        )
