from decimal import Decimal

from odoo import api, fields, models

from ...kernel.cost import get_hours, get_travel
from ...kernel.owed import Entry, choose, reckon


def _decimal(number, digits=6):
    return Decimal(str(round(number, digits)))


class OwedWork(models.Model):
    """How work is counted: rates of the terms, from the stamps and the way of the visit,
    and the extras of finance. What stands on a document stays as it is."""

    _inherit = "aftersales.owed.work"

    def _reckon(self):
        """Count what is open of this work anew, by the terms that it has."""
        if not self:
            return
        days, missed = self.visit_id._get_days(), self._find_missed()
        for work in self:
            kept = work.details or {}
            told = {k: pay for k, pay in kept.items() if work._is_fixed(k)}
            counted = work._count(days, missed)
            told |= {k: pay for k, pay in counted.items() if k not in told}
            if told != kept:
                work._in_flow().write({"details": told})

    def _count(self, days, missed):
        """{kind of cost: values} by rates and extras."""
        entries = []
        if self.term_id:
            facts = self.visit_id._prepare_fee_facts(days)
            for rate in self._choose_rates():
                quantity = self._get_quantity(rate, facts, missed)
                price = _decimal(rate._get_signed_price())
                entries.append(Entry(rate.kind, rate.basis, quantity, price))
        for extra in self.extra_ids.sorted("id"):
            amount = _decimal(extra.amount, 2)
            entries.append(Entry(extra.kind, extra.reason, Decimal(1), amount))
        return {
            kind: {
                "net": float(pay.net),
                "lost": float(pay.lost),
                "steps": [[s.basis, *map(float, s[1:])] for s in pay.steps],
            }
            for kind, pay in reckon(entries).items()
        }

    def _choose_rates(self):
        visit = self.visit_id
        return choose(
            (rate._get_slot(), rate._get_weight(), rate)
            for rate in self.term_id.rate_ids
            if rate._fits_visit(visit)
        )

    def _get_quantity(self, rate, facts, missed):
        if rate.basis == "hour":
            return get_hours(facts)
        if rate.basis == "missed":
            count = missed.get((self.visit_id, rate.deadline_event_id), 0)
            return Decimal(count if self._is_leading() else 0)
        if not self._is_leading():
            return Decimal(0)
        return get_travel(facts) if rate.basis == "km" else Decimal(1)

    def _is_leading(self):
        """A contractor is paid way and visit once, whoever of his people went; of our own
        people the one who was sent drove, and each went."""
        people = self.visit_id._get_people()
        if self.payer == "contractor":
            people = people.filtered(
                lambda p: p._get_payee() == ("contractor", self.partner_id)
            )
        return self.technician_id == people[:1]

    def _find_missed(self):
        """{(visit, event): how many of its deadlines were missed}; two searches for all.

        A deadline of the job counts for the visit that was the first to end after it.
        """
        events = self.term_id.rate_ids.deadline_event_id
        found = {}
        for model, owners in (
            ("aftersales.visit", self.visit_id),
            ("aftersales.order", self.order_id),
        ):
            for clock in self._search_missed(model, owners, events):
                owner = owners.browse(clock.res_id)
                if owner._name == "aftersales.order":
                    owner = owner._get_visit_of(clock.stopped_at)
                key = (owner, clock.stop_event_id)
                found[key] = found.get(key, 0) + 1
        return found

    @api.model
    def _search_missed(self, model, owners, events):
        clocks = self.env["aftersales.sla.clock"].sudo()  # sudo: counted for finance
        if not events:
            return clocks
        return clocks.search(
            [
                ("res_model", "=", model),
                ("res_id", "in", owners.ids),
                ("stop_event_id", "in", events.ids),
                ("late", "=", True),
                ("informative", "=", False),
                ("cancelled_at", "=", False),
                ("exempt_reason_id", "=", False),
            ]
        )

    def _reckon_again(self):
        """After an extra; what it costs the job follows."""
        self._reckon()
        self._record_costs()

    def _drop(self):
        """The person did not go after all."""
        costs = [work._prepare_cost({}) | {"amount": 0.0} for work in self]
        self.env["aftersales.cost"]._record(costs)
        self.extra_ids._in_flow().unlink()
        self.unlink()


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_visit_of(self, moment):
        """The visit of this job that was the first to end at ``moment`` or later."""
        visits = self.visit_ids.filtered(
            lambda v: v.ended_at and v.state != "cancelled" and v.ended_at >= moment
        )
        return visits.sorted(lambda v: (fields.Datetime.to_string(v.ended_at), v.id))[
            :1
        ]
