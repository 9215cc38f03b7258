from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing, SamePersonRefused
from ...groups import DISPATCHER, FINANCE

CLAIM_STATES = [
    ("draft", "Being Written"),
    ("submitted", "To Audit"),
    ("audited", "To Approve"),
    ("approved", "Approved, to Settle"),
    ("settled", "All Settled"),
    ("void", "Void"),
]
# States in which the company owes, or owed, what was accepted.
OWED = ("approved", "settled")


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[
            ("travel", "Travel Claim"),
            ("travel_advance", "Travel Advance"),
        ],
        ondelete={"travel": "set default", "travel_advance": "set default"},
    )


class Technician(models.Model):
    _inherit = "aftersales.technician"

    def _find_open_claim(self):
        """What he still writes on."""
        return self.env["aftersales.travel.claim"].search(
            [("technician_id", "=", self.id), ("state", "=", "draft")], limit=1
        )


class TravelClaim(models.Model):
    """差旅报销单: what a technician spent for visits.

    Source: F-50 (receipts true, legal and valid, of the place of the job), O-01 and F-32
    (after-sales audits, finance approves), D-08 (the advance is settled by it).
    """

    _name = "aftersales.travel.claim"
    _number_code = "aftersales.travel.claim"
    _description = "Travel Claim"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "draft": ("submitted",),
        "submitted": ("audited", "draft"),
        "audited": ("approved", "draft"),
        "approved": ("settled", "void"),
        "settled": ("void",),
        "void": (),
    }
    _stamps = {"approved": "approved_at"}

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        CLAIM_STATES, default="draft", required=True, readonly=True, index=True
    )
    technician_id = fields.Many2one(
        "aftersales.technician",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._get_own_technician(),
    )
    company_id = fields.Many2one(
        related="technician_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        related="technician_id.user_id", store=True, index="btree_not_null"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("aftersales.travel.line", "claim_id", "Expenses")
    amount = fields.Monetary("Spent", compute="_compute_amounts", store=True)
    accepted_amount = fields.Monetary(
        "Paid Back", compute="_compute_amounts", store=True
    )
    submitted_at = fields.Datetime("Submitted On", readonly=True, copy=False)
    audited_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    approved_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    answer = fields.Char(
        copy=False, help="Why it goes back to the technician, or is made void."
    )
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, copy=False, index="btree_not_null"
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number is already taken."
    )

    @api.model
    def _get_own_technician(self):
        return self.env["aftersales.technician"].search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    def _get_number_company(self, vals):
        technicians = self.env["aftersales.technician"]
        technician = technicians.browse(vals.get("technician_id"))
        return technician.company_id.id or super()._get_number_company(vals)

    @api.depends("line_ids.amount", "line_ids.accepted_amount")
    def _compute_amounts(self):
        for claim in self:
            claim.amount = sum(claim.line_ids.mapped("amount"))
            claim.accepted_amount = sum(claim.line_ids.mapped("accepted_amount"))

    def write(self, vals):
        """Whose claim it is stands once it was submitted; the answer is the office's."""
        if "technician_id" in vals and any(c.state != "draft" for c in self):
            raise MoveRefused(
                self.env._("Whose claim it is stands once it was submitted.")
            )
        if "answer" in vals and not (self._is_flowing() or self.env.su):
            self._check_office()
        return super().write(vals)

    def _check_office(self, group=None):
        """Whoever travelled neither audits nor approves.

        :raises GroupRefused, SamePersonRefused:
        """
        finance = self.env.user.has_group(FINANCE)
        self._require_group(group or (FINANCE if finance else DISPATCHER))
        if self.env.user in self.user_id:
            raise SamePersonRefused(
                self.env._("This is your own travel claim; somebody else answers it.")
            )

    # --- the steps

    def action_submit(self):
        """提交: the receipts are complete.

        :raises ProofMissing: saying what is missing
        """
        for claim in self:
            claim.check_access("write")
            claim._check_move("submitted")
            if not claim.line_ids:
                raise ProofMissing(
                    self.env._("%s has no receipt yet: add what was spent.", claim.name)
                )
            claim.line_ids._check_complete()
            claim._move_to("submitted", submitted_at=self._now(), answer=False)
            claim.line_ids._propose()

    def action_audit(self):
        """审核: after-sales has compared receipts and visits; finance is asked."""
        self._check_office(DISPATCHER)
        for claim in self:
            claim.check_access("write")
            claim._check_move("audited")
            claim.line_ids._check_audited()
            claim._check_books()
            claim._move_to("audited", audited_by_id=self.env.uid)
            claim._request_approval(
                "travel",
                "accountant",
                claim.env._(
                    "%(claim)s of %(technician)s: %(accepted)s of %(amount)s accepted.",
                    claim=claim.name,
                    technician=claim.technician_id.name,
                    accepted=claim.currency_id.format(claim.accepted_amount),
                    amount=claim.currency_id.format(claim.amount),
                ),
                amount=claim.accepted_amount,
            )

    def action_send_back(self):
        """退回: the technician corrects it.

        :raises ProofMissing: without an answer
        """
        self._check_office(DISPATCHER)
        for claim in self:
            claim.check_access("write")
            claim._require_answer()
            claim._withdraw_approvals("travel")
            claim._move_to("draft")

    def _require_answer(self):
        if not (self.answer or "").strip():
            raise ProofMissing(
                self.env._("%s: please write the reason under “Answer”.", self.name)
            )

    def _on_approved(self, approval):
        """批准 by finance: booked, and what is owed is settled (extends the hook)."""
        result = super()._on_approved(approval)
        if approval.kind == "travel":
            self._check_office(FINANCE)
            self._move_to("approved", approved_by_id=self.env.uid)
            self._create_entry()
            self.line_ids.visit_id._record_costs()
            self.technician_id._settle_travel()
        return result

    def _on_approval_refused(self, approval):
        """Finance says why; the technician corrects it (extends the hook)."""
        result = super()._on_approval_refused(approval)
        if approval.kind == "travel":
            self._move_to("draft", answer=approval.note)
        return result

    def action_approve(self):
        """批准: the same as the answer in the list of questions."""
        self._check_office(FINANCE)
        # sudo: that something waits is no secret; `action_agree` checks who answers
        asked = self.sudo().approval_ids.filtered(
            lambda a: a.kind == "travel" and a.state == "waiting"
        )
        if not asked:
            raise MoveRefused(
                self.env._("Nothing waits here: after-sales audits the claim first.")
            )
        asked.with_env(self.env).action_agree()

    def action_void(self):
        """作废: the entry is reversed, and its receipts may be claimed again.

        :raises ProofMissing: without an answer
        """
        self._check_office(FINANCE)
        for claim in self:
            claim._require_answer()
            claim._move_to("void")
            claim._reverse_entry()
            # sudo: lines are marked by this step only
            lines = claim.sudo().line_ids
            lines._in_flow().write({"is_void": True})
            lines.flush_recordset(["is_void"])
            lines.visit_id._record_costs()
            claim.technician_id._settle_travel()
