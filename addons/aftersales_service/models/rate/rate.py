from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import ormcache

from ...kernel.rate import CAUSES, Rate
from ..decision.selections import COST_LABELS
from ..sla.selections import AREAS, SERVICE_TYPES

BASES = [
    ("visit", "Per Visit"),
    ("hour", "Per Hour"),
    ("km", "Per Kilometre"),
    ("item", "Per Item"),
    ("parts", "% of the Parts"),
    ("cost", "% of What the Part Costs Us"),
]
# What a visit causes by itself; parts and items are chosen by people.
DERIVED = ("visit", "hour", "km", "parts")


class FeeRate(models.Model):
    """One row of a fee card: what is charged, by which measure, and what makes it dearer."""

    _name = "aftersales.fee.rate"
    _description = "Rate of a Fee Card"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, sequence, id"
    _check_company_auto = True

    version_id = fields.Many2one(
        "aftersales.fee.card.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True, translate=True)
    kind = fields.Selection(COST_LABELS, required=True, default="labour")
    basis = fields.Selection(BASES, "Charged", required=True, default="hour")
    unit_name = fields.Char("Unit")
    price = fields.Float(
        digits="Product Price",
        aggregator=None,  # prices and limits of different things sum up to nothing
        required=True,
        help="An amount, or per cent of the parts.",
    )
    step_minutes = fields.Integer(
        "Begun Minutes",
        help="60: every hour begun is charged, 30: every half hour. Empty: the time as it was.",
    )
    minimum = fields.Float("At Least", digits="Product Price")
    cap = fields.Float("At Most", digits="Product Price", help="Empty: no limit.")
    night = fields.Float("Night %", aggregator=None)
    weekend = fields.Float(
        "Weekend %",
        aggregator=None,
        help="Days off that are no public holiday by law; not make-up days.",
    )
    holiday = fields.Float("Holiday %", aggregator=None)
    urgent = fields.Float("Urgent %")
    second = fields.Float(
        "Further Technician %", help="Of the charge, for each further technician."
    )
    waiting = fields.Float(
        "Waiting %", help="Of the price of an hour, for waiting at the customer's."
    )
    round_trip = fields.Boolean("There and Back")
    graduated = fields.Boolean(
        "Kilometres in the Band Only",
        help="A long way costs the price of each band for the kilometres inside it.",
    )
    waived = fields.Boolean(
        "Free After a Repair", help="Charged only when the repair does not follow."
    )
    area = fields.Selection(AREAS, help="Empty: every region.")
    service_type = fields.Selection(SERVICE_TYPES, help="Empty: every type.")
    categ_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null"
    )
    product_tmpl_id = fields.Many2one(
        "product.template", "Product", index="btree_not_null", check_company=True
    )
    km_from = fields.Float("Above (km)", digits=(8, 1), aggregator=None)
    km_to = fields.Float(
        "Up to (km)", digits=(8, 1), aggregator=None, help="The way there. 0: no end."
    )
    product_id = fields.Many2one(
        "product.product",
        "Part or Invoiced As",
        index="btree_not_null",
        check_company=True,
        help="The part that this price is for, or the service that is invoiced. Empty: the labour fee of the company.",
    )
    note = fields.Char()

    _positive = models.Constraint(
        "CHECK (price >= 0 AND minimum >= 0 AND cap >= 0 AND step_minutes >= 0 AND km_from >= 0 AND km_to >= 0)",
        "Prices, limits, minutes and kilometres are not negative.",
    )
    _percents_positive = models.Constraint(
        "CHECK (night >= 0 AND weekend >= 0 AND holiday >= 0 AND urgent >= 0 AND second >= 0 AND waiting >= 0)",
        "A surcharge is not negative.",
    )

    @api.depends("name", "price", "unit_name")
    def _compute_display_name(self):
        for rate in self:
            unit = f"/{rate.unit_name}" if rate.unit_name else ""
            rate.display_name = f"{rate.name or ''} {rate.price:g}{unit}"

    def _get_charged_product(self):
        return self.product_id or self.company_id.aftersales_labour_product_id

    def _get_slot(self):
        """What two rates of a card must not share."""
        item = self.basis == "item" or self.kind == "part"
        return (
            *(self.kind, self.basis, self.area, self.service_type),
            *(self.categ_id.id, self.product_tmpl_id.id, self.km_from),
            *((self.product_id.id, self.name) if item else ()),
        )

    def _as_kernel(self):
        """This row as the arithmetic knows it."""
        numbers = ("price", "minimum", "cap", "km_from", "km_to")
        percents = {cause: _decimal(self[cause]) for cause in CAUSES if self[cause]}
        return Rate(
            self.id,
            self.kind,
            self.basis,
            step=self.step_minutes,
            percents=percents,
            round_trip=self.round_trip,
            graduated=self.graduated,
            waived=self.waived,
            area=self.area or "",
            service=self.service_type or "",
            category=self.categ_id.id or None,
            product=self.product_tmpl_id.id or None,
            terms=self.version_id._get_terms(),
            **{name: _decimal(self[name]) for name in numbers},
        )


class FeeCardVersion(models.Model):
    _inherit = "aftersales.fee.card.version"

    @ormcache("self.id")
    def _get_derived_rates(self):
        """What visits cause, for the arithmetic; read once, approved prices stand."""
        rates = self.sudo().rate_ids  # sudo: whoever is charged by them
        derived = rates.filtered(lambda r: r.kind != "part" and r.basis in DERIVED)
        return tuple(rate._as_kernel() for rate in derived)

    @ormcache("self.id")
    def _get_part_rates(self):
        """{part or 0 for every part: (rate id, price, basis)} of this version."""
        rates = self.sudo().rate_ids.filtered(  # sudo: as above
            lambda r: r.kind == "part" and (r.product_id or r.basis == "cost")
        )
        return {r.product_id.id or 0: (r.id, r.price, r.basis) for r in rates}


def _decimal(number):
    return Decimal(str(round(number, 6)))
