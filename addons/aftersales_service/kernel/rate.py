"""Rates of a fee card and which of them a visit is charged by (F-11 … F-15, B-19).

Rates are rows of a card. Of the rates that fit a visit the most particular one of each kind
and basis counts. Moments are local, money is `Decimal` of the currency. Knows nothing of
Odoo; what the rates charge is in `fee`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from .hours import round_to

BASES = ("visit", "hour", "km", "item", "parts", "cost")
# What makes time dearer, the strongest last: of two with the same percentage it counts.
TIMES = ("night", "weekend", "holiday")
CAUSES = (*TIMES, "urgent", "second", "waiting")
WORK, WEEKEND, HOLIDAY = "work", "weekend", "holiday"
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Terms:
    """What a whole card says: minutes of the day at which the night begins and ends,
    whether percentages of the same minute are added, minutes of waiting that are free."""

    night: tuple = (0, 0)
    is_added: bool = False
    waiting_free: int = 0


@dataclass(frozen=True)
class Rate:
    """One row of a fee card; empty conditions fit everything.

    ``step`` minutes begun are charged whole; 0 charges the fraction. ``percents`` are by
    cause: of the base charge in that time, for each further person, of the price while
    waiting. ``rank`` is the place of its card: the smaller decides.
    """

    key: object
    kind: str
    basis: str
    price: Decimal
    step: int = 0
    minimum: Decimal = Decimal(0)
    cap: Decimal = Decimal(0)
    percents: dict = field(default_factory=dict, hash=False)
    round_trip: bool = False
    graduated: bool = False  # only the kilometres inside the band
    waived: bool = False  # an inspection that a repair makes free
    area: str = ""
    service: str = ""
    category: object = None
    product: object = None
    km_from: Decimal = Decimal(0)
    km_to: Decimal = Decimal(0)  # 0: open
    terms: Terms = Terms()
    rank: int = 0


@dataclass(frozen=True)
class Facts:
    """What a visit tells. ``days`` is {date: kind}, `WORK` where it is silent; ``categories``
    go from that of the product upwards; ``driven`` is there and back, 0 where nobody told."""

    arrived: datetime
    started: datetime
    ended: datetime
    days: dict = field(default_factory=dict, hash=False)
    people: int = 1
    urgent: bool = False
    area: str = ""
    km: Decimal = Decimal(0)
    driven: Decimal = Decimal(0)
    service: str = ""
    categories: tuple = ()
    product: object = None
    parts_value: Decimal = Decimal(0)
    items: dict = field(default_factory=dict, hash=False)
    repaired: bool = False


# --- which rates


def fits(rate, facts):
    """Whether the conditions of ``rate`` are those of the visit."""
    return (
        rate.area in ("", facts.area)
        and rate.service in ("", facts.service)
        and (rate.category is None or rate.category in facts.categories)
        and (rate.product is None or rate.product == facts.product)
        and _is_in_band(rate, facts.km)
    )


def _is_in_band(rate, km):
    """A band holds its end and not its beginning, so that bands that touch never overlap."""
    if rate.km_from and km <= rate.km_from:
        return False
    return rate.graduated or not rate.km_to or km <= rate.km_to


def _get_rank(rate, facts):
    """The smaller, the more particular: card, product, category, service type, region."""
    categories = len(facts.categories)
    place = (
        categories if rate.category is None else facts.categories.index(rate.category)
    )
    return (rate.rank, rate.product is None, place, not rate.service, not rate.area)


def choose(rates, facts):
    """The rates that a visit is charged by: one of each kind and basis, and every band of a
    graduated table. Items are chosen by people, see `charges`.

    Of equals the first of the card counts.
    """
    slots = {}
    for rate in rates:
        if rate.basis in ("item", "cost") or not fits(rate, facts):
            continue
        slots.setdefault((rate.kind, rate.basis), []).append(rate)
    found = []
    for fitting in slots.values():
        best = min(fitting, key=lambda rate: _get_rank(rate, facts))
        found += (
            [r for r in fitting if r.graduated and r.rank == best.rank]
            if best.graduated
            else [best]
        )
    return found


def get_out_of_reach(rates, facts):
    """Rates of a kind of which none fits, and one would but for the kilometres: the table
    of the card ends before the customer.

    >>> table = [Rate(1, "travel", "km", Decimal(1), km_to=Decimal(300))]
    >>> moment = datetime(2026, 3, 2)
    >>> near, far = (Facts(moment, moment, moment, km=Decimal(km)) for km in (300, 301))
    >>> len(get_out_of_reach(table, near)), len(get_out_of_reach(table, far))
    (0, 1)
    """
    charged = {rate.kind for rate in choose(rates, facts)}
    return [
        rate
        for rate in rates
        if rate.kind not in charged
        and not fits(rate, facts)
        and fits(replace(rate, km_from=Decimal(0), km_to=Decimal(0)), facts)
    ]


def get_part_price(rate, cost):
    """What a part costs the customer by a rate of items, or by per cent of its cost (F-12).

    >>> get_part_price(Rate(1, "part", "cost", Decimal(110)), Decimal("11.55"))
    Decimal('12.71')
    """
    return round_to(cost * rate.price / HUNDRED) if rate.basis == "cost" else rate.price
