from odoo import api, fields, models

from ..sla.selections import AREAS
from ..technician.technician import GRADES

EXPENSES = [
    ("ticket", "Train or Bus Ticket"),
    ("toll", "Road Toll"),
    ("fuel", "Fuel and Parking"),
    ("local", "Taxi and Bus"),
    ("hotel", "Hotel"),
    ("allowance", "Allowance"),
    ("incidental", "Other Expense"),
]
# The way: what replaces kilometres by rate.
WAY = frozenset(("ticket", "toll", "fuel", "local"))
# Counted in days or nights, never more than the trip had.
PER_DAY = frozenset(("hotel", "allowance"))


class TravelRule(models.Model):
    """What a day away earns, and how much of a receipt is paid back at most (差旅标准)."""

    _name = "aftersales.travel.rule"
    _description = "Rule of Travel Money"
    _order = "kind, area, grade, valid_from desc, id"
    _rec_name = "kind"
    _check_company_auto = True

    kind = fields.Selection(EXPENSES, required=True, default="allowance")
    area = fields.Selection(AREAS, help="Empty: every region.")
    grade = fields.Selection(GRADES, help="Empty: every grade.")
    valid_from = fields.Date(
        required=True, default=lambda self: self.env.company._aftersales_today()
    )
    amount = fields.Monetary(
        required=True,
        aggregator=None,
        help="Allowance: what a day earns. Hotel: at most for a night. Others: at most for a receipt.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a rule is not negative."
    )

    @api.model
    def _get_of(self, companies):
        """Rules of these companies, the most particular and newest first; one search."""
        # sudo: what is paid back is told to whoever spends it
        rules = self.sudo().search([("company_id", "in", companies.ids)])
        return rules.sorted(
            lambda r: (bool(r.area) + bool(r.grade), r.valid_from, r.id), reverse=True
        )

    def _find(self, line):
        """The first that fits."""
        area, grade = line.visit_id.sudo().order_id.area, line.technician_id.grade
        return self.filtered(
            lambda r: (
                r.company_id == line.company_id
                and r.kind == line.kind
                and (not r.area or r.area == area)
                and (not r.grade or r.grade == grade)
                and r.valid_from <= line.date
            )
        )[:1]
