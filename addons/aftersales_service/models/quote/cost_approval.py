from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import STAFF

FINANCE_MANAGER = "finance_manager"


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("cost", "Cost of a Service Quotation")],
        ondelete={"cost": "cascade"},
    )


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    cost_approval = fields.Boolean(
        "Finance Approves the Cost",
        help="Before a quotation goes to the customer the finance manager agrees to what the job costs us.",
    )


class SaleOrder(models.Model):
    """Where the policy of the job says so, finance computes and approves what a quoted job
    costs us before the customer sees the price (O-23)."""

    _inherit = "sale.order"

    # sudo: who quotes for a job sees what it costs, without reading policy and products
    aftersales_cost = fields.Monetary(
        "Cost to Us",
        compute="_compute_aftersales_cost",
        compute_sudo=True,
        groups=STAFF,
    )
    aftersales_cost_state = fields.Selection(
        [
            ("none", "Nobody Is Asked"),
            ("wanted", "Needs Approval"),
            ("asked", "Waiting for Approval"),
            ("agreed", "Approved"),
        ],
        "Approval of the Cost",
        compute="_compute_aftersales_cost",
        compute_sudo=True,
        groups=STAFF,
    )

    @api.depends(
        "aftersales_order_id",
        "order_line.product_id",
        "order_line.product_uom_qty",
        "approval_ids.state",
    )
    def _compute_aftersales_cost(self):
        for sale in self:
            cost = sale._get_aftersales_cost()
            sale.aftersales_cost = cost
            sale.aftersales_cost_state = sale._get_aftersales_cost_state(cost)

    def _get_aftersales_cost(self):
        """Standard cost of what is quoted, in the currency of the quotation."""
        if not self.aftersales_order_id:
            return 0.0
        company = self.company_id
        cost = sum(
            line.product_id.with_company(company).standard_price
            * line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id
            )
            for line in self.order_line.filtered("product_id")
        )
        day = self.date_order or fields.Datetime.now()
        return company.currency_id._convert(cost, self.currency_id, company, day)

    def _get_aftersales_cost_state(self, cost):
        """An agreement holds up to the cost that finance agreed to."""
        if not self.aftersales_order_id.sla_version_id.cost_approval:
            return "none"
        if self._get_open_approvals("cost"):
            return "asked"
        return "agreed" if self._aftersales_is_agreed("cost", cost) else "wanted"

    def action_aftersales_ask_cost(self):
        """Ask the finance manager; the question says what it costs and what is quoted."""
        for sale in self:
            sale._check_may_ask()
            sale._request_approval(
                "cost",
                FINANCE_MANAGER,
                sale.env._(
                    "%(sale)s for %(customer)s: costs %(cost)s, quoted at %(quoted)s before taxes.",
                    sale=sale.name,
                    customer=sale.partner_id.name,
                    cost=sale.currency_id.format(sale.aftersales_cost),
                    quoted=sale.currency_id.format(sale.amount_untaxed),
                ),
                amount=sale._aftersales_to_company_amount(sale.aftersales_cost),
            )
        self.invalidate_recordset(["approval_ids"])

    def _check_aftersales_cost(self):
        """:raises ProofMissing: before finance agreed to the cost"""
        # sudo: also asked of salespeople without a role of ours
        for sale in self.sudo().filtered("aftersales_order_id"):
            if sale.aftersales_cost_state in ("wanted", "asked"):
                raise ProofMissing(
                    sale.env._(
                        "%(sale)s costs us %(cost)s, and finance has not agreed yet. Press “Ask Finance”; it continues once approved.",
                        sale=sale.name,
                        cost=sale.currency_id.format(sale.aftersales_cost),
                    )
                )
