from odoo import api, fields, models

from ...models.decision.decision import CAUSES
from ...models.order.order_dimensions import RESPONSIBILITIES


class OrderRedecide(models.TransientModel):
    """Decides a job again with what it rests on: who answers for the fault, in which words,
    and the photos or mails that show it (W-19, W-35)."""

    _name = "aftersales.order.redecide"
    _description = "Decide Again with Evidence"
    _inherit = "document.window.mixin"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    cause = fields.Selection(
        CAUSES, required=True, compute="_compute_known", store=True, readonly=False
    )
    responsibility = fields.Selection(
        RESPONSIBILITIES,
        required=True,
        compute="_compute_known",
        store=True,
        readonly=False,
        help="Undetermined: follows from the cause.",
    )
    note = fields.Text("What It Rests On", required=True)
    evidence_ids = fields.Many2many(
        "ir.attachment", "aftersales_order_redecide_evidence_rel", string="Files"
    )

    @api.depends("order_id")
    def _compute_known(self):
        for window in self:
            decision = window.order_id.decision_id
            window.cause = decision.cause or "unknown"
            facts = decision._get_facts() if decision.facts else None
            window.responsibility = facts.responsibility if facts else "unknown"

    def action_decide(self):
        """Decide; the job itself checks whether this user may."""
        self.ensure_one()
        self.order_id.action_redecide(
            self.cause,
            note=self.note,
            evidence_ids=self.evidence_ids.ids,
            responsibility=self.responsibility,
        )
        return {"type": "ir.actions.act_window_close"}
