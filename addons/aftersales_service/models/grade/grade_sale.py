from odoo import api, fields, models

from .grade import GRADES

# What is defective is not sold.
_SOLD = [(code, label) for code, label in GRADES if code != "d"]


class ResCompany(models.Model):
    """What second-hand goods cost, as a part of the price of new ones."""

    _inherit = "res.company"

    aftersales_grade_a_percent = fields.Float(
        "Price of Second-Hand A (%)", digits=(5, 2), default=80.0
    )
    aftersales_grade_b_percent = fields.Float(
        "Price of Second-Hand B (%)", digits=(5, 2), default=60.0
    )
    aftersales_grade_c_percent = fields.Float(
        "Price of Second-Hand C (%)", digits=(5, 2), default=40.0
    )

    _aftersales_grade_percent = models.Constraint(
        "CHECK (LEAST(aftersales_grade_a_percent, aftersales_grade_b_percent, aftersales_grade_c_percent) >= 0)",
        "A price of second-hand goods cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_grade_a_percent = fields.Float(
        related="company_id.aftersales_grade_a_percent", readonly=False
    )
    aftersales_grade_b_percent = fields.Float(
        related="company_id.aftersales_grade_b_percent", readonly=False
    )
    aftersales_grade_c_percent = fields.Float(
        related="company_id.aftersales_grade_c_percent", readonly=False
    )


class SaleOrderLine(models.Model):
    """Second-hand goods are sold as such: the line says it, with a price of its own."""

    _inherit = "sale.order.line"

    aftersales_grade = fields.Selection(
        _SOLD,
        "Condition Grade",
        help="Empty: new goods. Otherwise goods of this condition are reserved, and no others.",
    )

    def _get_display_price(self):
        """The price of new goods less what the condition takes off (extends core)."""
        price = super()._get_display_price()
        if not self.aftersales_grade:
            return price
        company = self.company_id or self.env.company
        return (
            price * company[f"aftersales_grade_{self.aftersales_grade}_percent"] / 100
        )

    @api.depends("aftersales_grade")
    def _compute_price_unit(self):
        return super()._compute_price_unit()

    @api.depends("aftersales_grade")
    def _compute_name(self):
        return super()._compute_name()

    def _get_sale_order_line_multiline_description_sale(self):
        """Quotation, invoice and portal say what condition it is in (extends core)."""
        text = super()._get_sale_order_line_multiline_description_sale()
        if not self.aftersales_grade:
            return text
        field = self._fields["aftersales_grade"]
        return f"{text}\n{dict(field._description_selection(self.env))[self.aftersales_grade]}"

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        if self.aftersales_grade:
            values["aftersales_grade"] = self.aftersales_grade
        return values
