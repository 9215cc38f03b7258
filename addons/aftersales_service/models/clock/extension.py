from odoo import api, fields, models

from ...exceptions import ClockRefused, ProofMissing


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("sla_extension", "Extension of a Deadline")],
        ondelete={"sla_extension": "cascade"},
    )


class SlaExtension(models.Model):
    """延期申请单: a later due date is asked for, and holds only once it was approved.

    Source: T-71 (批准后方可执行; the first due date stays visible), O-51.
    """

    _name = "aftersales.sla.extension"
    _description = "Extension Request"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "name"

    _transitions = {
        "draft": ("requested",),
        "requested": ("approved", "refused"),
        "approved": (),
        "refused": (),
    }
    _flow_fields = frozenset({"old_due_at", "note"})

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    clock_id = fields.Many2one(
        "aftersales.sla.clock",
        "Deadline",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="clock_id.company_id", store=True, index=True)
    unit_id = fields.Many2one(
        related="clock_id.unit_id", store=True, index="btree_not_null"
    )
    name = fields.Char("Number", compute="_compute_name")
    original_due_at = fields.Datetime(related="clock_id.original_due_at")
    old_due_at = fields.Datetime("Due Until Then", readonly=True, copy=False)
    due_at = fields.Datetime("Wanted Due Date", required=True)
    reason = fields.Char(required=True)
    role_id = fields.Many2one(
        "aftersales.role", "Approved By", compute="_compute_role_id"
    )
    note = fields.Char("Answer", readonly=True, copy=False)

    @api.depends("clock_id")
    def _compute_name(self):
        documents = self.clock_id.sudo()._get_documents()  # sudo: only its name
        for extension in self:
            clock = extension.clock_id
            document = documents.get(clock)
            name = document.display_name if document else ""
            extension.name = f"{name} · {clock.name or ''}"

    @api.depends("clock_id")
    def _compute_role_id(self):
        director = self.env.ref("aftersales_service.role_service_director")
        for extension in self:
            # sudo: whoever asks learns who answers
            rule = extension.clock_id.rule_id.sudo()
            extension.role_id = rule.extend_role_id or director

    def action_request(self):
        """Ask for it; until it is approved the old date holds (T-71)."""
        self.check_access("write")
        for extension in self:
            clock = extension.clock_id
            clock._check_open()
            if clock.due_at and extension.due_at <= clock.due_at:
                raise ProofMissing(
                    self.env._("An extension ends later than the deadline does now.")
                )
            extension._move_to("requested", old_due_at=clock.due_at)
            extension._request_approval(
                "sla_extension",
                extension.role_id.sudo().code,  # sudo: as above
                extension.reason,
                date_due=clock.due_at,
            )

    def write(self, vals):
        """What was asked for stands (overrides `write`)."""
        asked = {"due_at", "reason", "clock_id"} & set(vals)
        if asked and any(e.state != "draft" for e in self):
            raise ClockRefused(
                self.env._("This request was handed in. Write a new one instead.")
            )
        return super().write(vals)

    def _on_approved(self, approval):
        """The new date holds from now on (overrides the hook of approvals)."""
        result = super()._on_approved(approval)
        self.clock_id._agree(self.due_at, "extension", self.reason)
        self._move_to("approved")
        return result

    def _on_approval_refused(self, approval):
        """The old date stays (overrides the hook of approvals)."""
        result = super()._on_approval_refused(approval)
        self._move_to("refused", note=approval.note)
        return result
