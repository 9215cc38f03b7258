from odoo import api, fields, models

from ...exceptions import ProtectedRefused
from ..decision.selections import COST_LABELS

# What an invoice says about a fee.
_CHARGED = frozenset(
    {"quantity", "price_unit", "product_id", "kind", "order_id", "visit_id"}
)

_WORTH = frozenset({"quantity", "price_unit", "product_id", "told_amount"})


class Fee(models.Model):
    """What a job caused (服务费用): one line per part or per piece of work.

    Who settles it stands in its shares; the price comes from the fee card and a
    technician cannot change it (F-25).
    """

    _name = "aftersales.fee"
    _description = "Service Fee"
    _inherit = ["document.guard.mixin"]
    _order = "order_id desc, kind, id"
    _check_company_auto = True
    _flow_fields = frozenset({"told_amount", "is_agreed", "decided_payers"})

    name = fields.Char("Description", required=True)
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    visit_id = fields.Many2one(
        "aftersales.visit", index="btree_not_null", check_company=True
    )
    extra_id = fields.Many2one(
        "aftersales.visit.extra",
        "Extra Work",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    requisition_line_id = fields.Many2one(
        "aftersales.requisition.line",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="order_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    technician_id = fields.Many2one(
        related="visit_id.technician_id", store=True, index="btree_not_null"
    )
    kind = fields.Selection(COST_LABELS, required=True, default="other")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    quantity = fields.Float(digits="Product Unit", default=1.0, required=True)
    price_unit = fields.Monetary(
        "Unit Price",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,  # prices of different things sum up to nothing
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        compute="_compute_currency_id",
        store=True,
        precompute=True,
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    told_amount = fields.Monetary(
        "Agreed with Tax",
        readonly=True,
        help="What the customer agreed to pay for this, tax included.",
    )
    is_agreed = fields.Boolean(
        "Agreed",
        readonly=True,
        help="Price and payer were agreed; no later decision changes them.",
    )
    share_ids = fields.One2many("aftersales.fee.share", "fee_id", "Shares")

    requested_quantity = fields.Float(
        related="requisition_line_id.quantity", string="Requested"
    )
    issued_quantity = fields.Float(
        related="requisition_line_id.issued_quantity", string="Issued"
    )
    used_quantity = fields.Float(
        related="requisition_line_id.used_quantity", string="Used"
    )
    returned_quantity = fields.Float(
        related="requisition_line_id.returned_quantity", string="Returned"
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for fee in self:
            fee.currency_id = fee.order_id._get_fee_currency()

    @api.depends("product_id")
    def _compute_price_unit(self):
        for fee in self:
            fee.price_unit = fee._get_card_price() if fee.product_id else 0.0

    def _is_of_job_alone(self):
        """Hook: whether somebody put it on the job itself, not a visit, extra work or
        another document of the job."""
        self.ensure_one()
        return not (self.visit_id or self.extra_id)

    def _get_card_price(self):
        """Unit price on the company's fee card, else the product's sales price."""
        self.ensure_one()
        company = self.order_id.company_id
        product = self.product_id.with_company(company)
        card = self._get_card()
        if not card:
            return product.lst_price
        price = card._get_product_price(product, self.quantity or 1.0)
        day = company._aftersales_day(self.order_id.called_at or fields.Datetime.now())
        return card.currency_id._convert(price, self.currency_id, company, day)

    def _get_card(self):
        """The fee card; for parts after misuse inside the period the preferential one (W-05)."""
        company = self.order_id.company_id
        decision = self.order_id.decision_id
        preferential = company.aftersales_preferential_pricelist_id
        if not (preferential and decision and self.kind == "part"):
            return company.aftersales_pricelist_id
        if decision._answer("part", self.product_id).preferential:
            return preferential
        return company.aftersales_pricelist_id

    @api.depends("quantity", "price_unit", "currency_id")
    def _compute_amount(self):
        for fee in self:
            fee.amount = fee.currency_id.round(fee.quantity * fee.price_unit)

    @api.model_create_multi
    def create(self, vals_list):
        """A fee without shares gets those that the decision names."""
        fees = super().create(vals_list)
        fees._create_missing_shares()
        fees._on_caused()
        return fees

    def _on_caused(self):
        """Hook: what is checked and kept of a fee that came up."""

    def write(self, vals):
        """The price stands once it was quoted; the desk changes it before, nobody else.
        What is on an invoice stands altogether."""
        if _CHARGED & set(vals) and not self._is_flowing():
            self.share_ids._check_not_charged()
        if "price_unit" in vals and any(s._is_on_sale() for s in self.share_ids):
            raise ProtectedRefused(
                self.env._(
                    "The price was already quoted. Change it on the quotation instead."
                )
            )
        result = super().write(vals)
        if _WORTH & vals.keys() and not self._is_settling(vals):
            self.share_ids._follow()
        self._after_write(vals.keys())
        return result

    def _is_settling(self, vals):
        """`_settle_quantity` brings the quotation along before the shares follow."""
        return self._is_flowing() and vals.keys() == {"quantity"}

    def _after_write(self, changed):
        """Hook: what follows from a change.

        :param changed: names of the fields that were written
        """

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standing(self):
        """What was quoted or invoiced is not made to vanish."""
        self.share_ids._check_may_change()

    def _create_missing_shares(self):
        shares = [
            {"fee_id": fee.id, **share}
            for fee in self.filtered(lambda f: not f.share_ids)
            for share in fee._get_decided_shares()
        ]
        self.env["aftersales.fee.share"].create(shares)

    def _get_decided_shares(self):
        """Values of the shares that the decision names for this fee; rooms extend it where
        something else was agreed about it."""
        return self.order_id._get_fee_shares(self.kind, self.product_id)

    def _is_customer_charged(self):
        return "customer" in self.share_ids.mapped("payer")

    def _get_sale_line(self):
        return self.share_ids.sale_line_id[:1]
