from odoo import fields, models

from ...exceptions import ProofMissing
from ...groups import MANAGER


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("goodwill", "Goodwill")], ondelete={"goodwill": "cascade"}
    )


class Goodwill(models.Model):
    """善意保修: the desk asks, the service director agrees, and only then it counts (O-53).

    What a director grants himself needs no second question.
    """

    _name = "aftersales.goodwill"
    _description = "Goodwill Request"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {
        "draft": ("waiting",),
        "waiting": ("granted", "refused"),
        "granted": (),
        "refused": (),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("waiting", "To Be Approved"),
            ("granted", "Granted"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    device_id = fields.Many2one(
        "aftersales.device",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="device_id.company_id", store=True, index=True)
    months = fields.Integer(required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)

    def _compute_display_name(self):
        for request in self:
            request.display_name = self.env._(
                "%(device)s: %(months)s months",
                device=request.device_id.display_name,
                months=request.months,
            )

    def _on_approved(self, approval):
        self._move_to("granted")
        self.device_id._grant_goodwill(self.months, self.reason)
        return super()._on_approved(approval)

    def _on_approval_refused(self, approval):
        self._move_to("refused")
        return super()._on_approval_refused(approval)


class Device(models.Model):
    _inherit = "aftersales.device"

    goodwill_ids = fields.One2many(
        "aftersales.goodwill", "device_id", "Goodwill Requests"
    )

    def action_request_goodwill(self, months, reason):
        """Ask the service director for goodwill; a director grants it at once.

        :raises ProofMissing: without a reason or for less than a month
        """
        self.ensure_one()
        if self.env.user.has_group(MANAGER):
            return self.action_grant_goodwill(months, reason)
        self.check_access("write")
        if not months or months < 1:
            raise ProofMissing(self.env._("Goodwill lasts at least one month."))
        # sudo: requests are made by this button only
        request = (
            self.env["aftersales.goodwill"]
            .sudo()
            ._in_flow()
            .create({"device_id": self.id, "months": months, "reason": reason})
        )
        request._request_approval("goodwill", "service_director", reason)
        request._move_to("waiting")
        return request.sudo(False)
