from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing

_ROLE = "maker"


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("doubtful", "Doubtful Warranty")],
        ondelete={"doubtful": "cascade"},
    )


class ServiceOrder(models.Model):
    """A warranty that cannot be told to run or not waits for the maker's department; until
    it answers nobody is charged (W-20, O-37, O-58)."""

    _inherit = "aftersales.order"

    is_doubtful = fields.Boolean("Doubtful Warranty", compute="_compute_is_doubtful")

    @api.depends("decision_ids")
    def _compute_is_doubtful(self):
        for order in self:
            decision = order.decision_ids.sorted("id")[-1:]
            order.is_doubtful = bool(decision) and decision._get_facts().pending

    def action_ask_maker(self, reason):
        """存疑: the manufacturer's department is asked whether this is warranty.

        :param reason: why it is doubtful, as the customer was told
        :raises ProofMissing: without a reason
        :raises MoveRefused: when it is asked already, or the job is over
        """
        self.ensure_one()
        self._check_may_redecide()
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write why the warranty is doubtful."))
        if self.is_doubtful:
            raise MoveRefused(
                self.env._(
                    "%(order)s waits for the maker's answer already. Ask %(people)s.",
                    order=self.name,
                    people=self._get_answerers("doubtful"),
                )
            )
        # sudo: the technician of the job, checked above, may ask though he may not write it
        job = self.sudo()
        job._request_approval("doubtful", _ROLE, reason)
        job._decide(cause=self.cause, pending=True, maker="")
        job._message_log(
            body=self.env._("Doubtful warranty, the maker is asked: %s", reason)
        )
        job._follow_waits()

    def _get_waits(self):
        """The maker who has not answered (extends)."""
        asked = self.sudo().approval_ids.filtered(  # sudo: who asks may not read it
            lambda a: a.kind == "doubtful" and a.state == "waiting"
        )
        return super()._get_waits() + [("maker", each) for each in asked]

    def _on_approved(self, approval):
        """The maker takes it as warranty (extends)."""
        result = super()._on_approved(approval)
        if approval.kind == "doubtful":
            self._take_answer("accepted")
        elif approval.kind == "cause":
            self._take_cause_answer(approval)
        return result

    def _on_approval_refused(self, approval):
        """The maker does not; the customer must be told why (extends)."""
        result = super()._on_approval_refused(approval)
        if approval.kind == "doubtful":
            self._take_answer("declined")
            self.message_post(
                body=self.env._(
                    "The maker says that it is not a warranty case: %s", approval.note
                ),
                partner_ids=self.first_contact_user_id.partner_id.ids,
            )
        elif approval.kind == "cause":
            self._take_cause_answer(approval)
        return result

    def _take_answer(self, answer):
        self._follow_waits()
        if self._is_decided_anew():
            self._decide(cause=self.cause, pending=False, maker=answer)

    def _get_waiting_kinds(self):
        return (*super()._get_waiting_kinds(), "doubtful")

    def action_cancel(self):
        """Nobody is asked any more about what is called off (overrides)."""
        result = super().action_cancel()
        for order in self:
            order._withdraw_approvals("doubtful")
        return result
