from decimal import Decimal

from odoo import fields, models

from ...groups import FINANCE, MANAGER, any_of
from ...kernel.cost import get_hours, get_travel
from ...kernel.hours import round_to


class Technician(models.Model):
    _inherit = "aftersales.technician"

    hourly_cost = fields.Monetary(
        groups=any_of(FINANCE, MANAGER),
        help="What an hour of this technician costs us; only finance sees it.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _get_of_users(self, users):
        """{(company, user): technician}"""
        found = self.search([("user_id", "in", users.ids)])
        return {(each.company_id, each.user_id): each for each in found}

    def _get_hourly_cost(self):
        """Hook: what an hour costs."""
        return self.sudo().hourly_cost  # sudo: of a step that a technician does


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_km_cost = fields.Float(
        "Cost per Kilometre",
        digits="Product Price",
        help="What a kilometre to customers costs us.",
    )
    aftersales_loaner_percent = fields.Float(
        "Loaners: % of Their Cost per Day",
        digits=(6, 3),
        help="Share of what a loaner cost us that a job bears for each day.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_km_cost = fields.Float(
        related="company_id.aftersales_km_cost", readonly=False
    )
    aftersales_loaner_percent = fields.Float(
        related="company_id.aftersales_loaner_percent", readonly=False
    )


class Visit(models.Model):
    """Hours and kilometres of a visit cost something, whoever pays for them."""

    _inherit = "aftersales.visit"

    def _on_work_ended(self):
        """The stamps say what it cost us (extends)."""
        result = super()._on_work_ended()
        self._record_costs()
        return result

    def _record_costs(self):
        visits = self.sudo().filtered("ended_at")  # sudo: of a step of the technician
        days = visits._get_days() if visits else {}
        wanted = []
        for visit in visits:
            facts = visit._prepare_fee_facts(days)
            wanted += [
                *visit._prepare_labour_costs(facts),
                visit._prepare_travel(facts),
            ]
        return self.env["aftersales.cost"]._record(wanted)

    def _prepare_labour_costs(self, facts):
        hours = get_hours(facts)
        for technician in self._get_people():
            hourly = Decimal(str(round(technician._get_hourly_cost(), 2)))
            yield self._prepare_cost("labour", technician.name, hours, hourly) | {
                "technician_id": technician.id,
            }

    def _prepare_travel(self, facts):
        """Hook: what the way costs; rooms above know what was paid for it."""
        per_km = Decimal(str(round(self.company_id.aftersales_km_cost, 6)))
        name = self.env._("Kilometres of %s", self.name)
        return self._prepare_cost("travel", name, get_travel(facts), per_km)

    def _prepare_cost(self, kind, name, quantity, price):
        return {
            "name": name,
            "order_id": self.order_id.id,
            "visit_id": self.id,
            "date": self.company_id._aftersales_day(self.ended_at),
            "kind": kind,
            "quantity": float(quantity),
            "amount": float(round_to(quantity * price)),
        }
