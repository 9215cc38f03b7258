from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..decision.selections import COST_LABELS
from ..visit.visit import KINDS
from .selections import BASES, DEDUCTIONS


class OwedRate(models.Model):
    """What is paid for one thing, or taken off: per visit, hour or kilometre, for each
    missed deadline. Of the rates that fit, the most particular one counts."""

    _name = "aftersales.owed.rate"
    _description = "Rate of What We Owe"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, id"
    _rec_name = "basis"
    _check_company_auto = True

    version_id = fields.Many2one(
        "aftersales.settlement.term", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    kind = fields.Selection(COST_LABELS, "Cost", required=True, default="labour")
    basis = fields.Selection(BASES, required=True, default="visit")
    price = fields.Float(
        digits="Product Price", aggregator=None, required=True, help="Without tax."
    )
    visit_kind = fields.Selection(KINDS, "Kind of Visit", help="Empty: every kind.")
    categ_id = fields.Many2one(
        "product.category",
        "Product Category",
        index="btree_not_null",
        help="Empty: every device.",
    )
    deadline_event_id = fields.Many2one(
        "aftersales.sla.event",
        "Deadline Ends With",
        index="btree_not_null",
        help="Which deadlines of the visit and of its job are meant, e.g. the arrival.",
    )

    _price_positive = models.Constraint(
        "CHECK (price > 0)",
        "A rate is above zero; a deduction is one by what it is counted by.",
    )

    @api.constrains("basis", "deadline_event_id")
    def _check_event(self):
        for rate in self:
            if (rate.basis == "missed") != bool(rate.deadline_event_id):
                raise ValidationError(
                    self.env._(
                        "A deduction for a missed deadline says which deadline; other rates do not."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody writes what he is paid himself (extends)."""
        rates = super().create(vals_list)
        rates.version_id._check_not_own()
        return rates

    def write(self, vals):
        """As above (extends)."""
        self.version_id._check_not_own()
        return super().write(vals)

    def _get_slot(self):
        """Of rates with the same slot one counts."""
        return (self.kind, self.basis, self.deadline_event_id)

    def _get_place(self):
        return (*self._get_slot(), self.visit_kind, self.categ_id)

    def _fits_visit(self, visit):
        categ = visit.order_id.product_id.categ_id
        return (not self.visit_kind or self.visit_kind == visit.kind) and (
            not self.categ_id or self.categ_id._aftersales_is_above(categ)
        )

    def _get_weight(self):
        """The closer the category, the more particular; a kind of visit breaks ties."""
        depth = len((self.categ_id.parent_path or "").split("/"))
        return (depth if self.categ_id else 0, bool(self.visit_kind))

    def _get_signed_price(self):
        return -self.price if self.basis in DEDUCTIONS else self.price
