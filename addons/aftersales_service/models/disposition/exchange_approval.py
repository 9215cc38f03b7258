from odoo import api, fields, models

from ...exceptions import ProtectedRefused

# What the director was asked about.
ASKED = {"action", "line_id", "quantity", "new_product_id"}
ROLE = "service_director"


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("exchange", "Exchange Instead of Repair")],
        ondelete={"exchange": "cascade"},
    )


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    def _may_be_exchanged(self):
        """Hook: whether these goods may be exchanged without asking anybody: they cannot
        be used, a repair is not worth it, or the company does whatever is quicker (R-05,
        V-26)."""
        self.ensure_one()
        if self.unusable or self.card_choice == "replace":
            return True
        return self.return_id._get_service_policy().disposition == "either"


class Disposition(models.Model):
    """换货 only when the product cannot be used (R-05); otherwise the service director is
    asked, and the decision waits for his answer."""

    _inherit = "aftersales.disposition"

    waiting_for = fields.Char("Waits For", compute="_compute_waiting_for")

    @api.depends("state", "approval_ids.state", "move_ids.state", "back_at")
    @api.depends_context("lang")
    def _compute_waiting_for(self):
        for disposition in self:
            disposition.waiting_for = disposition._get_waiting_for()

    def _get_waiting_for(self):
        """What keeps this decision from going on, in a few words or a sentence."""
        asked = self._get_open_approvals("exchange")
        if asked:
            return self.env._("Approval: %s", asked.role_id[:1].name)
        if self._is_at_maker():
            return self.env._("The maker: %s", self.supplier_id.display_name)
        return False

    def _needs_approval(self):
        """Hook: whether the director is asked before this is carried out."""
        if self.action != "exchange":
            return False
        return not (self.line_id._may_be_exchanged() or self._is_approved("exchange"))

    def write(self, vals):
        """What the director was asked about is what is decided (overrides `write`)."""
        asked = self.filtered(lambda d: d.action == "exchange" and d.approval_ids)
        if ASKED & vals.keys() and asked and not self._is_flowing():
            raise ProtectedRefused(
                self.env._(
                    "%s was put to the service director as it is. Cancel it and decide anew.",
                    asked[0].display_name,
                )
            )
        return super().write(vals)

    def _ask_director(self):
        """Ask for the exchange of what can be repaired.

        :return: those that wait for his answer now
        :raises MoveRefused: while an answer is still awaited
        """
        drafts = self.filtered(lambda d: d.state == "draft")
        asking = drafts.filtered(lambda d: d._needs_approval())
        for disposition in asking:
            disposition._check_decision()
            disposition._request_approval("exchange", ROLE, disposition.reason)
        return asking

    def _on_approved(self, approval):
        result = super()._on_approved(approval)
        if approval.kind == "exchange":
            self.action_decide()
        return result

    def _on_approval_refused(self, approval):
        """The office reads why, and decides otherwise."""
        if approval.kind == "exchange":
            self.return_id.message_post(
                body=self.env._(
                    "Exchange of %(goods)s refused: %(reason)s",
                    goods=self.line_id.display_name,
                    reason=approval.note,
                )
            )
        return super()._on_approval_refused(approval)
