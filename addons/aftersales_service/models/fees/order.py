from odoo import fields, models

from ...exceptions import ProofMissing
from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    """From the decision who pays to a quotation that the customer can sign."""

    _inherit = "aftersales.order"

    fee_ids = fields.One2many("aftersales.fee", "order_id", "Fees")
    sale_order_ids = fields.One2many("sale.order", "aftersales_order_id", "Quotations")
    sale_order_count = fields.Integer(compute="_compute_sale_order_count")
    fee_total = fields.Monetary("Customer Pays", compute="_compute_fee_total")
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _compute_fee_total(self):
        groups = self.env["aftersales.fee.share"]._read_group(
            [("order_id", "in", self.ids), ("payer", "=", "customer")],
            ["order_id"],
            ["amount:sum"],
        )
        totals = dict(groups)
        for order in self:
            order.fee_total = totals.get(order._origin, 0.0)

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

    def _get_fee_shares(self, kind, product=None):
        """Values of the shares of a fee: who pays, after the decision (F-01 … F-03).

        Where the clerk chose another service type than the decision proposes, his choice
        counts: free and contract service is ours to bear, paid service the customer's.
        """
        self.ensure_one()
        if self.service_type != self._get_proposed_service_type():
            payer = "customer" if self.service_type in ("a", "other") else "company"
            return [self._prepare_share(payer, 100.0)]
        answer = self.decision_id._answer(kind, product)
        shares = answer.shares or (("company", 100.0),)
        return [self._prepare_share(payer, percent) for payer, percent in shares]

    def _prepare_share(self, payer, percent):
        return {
            "payer": payer,
            "percent": percent,
            "partner_id": self._get_payer_partner(payer).id,
        }

    def _get_payer_partner(self, payer):
        partners = {
            "customer": self.partner_id,
            "company": self.company_id.partner_id,
            "agent": self.device_id.agent_id,
        }
        return partners.get(payer, self.env["res.partner"])

    def _on_decided(self):
        """Fees that nobody quoted yet are settled by the new decision."""
        super()._on_decided()
        if not self.fee_ids:
            return
        # sudo: a technician's diagnosis moves the shares, he may not write them
        self.sudo().fee_ids._follow_decision()

    def action_create_quotation(self):
        """One quotation over every fee that the customer bears and nobody quoted yet."""
        for order in self:
            shares = order._get_shares_to_quote()
            if not shares:
                raise ProofMissing(
                    self.env._(
                        "%s: there is no fee left that the customer has to pay.",
                        order.name,
                    )
                )
            order._create_quotation(shares)
        return self.action_view_quotations()

    def _get_shares_to_quote(self):
        return self.fee_ids.share_ids.filtered(
            lambda s: s.payer == "customer" and s.amount and s._is_unquoted()
        )

    def _create_quotation(self, shares):
        self.check_access("write")
        # sudo: the desk has no sales rights; prices come from the fee card alone
        sale = self.env["sale.order"].sudo().create(self._prepare_quotation())
        for share in shares.sudo():
            vals = share._prepare_sale_line_vals() | {"order_id": sale.id}
            share.sale_line_id = self.env["sale.order.line"].sudo().create(vals)
            share.fee_id._link_moves()
        return sale

    def _prepare_quotation(self):
        self.ensure_one()
        vals = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "aftersales_order_id": self.id,
            "user_id": False,
            "require_signature": True,
        }
        card = self.company_id.aftersales_pricelist_id
        return vals | ({"pricelist_id": card.id} if card else {})

    def action_view_quotations(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sale.action_quotations_with_onboarding"
        )
        sales = self.sudo().sale_order_ids  # ids only; the list itself checks access
        action = {**action, "domain": [("id", "in", sales.ids)], "context": {}}
        if len(sales) == 1:
            action |= {"views": [(False, "form")], "res_id": sales.id}
        return action

    def _get_blockers(self):
        open_shares = self._get_shares_to_quote()
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "“%s” has not been quoted to the customer yet.", share.fee_id.name
                ),
                share.fee_id,
                self._get_desk_words(),
            )
            for share in open_shares
        ]
