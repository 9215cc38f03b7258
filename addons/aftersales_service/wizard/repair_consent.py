from odoo import fields, models

from ..models.visit.visit_event import CHANNELS


class RepairConsent(models.TransientModel):
    """Asks who agreed to the price of a repair, and how."""

    _name = "aftersales.repair.consent"
    _description = "Consent to the Price of a Repair"

    disposition_id = fields.Many2one(
        "aftersales.disposition", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="disposition_id.currency_id")
    customer_amount = fields.Monetary(related="disposition_id.customer_amount")
    name = fields.Char("Agreed to the Fee By", required=True)
    method = fields.Selection(CHANNELS, "Agreed How", required=True, default="phone")

    def action_agree(self):
        self.ensure_one()
        self.disposition_id.action_agree(self.name, self.method)
        return {"type": "ir.actions.act_window_close"}
