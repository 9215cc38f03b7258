from odoo import api, fields, models

from ...models.visit.visit_event import CHANNELS

STEPS = [
    ("refuse", "Refuse"),
    ("insist", "Send All the Same"),
    ("reassign", "Reassign"),
    ("reschedule", "Reschedule"),
    ("late", "Tell Lateness"),
    ("failed", "No Answer"),
    ("help", "Ask for Help"),
    ("director", "Report to the Director"),
    ("helper", "Send a Helper"),
    ("incident", "Report an Incident"),
    ("settle", "Settle the Incident"),
    ("lead", "Note a Sales Lead"),
    ("progress", "Report Progress"),
    ("take_in", "Take In"),
    ("next", "Plan the Next Visit"),
    ("extra", "Authorise Extra Work"),
]
# The list of reasons that belongs to a step.
_REASONS = {step: step for step in ("refuse", "reassign", "reschedule", "late")}


class VisitStep(models.TransientModel):
    """Asks for what a step of a visit needs: reason, person, time, who agreed."""

    _name = "aftersales.visit.step"
    _description = "Step of a Visit"
    _inherit = "document.window.mixin"

    visit_id = fields.Many2one(
        "aftersales.visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="visit_id.company_id")
    step = fields.Selection(STEPS, required=True, readonly=True)
    reason_kind = fields.Char(compute="_compute_reason_kind")
    reason_id = fields.Many2one(
        "aftersales.visit.reason",
        domain="[('kind', '=', reason_kind)]",
        index="btree_not_null",
    )
    note = fields.Char()
    technician_id = fields.Many2one(
        "aftersales.technician",
        domain="[('is_dispatchable', '=', True), ('company_id', '=', company_id)]",
        index="btree_not_null",
    )
    extra_id = fields.Many2one(
        "aftersales.visit.extra",
        "Extra Work",
        domain="[('visit_id', '=', visit_id), ('state', '=', 'proposed')]",
        index="btree_not_null",
        ondelete="cascade",
    )
    declined = fields.Boolean("Customer Declined")
    start = fields.Datetime("New Time")
    agreed_by = fields.Char("Customer Agreed", help="Who agreed for the customer.")
    agreed_how = fields.Selection(CHANNELS, "How", default="phone")
    warning = fields.Text(compute="_compute_warning")
    override_reason = fields.Char("Sent All the Same Because")

    @api.depends("step")
    def _compute_reason_kind(self):
        for wizard in self:
            wizard.reason_kind = _REASONS.get(wizard.step, False)

    @api.depends("step", "visit_id", "technician_id")
    def _compute_warning(self):
        for wizard in self:
            asked = wizard.step == "reassign" and wizard.technician_id
            words = asked and wizard.visit_id._get_words_for(wizard.technician_id)
            wizard.warning = words or False

    def action_apply(self):
        """Do the step; the visit itself checks who may and what is missing."""
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_refuse(self):
        self.visit_id.action_refuse(self.reason_id, self.note)

    def _apply_insist(self):
        self.visit_id.action_insist(self.note)

    def _apply_reassign(self):
        self.visit_id.action_reassign(
            self.technician_id, self.reason_id, self.note, self.override_reason
        )

    def _apply_reschedule(self):
        self.visit_id.action_reschedule(
            self.start, self.agreed_by, self.agreed_how, self.reason_id, self.note
        )

    def _apply_late(self):
        self.visit_id.action_report_late(
            self.start, self.agreed_by, self.reason_id, self.note
        )

    def _apply_failed(self):
        self.visit_id.action_call_failed(self.note)

    def _apply_help(self):
        self.visit_id.action_ask_help(self.note)

    def _apply_director(self):
        self.visit_id.action_tell_director(self.note)

    def _apply_helper(self):
        self.visit_id.action_send_helper(self.technician_id, self.note)

    def _apply_incident(self):
        self.visit_id.action_report_incident(self.note)

    def _apply_settle(self):
        self.visit_id.action_settle_incident(self.note)

    def _apply_lead(self):
        self.visit_id.action_note_lead(self.note)

    def _apply_progress(self):
        self.visit_id.action_report_progress(self.note)

    def _apply_take_in(self):
        self.visit_id.action_take_in(self.note)

    def _apply_next(self):
        self.visit_id.action_plan_next(self.start, self.technician_id, self.agreed_by)

    def _apply_extra(self):
        self.visit_id.action_answer_extra(
            self.extra_id.id, not self.declined, self.agreed_by, self.agreed_how
        )
