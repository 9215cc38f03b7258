from odoo import api, fields, models

from ...models.visit.visit_event import CHANNELS


class RepairConsent(models.TransientModel):
    """Asks who agreed to the price of a repair or of what is sent, and how."""

    _name = "aftersales.repair.consent"
    _description = "Consent to a Price"
    _inherit = "document.window.mixin"

    disposition_id = fields.Many2one(
        "aftersales.disposition", index="btree_not_null", ondelete="cascade"
    )
    advance_id = fields.Many2one(
        "aftersales.advance", index="btree_not_null", ondelete="cascade"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_customer_amount")
    customer_amount = fields.Monetary(
        "Customer Pays", compute="_compute_customer_amount"
    )
    name = fields.Char("Agreed to the Fee By", required=True)
    method = fields.Selection(CHANNELS, "Agreed How", required=True, default="phone")

    @api.depends("disposition_id", "advance_id")
    def _compute_customer_amount(self):
        for wizard in self:
            document = wizard._get_document()
            wizard.currency_id = document.currency_id
            wizard.customer_amount = document.customer_amount

    def _get_document(self):
        return self.disposition_id or self.advance_id

    def action_agree(self):
        self.ensure_one()
        self._get_document().action_agree(self.name, self.method)
        return {"type": "ir.actions.act_window_close"}
