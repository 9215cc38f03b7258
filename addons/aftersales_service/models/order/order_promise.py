from datetime import timedelta

from odoo import api, fields, models

TOLD_HOW = [
    ("phone", "Telephone"),
    ("sms", "Text Message"),
    ("wechat", "WeChat"),
    ("email", "E-Mail"),
    ("in_person", "In Person"),
]


class ServiceOrder(models.Model):
    """Every open job has a promised time, and the customer was told (S-14)."""

    _inherit = "aftersales.order"

    promised_at = fields.Datetime(
        "Promised By",
        compute="_compute_promised_at",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
    )

    _promised = models.Constraint(
        "CHECK (promised_at IS NOT NULL OR state IN ('closed', 'filed', 'cancelled'))",
        "An open service order needs a promised time: say by when the customer hears from us.",
    )

    @api.depends("called_at")
    def _compute_promised_at(self):
        """What was promised stays; only a new job gets the proposal."""
        for order in self:
            if not order._origin.id or not order.promised_at:
                order.promised_at = order._get_proposed_promise()

    def _get_proposed_promise(self):
        """Hook: by when the customer may expect us (UTC); rooms with clocks know better."""
        self.ensure_one()
        called = self.called_at or self._now()
        company = self.company_id or self.env.company
        return called + timedelta(hours=company.aftersales_promise_hours)
