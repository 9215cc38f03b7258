from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing
from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    """The quotations of a job, and what keeps it open until its price is settled."""

    _inherit = "aftersales.order"

    sale_order_ids = fields.One2many("sale.order", "aftersales_order_id", "Quotations")
    sale_order_count = fields.Integer(compute="_compute_sale_order_count")

    def _compute_sale_order_count(self):
        # sudo: only the number is shown to people without sales rights
        counts = dict(
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [("aftersales_order_id", "in", self.ids)],
                ["aftersales_order_id"],
                ["__count"],
            )
        )
        for order in self:
            order.sale_order_count = counts.get(order._origin, 0)

    def _get_blockers(self):
        """What the customer pays is quoted, has a price and is invoiced (extends)."""
        return [
            *super()._get_blockers(),
            *self._get_unquoted(),
            *self._get_unpriced(),
            *self._get_uninvoiced_visits(),
        ]

    def _get_unquoted(self):
        return [
            Blocker(
                self.env._(
                    "“%s” has not been quoted to the customer yet.", share.fee_id.name
                ),
                share.fee_id,
                self._get_desk_words(),
            )
            for share in self._get_shares_to_quote()
        ]

    def action_create_quotation(self):
        """Every fee that the customer bears and nobody quoted yet, on one quotation.

        :raises ProofMissing: when there is none
        :raises MoveRefused: where the agent invoices, naming him
        """
        for order in self.filtered(lambda o: o._is_invoiced_by_agent()):
            order._refuse_agent_invoice()
        for order in self:
            order.check_access("write")
            order._complete_fees()
            shares = order._get_shares_to_quote()
            if not shares:
                raise ProofMissing(
                    self.env._(
                        "%s: there is no fee left that the customer has to pay.",
                        order.name,
                    )
                )
            order._quote(shares)
        return self.action_view_quotations()

    def action_view_quotations(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sale.action_quotations_with_onboarding"
        )
        sales = self.sudo().sale_order_ids  # ids only; the list itself checks access
        action = {**action, "domain": [("id", "in", sales.ids)], "context": {}}
        if len(sales) == 1:
            action |= {"views": [(False, "form")], "res_id": sales.id}
        return action

    def _check_may_merge(self, others):
        """A quotation names its job; the job that was quoted survives."""
        result = super()._check_may_merge(others)
        # sudo: the desk need not read quotations to be told that there is one
        quoted = others.sudo().filtered("sale_order_ids")
        if quoted:
            raise MoveRefused(
                self.env._(
                    "%s was quoted to the customer already. Let it survive and merge the others into it.",
                    quoted[0].name,
                )
            )
        return result
