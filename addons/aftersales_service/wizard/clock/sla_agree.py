from odoo import fields, models


class SlaAgree(models.TransientModel):
    """Another time was agreed with the customer: consent and reason are kept (T-74)."""

    _name = "aftersales.sla.agree"
    _description = "Agree Another Time"
    _inherit = "document.window.mixin"

    clock_id = fields.Many2one("aftersales.sla.clock", "Deadline", required=True)
    due_at = fields.Datetime("Agreed Time", required=True)
    consent = fields.Char("Consent Of", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """The appointment replaces the deadline."""
        for wizard in self:
            documents = wizard.clock_id._get_documents()
            documents[wizard.clock_id].check_access("write")
            wizard.clock_id._agree(
                wizard.due_at, "appointment", wizard.reason, wizard.consent
            )
        return {"type": "ir.actions.act_window_close"}


class SlaExcuse(models.TransientModel):
    """A deadline was missed for a reason that excuses it (T-18)."""

    _name = "aftersales.sla.excuse"
    _description = "Excuse a Missed Deadline"
    _inherit = "document.window.mixin"

    clock_id = fields.Many2one("aftersales.sla.clock", "Deadline", required=True)
    allowed_ids = fields.Many2many(related="clock_id.rule_id.exempt_reason_ids")
    reason_id = fields.Many2one(
        "aftersales.sla.reason",
        "Exempting Reason",
        required=True,
        domain="[('id', 'in', allowed_ids)]",
    )
    note = fields.Char()

    def action_apply(self):
        """The reason stays with the deadline."""
        for wizard in self:
            documents = wizard.clock_id._get_documents()
            documents[wizard.clock_id].check_access("write")
            wizard.clock_id._excuse(wizard.reason_id, wizard.note)
        return {"type": "ir.actions.act_window_close"}
