from odoo import models

from ...exceptions import ProofMissing, SamePersonRefused
from ...groups import WAREHOUSE


class Requisition(models.Model):
    """Submit, approve, issue, use, sign, return, reconcile (P-01, P-02, P-04, P-28)."""

    _inherit = "aftersales.requisition"

    _transitions = {
        "draft": ("submitted", "cancelled"),
        "submitted": ("approved", "draft", "cancelled"),
        "approved": ("issued", "cancelled"),
        "issued": ("in_use", "returned"),
        "in_use": ("signed", "returned"),
        "signed": ("returned",),
        "returned": ("reconciled",),
        "reconciled": (),
        "cancelled": (),
    }

    def action_submit(self):
        """Ask for the parts; what nobody has to approve goes to the warehouse at once."""
        for requisition in self:
            requisition._check_may_submit()
        self._move_to(
            "submitted", requested_by_id=self.env.uid, submitted_at=self._now()
        )
        # sudo: transfers follow whoever goes already
        self.sudo()._take_over()
        self._on_submitted()
        for requisition in self:
            requisition._ask_or_approve()

    def _check_may_submit(self):
        if not self.line_ids:
            raise ProofMissing(self.env._("Please add the parts that you need."))
        if self.urgent and not (self.explanation or "").strip():
            raise ProofMissing(
                self.env._(
                    "%s: urgent parts need a written explanation. Write why the machine cannot wait.",
                    self.display_name,
                )
            )

    def _on_submitted(self):
        """Hook: fees estimate what the parts will cost. Waiting for parts is repair: the
        warranty of the device stands still (A6)."""
        self.order_id._begin_repair()

    def action_issue(self):
        """发料: issue what the waiting transfers have reserved; the rest stays waiting."""
        self._require_group(WAREHOUSE)
        for requisition in self:
            requisition._check_sent()
            requisition._check_issuer()
            pickings = requisition._get_waiting("issue")
            if not pickings:
                raise ProofMissing(
                    self.env._("%s: nothing waits to be issued.", requisition.name)
                )
            pickings.action_assign()
            reserved = pickings.move_ids.filtered("quantity")
            if not reserved:
                raise ProofMissing(
                    self.env._(
                        "%s: none of the parts is in stock. Receive them first, or issue from another warehouse.",
                        requisition.name,
                    )
                )
            requisition._validate(reserved)

    def _check_issuer(self):
        """Who requests does not issue, unless the company allows it (P-30); then logged."""
        self.ensure_one()
        if self.env.user not in (self.requested_by_id, self.user_id):
            return
        if not self.company_id.aftersales_same_person_may_issue:
            raise SamePersonRefused(
                self.env._(
                    "%(user)s requested these parts, so another person must issue them. Ask a warehouse keeper.",
                    user=self.env.user.name,
                )
            )
        # sudo: the note is ours, whatever the one who issued may write
        self.sudo().message_post(
            body=self.env._(
                "Requested and issued by the same person: %s", self.env.user.name
            )
        )

    def _check_transfer(self, picking):
        """Called before any transfer of ours is validated, from whatever screen."""
        if "issue" in picking.move_ids.mapped("aftersales_step"):
            self._check_sent()
            self._check_issuer()

    def _follow_transfers(self):
        """States follow the transfers: issued with the first part, returned with the last."""
        for requisition in self:
            lines = requisition.line_ids
            lines.invalidate_recordset(["issued_quantity", "held_quantity"])
            if requisition.state == "approved" and any(lines.mapped("issued_quantity")):
                requisition._move_to(
                    "issued", issued_by_id=self.env.uid, issued_at=self._now()
                )
            requisition._follow_visit()
            if requisition._is_over() and requisition._is_back():
                requisition._move_to("returned")
        self.order_id._follow_parts()

    def _follow_visit(self):
        """In use once the work began, signed with the customer's signature (P-02, P-28)."""
        for requisition in self:
            visit = requisition.visit_id
            if requisition.state == "issued" and visit.started_at:
                requisition._move_to("in_use")
            if requisition.state == "in_use" and visit.signed_at:
                requisition._move_to("signed")

    def _is_over(self):
        """Whether nothing more will be used, so that all must come back."""
        if self.state in ("issued", "in_use"):
            return self.visit_id.state == "cancelled"
        return self.state == "signed"

    def _is_back(self):
        """Hook: whether nothing of it is outside the store."""
        return not self._get_held_lines()

    def _get_held_lines(self):
        return self.line_ids.filtered(
            lambda line: line.uom_id.compare(line.held_quantity, 0) > 0
        )

    def action_return_unused(self):
        """Bring back what was not used: a transfer from the van waits in the warehouse."""
        self.check_access("write")
        for requisition in self:
            lines = requisition._get_held_lines()
            if lines and not requisition._get_waiting("return"):
                requisition._create_return_picking(lines)

    def action_receive_return(self):
        """退料: the warehouse counts and takes back what waits for it."""
        self._require_group(WAREHOUSE)
        for requisition in self:
            waiting = requisition._get_waiting("return")
            if not waiting:
                raise ProofMissing(
                    self.env._(
                        "%s: no return is announced. Scan what comes back at the issue counter.",
                        requisition.name,
                    )
                )
            waiting.action_assign()
            requisition._validate(waiting.move_ids)

    def action_reconcile(self):
        """核对: issued = used + returned, nothing left with the technician (P-04)."""
        self._require_group(WAREHOUSE)
        for requisition in self:
            held = requisition._get_held_lines()
            if held:
                raise ProofMissing(
                    self.env._(
                        "%(name)s is not balanced: %(parts)s still with the technician.",
                        name=requisition.name,
                        parts=", ".join(held.mapped("product_id.display_name")),
                    )
                )
        self._move_to("reconciled")

    def action_cancel(self):
        self._move_to("cancelled")
        for kind in ("requisition", "requisition_urgent", "part_substitute"):
            self._withdraw_approvals(kind)
        self._get_waiting("issue").action_cancel()

    def _mark_used(self):
        """After the work: what was used left the van, the rest is to be brought back."""
        for requisition in self:
            requisition._get_waiting("issue").action_cancel()
            requisition._on_used()

    def _on_used(self):
        """Hook: fees take over what was really used (P-03)."""
