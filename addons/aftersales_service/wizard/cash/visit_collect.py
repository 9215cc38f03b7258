import uuid

from odoo import api, fields, models

from ...models.cash.collection import METHODS


class VisitCollect(models.TransientModel):
    """Takes down at the desk what was collected; the phone asks the same on its own page."""

    _name = "aftersales.visit.collect"
    _description = "Take Money"
    _inherit = "document.window.mixin"

    visit_id = fields.Many2one(
        "aftersales.visit", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="visit_id.currency_id")
    amount = fields.Monetary(
        required=True,
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
    )
    method = fields.Selection(METHODS, "Means", required=True, default="cash")
    number = fields.Char(
        "Receipt Number", help="As printed on the pad; empty: the next of ours."
    )
    note = fields.Char()
    # One opened window is one receipt, however often it is pressed.
    key = fields.Char(default=lambda self: str(uuid.uuid4()), readonly=True)

    @api.depends("visit_id")
    def _compute_amount(self):
        for wizard in self:
            # sudo: what the customer owes is told to who collects it
            order = wizard.visit_id.sudo().order_id
            wizard.amount = order._get_collectable().get(order.id, 0.0)

    def action_collect(self):
        self.visit_id.action_collect(
            self.amount, self.method, self.number, self.note, self.key
        )
        return {"type": "ir.actions.act_window_close"}
