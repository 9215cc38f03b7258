from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import fields, models

from odoo.addons.resource_calendar_makeup.const import HOLIDAY

from ...kernel.rate import HOLIDAY as BY_LAW
from ...kernel.rate import WEEKEND, WORK, Facts, choose

_UTC = ZoneInfo("UTC")


class Days:
    """What days are at a company, read once: worked (a make-up Saturday, too), a public
    holiday by law, or another day off."""

    def __init__(self, company, first, last):
        calendar = company.sudo().resource_calendar_id  # sudo: the same for everybody
        table = calendar.makeup_table_id
        country = (table.country_id or company.sudo().country_id).code
        self.by_law = table._get_statutory(country)
        self.special = table._get_kinds() if table else self.by_law
        attendances = calendar._get_global_attendances()
        fixed = attendances and not calendar.flexible_hours
        self.worked = set(attendances.mapped("dayofweek")) if fixed else set("01234")
        self.leaves = self._read_leaves(company, calendar, first, last)
        self.known = {}

    def _read_leaves(self, company, calendar, first, last):
        """Days that the calendar itself has free."""
        zone, days = company._aftersales_zone(), set()
        leaves = calendar.env["resource.calendar.leaves"].search(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("calendar_id", "in", [False, calendar.id]),
                ("company_id", "in", [False, company.id]),
                ("date_from", "<=", last),
                ("date_to", ">=", first),
            ]
        )
        for leave in leaves:
            day, end = to_local(leave.date_from, zone), to_local(leave.date_to, zone)
            while day < end:
                days.add(day.date())
                day += timedelta(days=1)
        return days

    def get(self, day):
        if day not in self.known:
            self.known[day] = self._read(day)
        return self.known[day]

    def _read(self, day):
        kind = self.special.get(day)
        if kind == HOLIDAY:
            return BY_LAW if day in self.by_law or not self.by_law else WEEKEND
        if kind:
            return WORK
        if day in self.leaves:
            return BY_LAW
        return WORK if str(day.weekday()) in self.worked else WEEKEND

    def between(self, start, stop):
        count = (stop.date() - start.date()).days + 1
        days = [start.date() + timedelta(days=n) for n in range(count)]
        return {day: self.get(day) for day in days}


def to_local(moment, zone):
    return moment.replace(tzinfo=_UTC).astimezone(zone).replace(tzinfo=None)


class Visit(models.Model):
    """Stamps and way of a visit, as the arithmetic of fees wants them."""

    _inherit = "aftersales.visit"

    travel_km = fields.Float(
        "Kilometres Driven",
        digits=(8, 1),
        copy=False,
        help="There and back, as driven. Empty: twice the way to the customer.",
    )
    labour_reason = fields.Char(
        "Why Other Hours",
        copy=False,
        help="Why the hours that are charged are not those between beginning and end of the work.",
    )

    _travel_positive = models.Constraint(
        "CHECK (travel_km >= 0)", "A distance cannot be negative."
    )

    def _get_fee_times(self):
        """(arrived, begun, ended) that count: stamps, else what is planned. Hours that
        somebody entered with a reason go before the stamps."""
        start = self.started_at or self.planned_start
        arrived = min(self.arrived_at or start, start)
        planned = start + timedelta(hours=self.labour_hours)
        ended = planned if self.labour_reason else self.ended_at or planned
        return arrived, start, max(ended, start)

    def _get_days(self):
        """{company: :class:`Days`} that these visits meet."""
        times = {company: [] for company in self.company_id}
        for visit in self:
            times[visit.company_id] += visit._get_fee_times()
        return {
            company: Days(company, min(found), max(found))
            for company, found in times.items()
        }

    def _prepare_fee_facts(self, days):
        zone = self.company_id._aftersales_zone()
        times = [to_local(moment, zone) for moment in self._get_fee_times()]
        parts = self.fee_ids.filtered(lambda f: f.kind == "part")
        return Facts(
            *times,
            days=days[self.company_id].between(times[0], times[2]),
            people=len(self._get_people()),
            driven=Decimal(str(round(self.travel_km, 1))),
            parts_value=Decimal(
                str(round(sum(part._get_card_amount() for part in parts), 2))
            ),
            repaired=self.outcome == "solved",
            **self.order_id._get_fee_facts(),
        )


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_fee_facts(self):
        """What a job itself tells the arithmetic of fees."""
        path = (self.product_categ_id.parent_path or "").strip("/").split("/")
        return {
            "urgent": self.priority == "1",
            "area": self.area or "",
            "km": Decimal(str(round(self.distance_km, 1))),
            "service": self.service_type or "",
            "categories": tuple(int(number) for number in reversed(path) if number),
            "product": self.product_id.product_tmpl_id.id or None,
        }

    def _get_hour_price(self):
        """Price of an hour of work by the fee card, for the workshop; None without one."""
        job, now = self.sudo(), self._now()  # sudo: as in `_get_fee_cards`
        rates = job._get_derived_rates()
        chosen = rates and choose(rates, Facts(now, now, now, **job._get_fee_facts()))
        hours = [r for r in chosen or () if (r.kind, r.basis) == ("labour", "hour")]
        return float(hours[0].price) if hours else None
