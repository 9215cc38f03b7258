from odoo import fields, models

from ...groups import AUDITOR, FINANCE, MANAGER, any_of

SEES = any_of(FINANCE, MANAGER, AUDITOR)


class ServiceOrder(models.Model):
    """What a job earns: what others settle, less what it costs us (F-20)."""

    _inherit = "aftersales.order"

    cost_ids = fields.One2many("aftersales.cost", "order_id", "Costs", groups=SEES)
    cost_total = fields.Monetary(
        "Costs Us", compute="_compute_margin", groups=SEES, compute_sudo=True
    )
    income_total = fields.Monetary(
        "Settled by Others",
        compute="_compute_margin",
        groups=SEES,
        compute_sudo=True,
        help="What customers, agents, suppliers and others settle or are to settle, without tax.",
    )
    margin = fields.Monetary(compute="_compute_margin", groups=SEES, compute_sudo=True)

    def _compute_margin(self):
        """Two sums for all jobs; the view of margins has the same by service type."""
        costs = dict(
            self.env["aftersales.cost"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["amount:sum"]
            )
        )
        shares = self.env["aftersales.fee.share"]._read_group(
            [("order_id", "in", self.ids), ("payer", "!=", "company")],
            ["order_id", "currency_id"],
            ["open_net:sum", "invoiced_amount:sum"],
        )
        incomes = {}
        for order, currency, left, invoiced in shares:
            company = order.company_id
            incomes[order] = incomes.get(order, 0.0) + currency._convert(
                left + invoiced,
                company.currency_id,
                company,
                company._aftersales_today(),
            )
        for order in self:
            order.cost_total = costs.get(order, 0.0)
            order.income_total = incomes.get(order, 0.0)
            order.margin = order.income_total - order.cost_total
