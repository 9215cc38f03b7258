from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from .inspection import ARBITER, GROUP_ARBITER


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("inspection", "Disputed Inspection")],
        ondelete={"inspection": "cascade"},
    )


class Inspection(models.Model):
    """From the first signature to the answer that the customer gets."""

    _inherit = "aftersales.inspection"

    # --- what must be there before anybody signs

    def _check_conclusion(self):
        """:raises ProofMissing: naming every field and proof that is not there yet"""
        missing = self._get_missing_fields() + self._get_missing_proof()
        if missing:
            raise ProofMissing(
                self.env._(
                    "Before %(inspection)s is signed, the back office completes: %(missing)s.",
                    inspection=self.name,
                    missing=", ".join(missing),
                )
            )

    def _get_missing_fields(self):
        needed = ["fault_found", "solution", "date_required", "disposition"]
        if self.responsibility in ("production", "service"):
            needed.append("step_id")
        return [
            self._fields[name]._description_string(self.env)
            for name in needed
            if not self[name]
        ]

    def _get_missing_proof(self):
        """R-45: who names a responsible party shows evidence, also of the delivery."""
        if self.responsibility == "unknown":
            return []
        have = {
            "evidence_ids": bool(self.evidence_ids),
            "delivery_evidence_ids": self.delivery_evidence_ids
            or self._is_delivery_signed(),
        }
        return [
            self._fields[name]._description_string(self.env)
            for name, there in have.items()
            if not there
        ]

    def _get_arbiter(self):
        """The group's quality department decides last, where there is one (O-22)."""
        held = self.env["aftersales.role"]._get_held_in(self.company_id)
        return GROUP_ARBITER if GROUP_ARBITER in held.mapped("code") else ARBITER

    def _is_delivery_signed(self):
        # sudo: parties need not be able to read deliveries
        return self.sudo().line_id.origin_move_id.picking_id.is_signed

    # --- signatures

    def _on_signed(self):
        """When all have signed: concluded, or on to the arbiter."""
        if self.party_ids.filtered(lambda p: not p.signed_at):
            return
        against = self.party_ids.filtered(lambda p: p.agrees == "no")
        # sudo: the last signature concludes, whoever gives it
        record = self.sudo()
        if not against:
            record._conclude()
            return
        reason = "；".join(f"{p.role_id.name}: {p.finding}" for p in against)
        record._move_to("disputed", arbiter_reason=reason)
        # the question is the office's, so that a party may be the arbiter's deputy
        record._request_approval("inspection", record._get_arbiter(), reason)

    def action_withdraw(self, reason=None):
        """What was signed must be changed: every signature is void, all sign again.

        :raises ProofMissing: without a reason; :raises MoveRefused: once concluded, or
            before anybody signed
        """
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write what must be changed."))
        for inspection in self:
            inspection.check_access("write")
            if inspection.state not in ("open", "disputed"):
                raise MoveRefused(
                    self.env._(
                        "%s is concluded. Make a new inspection of the goods if something new was found.",
                        inspection.name,
                    )
                )
            if not inspection.is_signed:
                raise MoveRefused(
                    self.env._(
                        "Nobody signed %s yet: change it as it is.", inspection.name
                    )
                )
            inspection._withdraw_approvals("inspection")
            inspection._void_signatures(reason)

    def _void_signatures(self, reason):
        signed = self.party_ids.filtered("signed_at")
        names = ", ".join(signed.signed_by_id.mapped("name"))
        # sudo: parties' rows are written by actions only
        for party in signed.sudo()._in_flow():
            party.write(
                {"agrees": False, "signed_by_id": False, "signed_at": False}
                | party._prepare_withdrawal()
            )
        if self.state == "disputed":
            self._move_to("open")
        self.message_post(
            body=self.env._(
                "Signatures withdrawn (%(names)s): %(reason)s",
                names=names,
                reason=reason,
            )
        )

    def _on_approved(self, approval):
        """终裁: what was written stands, also against who disagreed (R-42)."""
        if approval.kind == "inspection":
            self._conclude()
        return super()._on_approved(approval)

    def _on_approval_refused(self, approval):
        """The arbiter says what is wrong; it is changed and signed again."""
        if approval.kind == "inspection":
            self._void_signatures(approval.note)
        return super()._on_approval_refused(approval)

    # --- conclusion

    def _conclude(self):
        """Effects of the conclusion: the job is decided again, a disposition is proposed."""
        self._move_to("concluded", concluded_at=self._now())
        for inspection in self:
            inspection.return_id.order_id._on_inspected(inspection)
            inspection._propose_disposition()

    def _propose_disposition(self):
        line = self.line_id
        if line.open_quantity <= 0 or line.disposition_ids.filtered(
            lambda d: d.state == "draft"
        ):
            return
        # sudo: the conclusion proposes, whoever signs last; the office decides
        self.env["aftersales.disposition"].sudo().create(
            {
                "line_id": line.id,
                "action": self.disposition,
                "quantity": min(self.quantity, line.open_quantity),
                "reason": " ".join(
                    filter(None, [self.name, (self.solution or "").partition("\n")[0]])
                ),
            }
        )

    def action_cancel(self):
        for inspection in self:
            inspection._withdraw_approvals("inspection")
        self._move_to("cancelled")

    def action_tell(self, how, to=None, text=None):
        """The customer learns the result (T-38, R-27): the clock of the job stops.

        :raises MoveRefused: before the conclusion; :raises ProofMissing: without how
        """
        if not (how or "").strip():
            raise ProofMissing(self.env._("Please write how the customer was told."))
        for inspection in self:
            inspection.check_access("write")
            if inspection.state != "concluded":
                raise MoveRefused(
                    self.env._(
                        "%(inspection)s is not concluded: %(waiting)s must sign first.",
                        inspection=inspection.name,
                        waiting=inspection.waiting_for or self.env._("the arbiter"),
                    )
                )
            inspection._in_flow().write(
                {
                    "told_at": self._now(),
                    "told_by_id": self.env.uid,
                    "told_how": how,
                    "told_to": to or inspection.return_id.contact_name,
                    "told_text": text,
                }
            )
            inspection.return_id._tell_clocks("cause_told")


class Disposition(models.Model):
    _inherit = "aftersales.disposition"

    def action_decide(self):
        """Goods under inspection, or that the policy wants inspected, wait for it."""
        for record, dispositions in self.grouped("return_id").items():
            dispositions.line_id._check_inspected(record)
        return super().action_decide()


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _check_inspected(self, record):
        """:raises ProofMissing: an inspection is not concluded, or is still to be made"""
        pending = self.inspection_ids._get_pending()[:1]
        if pending:
            raise ProofMissing(
                self.env._(
                    "%(inspection)s is not concluded: %(waiting)s must sign first.",
                    inspection=pending.name,
                    waiting=pending.waiting_for or self.env._("the arbiter"),
                )
            )
        fresh = self.filtered(
            lambda line: "concluded" not in line.inspection_ids.mapped("state")
        )
        if fresh and record._needs_inspection():
            raise ProofMissing(
                self.env._(
                    "The service policy wants %s inspected jointly before anything is decided. Press “Joint Inspection”.",
                    fresh[0].display_name,
                )
            )
