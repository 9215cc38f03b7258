from odoo import api, fields, models

from ...exceptions import MoveRefused


class Visit(models.Model):
    """At the customer's: nothing to collect from who pays monthly."""

    _inherit = "aftersales.visit"

    monthly_words = fields.Char(compute="_compute_monthly_words")

    def _compute_monthly_words(self):
        for visit in self:
            order = visit.order_id
            monthly = order._goes_monthly()
            visit.monthly_words = monthly and order._get_monthly_words()

    def _check_owed(self, amount):
        """:raises MoveRefused: he pays monthly (extends)"""
        if self.order_id._goes_monthly():
            raise MoveRefused(self.order_id._get_monthly_words())
        return super()._check_owed(amount)


class TechnicianDay(models.AbstractModel):
    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_card(self, visit):
        """The sentence instead of the window for money (extends)."""
        card = super()._prepare_card(visit)
        words = visit.monthly_words if card["customer_amount"] else ""
        return card | {"monthly": words or ""} | ({"money": False} if words else {})
