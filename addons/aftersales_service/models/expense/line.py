import hashlib

from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import DISPATCHER
from .rule import EXPENSES

_AUDIT = frozenset(("accepted_amount", "cut_reason"))


class TravelLine(models.Model):
    """One receipt, or the allowance of some days. What the technician wrote stands once it
    was submitted; the auditor writes beside it what is accepted."""

    _name = "aftersales.travel.line"
    _description = "Receipt of a Travel Claim"
    _inherit = ["document.part.mixin"]
    _order = "claim_id desc, date, id"
    _check_company_auto = True
    _document = "claim_id"

    claim_id = fields.Many2one(
        "aftersales.travel.claim",
        "Travel Claim",
        required=True,
        index=True,
        ondelete="cascade",
    )
    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(related="visit_id.order_id", store=True, index=True)
    technician_id = fields.Many2one(
        related="claim_id.technician_id", store=True, index=True
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    claim_state = fields.Selection(
        related="claim_id.state", string="State of the Claim"
    )
    kind = fields.Selection(EXPENSES, required=True, default="ticket")
    date = fields.Date(
        "Day",
        required=True,
        default=lambda self: self.env.company._aftersales_today(),
        help="Of the receipt; for an allowance or a hotel the first day.",
    )
    quantity = fields.Integer("Number of Days", default=1, required=True)
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    place = fields.Char(
        "Place on the Receipt",
        help="Both ends of a ticket. It must be the place of the job, else write why.",
    )
    number = fields.Char("Receipt No.", help="No receipt is claimed twice.")
    note = fields.Char(help="Why the place or the day is another one.")
    receipt = fields.Binary("Picture of the Receipt", attachment=True)
    receipt_name = fields.Char()
    receipt_digest = fields.Char(readonly=True, copy=False)
    accepted_amount = fields.Monetary("Paid Back", copy=False)
    cut_reason = fields.Char("Auditor's Reason", copy=False)
    is_false = fields.Boolean("False Receipt", readonly=True, copy=False)
    is_void = fields.Boolean("Void", readonly=True, copy=False)
    client_uuid = fields.Char("Client UUID", readonly=True, copy=False)

    _positive = models.Constraint(
        "CHECK (quantity > 0 AND amount >= 0)", "Days and amounts are not negative."
    )
    _number_once = models.UniqueIndex(
        "(company_id, number) WHERE number <> '' AND is_void IS NOT TRUE",
        "A receipt with this number was claimed already.",
    )
    _receipt_once = models.UniqueIndex(
        "(company_id, receipt_digest) WHERE receipt_digest <> '' AND is_void IS NOT TRUE",
        "This very picture was claimed already.",
    )
    _uuid_once = models.UniqueIndex(
        "(client_uuid) WHERE client_uuid IS NOT NULL",
        "This receipt was received already.",
    )

    @api.depends("kind", "quantity", "visit_id", "date")
    def _compute_amount(self):
        """An allowance is counted by its rule; what a receipt says is typed."""
        counted = self.filtered(lambda ln: ln.kind == "allowance" and ln.visit_id)
        rules = counted and self.env["aftersales.travel.rule"]._get_of(
            counted.company_id or self.env.company
        )
        for line in counted:
            line.amount = rules._find(line).amount * line.quantity
        for line in self - counted:
            line.amount = line.amount or 0.0

    @api.model_create_multi
    def create(self, vals_list):
        """The picture is known again by its digest (extends the mixin)."""
        if not self._is_flowing() and any(
            vals.get(name) for vals in vals_list for name in _AUDIT
        ):
            self._refuse_fields(
                _AUDIT, self.env._("What is paid back is written by the auditor.")
            )
        lines = super().create(vals_list)
        lines.filtered("receipt")._keep_digest()
        return lines

    def write(self, vals):
        """What is accepted is the auditor's, the rest the technician's (extends)."""
        audit = {name: vals[name] for name in _AUDIT & vals.keys()}
        if audit and not self._is_flowing():
            self._check_may_audit()
            super(TravelLine, self._in_flow()).write(audit)
            vals = {name: value for name, value in vals.items() if name not in audit}
        if not vals:
            return True
        result = super().write(vals)
        if "receipt" in vals:
            self._keep_digest()
        return result

    def _keep_digest(self):
        for line in self:
            data = line.with_context(bin_size=False).receipt
            digest = hashlib.sha256(data).hexdigest() if data else False
            line._in_flow().receipt_digest = digest

    def _check_may_audit(self):
        claims = self.claim_id
        claims._check_office(DISPATCHER)
        if any(claim.state != "submitted" for claim in claims):
            raise MoveRefused(
                self.env._("What is accepted is written while the claim is audited.")
            )

    # --- before it is submitted

    def _check_complete(self):
        today = self.env.company._aftersales_today()
        for line in self:
            line._check_people()
            if not line.amount:
                line._refuse(self.env._("the amount is missing."))
            if line.date > today:
                line._refuse(self.env._("the day has not come yet."))
            if line.kind != "allowance" and not line.receipt:
                line._refuse(self.env._("add a photo or the file of the receipt."))
        for line, doubts in self._get_doubts().items():
            if {"place", "day"} & set(doubts) and not (line.note or "").strip():
                line._refuse(self.env._("%s Write why, or leave it out.", line.doubts))

    def _check_people(self):
        # sudo: who went is known to whoever writes the claim
        if self.technician_id not in self.sudo().visit_id._get_people():
            self._refuse(
                self.env._("%s did not make this visit.", self.technician_id.name)
            )

    def _refuse(self, why):
        raise ProofMissing(
            self.env._(
                "%(kind)s of %(visit)s: %(why)s",
                kind=self._fields["kind"].convert_to_export(self.kind, self),
                visit=self.visit_id.name,
                why=why,
            )
        )

    # --- while it is audited

    def _propose(self):
        """What is accepted unless the auditor writes something else; what was found false
        stays so."""
        for line in self:
            line._in_flow().write(
                {"accepted_amount": line.proposed_amount, "cut_reason": False}
            )

    def _check_audited(self):
        """Whatever differs from the rules has its reason.

        :raises ProofMissing:
        """
        for line in self:
            compare = line.currency_id.compare_amounts
            if line.accepted_amount < 0 or (
                compare(line.accepted_amount, line.amount) > 0
            ):
                line._refuse(self.env._("more is accepted than was claimed."))
            differs = compare(line.accepted_amount, line.proposed_amount)
            if differs and not (line.cut_reason or "").strip():
                line._refuse(self.env._("write why another amount is accepted."))
