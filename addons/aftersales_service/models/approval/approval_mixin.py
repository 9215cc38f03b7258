from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError

from ...exceptions import MoveRefused, ProofMissing
from ...groups import STAFF


class ApprovalMixin(models.AbstractModel):
    """Documents that ask somebody before they go on.

    A model inherits this, calls `_request_approval`, and does the rest in `_on_approved`
    and `_on_approval_refused`. Its kind of question is a `selection_add` on
    ``aftersales.approval.kind``.
    """

    _name = "aftersales.approval.mixin"
    _description = "Document That Needs Approval"

    approval_ids = fields.One2many(
        "aftersales.approval",
        "res_id",
        "Approvals",
        domain=lambda self: [("res_model", "=", self._name)],
    )

    def _request_approval(self, kind, roles, reason, amount=0.0, date_due=None):
        """Ask one role, or several one after the other.

        :param kind: key of ``aftersales.approval.kind``
        :param roles: code of a role, or a list of codes in the order of asking
        :param amount: in the company's currency
        :param date_due: moment (UTC) until when an answer is needed
        :return: the approvals, the first one waiting
        :raises ProofMissing: without a reason; :raises MoveRefused: when it is asked already
        """
        self.ensure_one()
        self._check_may_ask()
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        if self._get_open_approvals(kind):
            raise MoveRefused(
                self.env._("%s already waits for an answer.", self.display_name)
            )
        codes = [roles] if isinstance(roles, str) else roles
        vals = {"reason": reason, "amount": amount, "date_due": date_due, "kind": kind}
        approvals = self._create_approvals(
            [self._prepare_approval(code) | vals for code in codes]
        )
        return approvals.sudo(self.env.su)

    def _check_may_ask(self):
        """Who may not work on the document asks nobody about it. What a step of ours asks
        by itself runs as superuser.

        :raises AccessError, GroupRefused:
        """
        if self.env.su:
            return
        self.env["aftersales.approval"]._require_group(STAFF)
        self.check_access("write")

    def _create_approvals(self, vals_list):
        """The first is asked at once; of two presses at the same moment the second fails
        on the index, is repeated by Odoo, and learns that it was asked."""
        # sudo: everybody may ask, nobody may write questions by hand
        approvals = self.env["aftersales.approval"].sudo()
        try:
            with self.env.cr.savepoint():
                approvals = approvals._in_flow().create(vals_list)._out_of_flow()
                approvals[:1]._move_to("waiting")
                approvals.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error
        return approvals

    def _prepare_approval(self, code):
        return {
            "res_model": self._name,
            "res_id": self.id,
            "summary": self.display_name,
            "role_id": self.env["aftersales.role"]._get_by_code(code).id,
            "unit_id": "unit_id" in self._fields and self["unit_id"].id,
            "company_id": (self.company_id or self.env.company).id,
            "requested_by_id": self.env.uid,
        }

    def _get_open_approvals(self, kind):
        """Questions of that kind that are not answered yet."""
        # sudo: whether something waits is no secret to those who see the document
        return self.sudo().approval_ids.filtered(
            lambda a: a.kind == kind and a.state in ("queued", "waiting")
        )

    def _is_approved(self, kind):
        """Whether the last question of that kind was answered with yes."""
        asked = self.sudo().approval_ids.filtered(  # sudo: as above
            lambda a: a.kind == kind and a.state != "withdrawn"
        )
        return bool(asked) and asked.sorted("id")[-1].state == "agreed"

    def _withdraw_approvals(self, kind):
        self._get_open_approvals(kind)._withdraw()

    def _on_approved(self, approval):
        """Hook: the last one of the chain agreed. Runs as the approver, as superuser."""

    def _on_approval_refused(self, approval):
        """Hook: somebody of the chain refused; ``approval.note`` says why."""

    def unlink(self):
        """Questions about a document go with it (overrides `unlink`)."""
        asked = self.sudo().approval_ids  # sudo: nobody may delete questions by hand
        result = super().unlink()
        asked._in_flow().unlink()
        return result
