from odoo import api, fields, models


class ReserveLine(models.Model):
    """One month of sale of one product: what it cost so far and will still cost."""

    _name = "aftersales.reserve.line"
    _description = "Month of Sale of a Warranty Reserve"
    _inherit = ["document.guard.mixin"]
    _order = "reserve_id desc, sale_month desc, id"
    _rec_name = "sale_month"

    reserve_id = fields.Many2one(
        "aftersales.reserve",
        "Warranty Reserve",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(related="reserve_id.month", string="Reserved At the End Of")
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    categ_id = fields.Many2one(
        "product.category",
        "Product Family",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    second_hand = fields.Boolean(readonly=True)
    sale_month = fields.Date("Month of Sale", required=True, readonly=True)
    units = fields.Integer("Units Sold", readonly=True)
    claims = fields.Integer("Warranty Jobs", readonly=True)
    cost = fields.Monetary("Cost so Far", readonly=True)
    rest = fields.Monetary("Still Expected", readonly=True)
    low = fields.Monetary("Low End", readonly=True, aggregator=None)
    high = fields.Monetary("High End", readonly=True, aggregator=None)
    ladder_rest = fields.Monetary("By Chain Ladder", readonly=True)
    ladder_low = fields.Monetary(
        "Chain Ladder: Low End", readonly=True, aggregator=None
    )
    ladder_high = fields.Monetary(
        "Chain Ladder: High End", readonly=True, aggregator=None
    )
    expected_before = fields.Monetary("Reserved Before", readonly=True)
    paid_since = fields.Monetary(readonly=True)
    run_off = fields.Monetary("Run-Off", readonly=True)
    claims_rate = fields.Float(
        "Jobs per 100 Sold", compute="_compute_rates", digits=(16, 1)
    )
    unit_cost = fields.Monetary("Cost per Unit so Far", compute="_compute_rates")
    unit_total = fields.Monetary(
        "Cost per Unit in the End",
        compute="_compute_rates",
        help="With what is still expected.",
    )

    @api.depends("units", "claims", "cost", "rest")
    def _compute_rates(self):
        for line in self:
            units = line.units
            line.claims_rate = 100 * line.claims / units if units else 0.0
            line.unit_cost = line.cost / units if units else 0.0
            line.unit_total = (line.cost + line.rest) / units if units else 0.0

    @api.depends("sale_month", "product_id", "categ_id")
    def _compute_display_name(self):
        for line in self:
            of = line.product_id.display_name or line.categ_id.display_name
            month = f"{line.sale_month:%Y-%m}" if line.sale_month else ""
            line.display_name = " · ".join(filter(None, (of, month)))


class ReserveCell(models.Model):
    """What claims on one month of sale of one product cost so many months later."""

    _name = "aftersales.reserve.cell"
    _description = "Cell of a Warranty Triangle"
    _inherit = ["document.guard.mixin"]
    _order = "reserve_id desc, sale_month, age, id"
    _rec_name = "sale_month"

    reserve_id = fields.Many2one(
        "aftersales.reserve",
        "Warranty Reserve",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    categ_id = fields.Many2one(
        "product.category",
        "Product Family",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    second_hand = fields.Boolean(readonly=True)
    sale_month = fields.Date("Month of Sale", required=True, readonly=True)
    age = fields.Integer(
        "Months after the Sale", required=True, readonly=True, aggregator=None
    )
    units = fields.Integer("Units Sold", readonly=True, help="At age 0 only.")
    claims = fields.Integer("Warranty Jobs", readonly=True)
    cost = fields.Monetary(readonly=True)
