"""From the stamps and the way of a visit to what it is charged.

What a rate charges is told in :class:`Charge` rows, which say from which times they come, so
that a person can count again. Hours are hundredths, money is `Decimal`.

>>> from datetime import datetime
>>> from .rate import Facts, Rate, Terms
>>> work = Rate("work", "labour", "hour", Decimal(80), step=30, percents={"night": Decimal(50)},
...     terms=Terms(night=(18 * 60 + 30, 8 * 60)))
>>> visit = Facts(datetime(2026, 3, 2, 17), datetime(2026, 3, 2, 17), datetime(2026, 3, 2, 19, 30))
>>> for charge in charges([work], visit):
...     print(charge.cause, charge.quantity, charge.price, charge.amount)
 2.50 80 200.00
night 1 40.00 40.00
"""

from collections import namedtuple
from datetime import timedelta
from decimal import Decimal

from .hours import (
    CENT,
    ONE,
    bill_hours,
    cut,
    get_minutes,
    is_night,
    join,
    round_to,
    share_out,
    to_minute,
)
from .rate import HUNDRED, TIMES, WORK, choose

# ``spans`` [(start, stop)] of the time it is about, ``percent`` that was applied, ``bound``
# is "minimum" or "cap" where one of them replaced what ``base`` hours or kilometres cost.
Charge = namedtuple(
    "Charge", "rate cause quantity price amount percent spans base bound"
)


def charges(rates, facts, unit=CENT):
    """`Charge` rows of a visit: items that were chosen, then each rate with what makes it
    dearer. ``unit`` is what amounts are rounded to."""
    found = []
    for rate in rates:
        if rate.basis == "item" and rate.key in facts.items:
            found.append(_charge_item(rate, facts, unit))
    for rate in choose(rates, facts):
        found += _charge(rate, facts, unit)
    return found


def _charge_item(rate, facts, unit):
    quantity = facts.items[rate.key]
    if rate.waived and facts.repaired:
        quantity = Decimal(0)
    return _plain(rate, quantity, rate.price, unit)


def _plain(rate, quantity, price, unit, **more):
    amount = round_to(quantity * price, unit)
    values = {
        "cause": "",
        "percent": Decimal(0),
        "spans": (),
        "base": quantity,
        "bound": "",
    }
    return Charge(
        **{**values, "rate": rate, "quantity": quantity, "price": price, "amount": amount, **more}
    )  # fmt: skip


def _charge(rate, facts, unit):
    quantity, price, spans = _measure(rate, facts, unit)
    if not quantity:
        return []
    base = _bound(_plain(rate, quantity, price, unit, spans=spans))
    parts = list(_split_times(rate, facts, spans))
    dearer = [
        _extra(base, cause, Decimal(1), base.amount * percent * share / HUNDRED, unit, percent, tuple(told))
        for cause, percent, share, told in parts
    ]  # fmt: skip
    dearer = [charge for charge in dearer if charge.amount]
    return [base, *dearer, *_charge_people(base, dearer, facts, unit)]


def _measure(rate, facts, unit):
    """(quantity, price, times) that the basis of a rate asks for."""
    if rate.basis == "hour":
        spans = ((to_minute(facts.started), to_minute(facts.ended)),)
        return bill_hours(get_minutes(spans), rate.step), rate.price, spans
    if rate.basis == "km":
        return _get_km(rate, facts), rate.price, ()
    if rate.basis == "parts":
        price = round_to(facts.parts_value * rate.price / HUNDRED, unit)
        return Decimal(1 if facts.parts_value else 0), price, ()
    return ONE, rate.price, ()


def _get_km(rate, facts):
    if rate.graduated:
        last = min(facts.km, rate.km_to) if rate.km_to else facts.km
        return max(last - rate.km_from, Decimal(0))
    if rate.round_trip:
        return facts.driven or facts.km * 2
    return facts.km


def _bound(charge):
    """At least the minimum, at most the cap: then it is one charge of that amount."""
    amount, bound = charge.amount, ""
    if amount < charge.rate.minimum:
        amount, bound = charge.rate.minimum, "minimum"
    if charge.rate.cap and amount > charge.rate.cap:
        amount, bound = charge.rate.cap, "cap"
    if not bound:
        return charge
    return charge._replace(quantity=ONE, price=amount, amount=amount, bound=bound)


def _extra(base, cause, quantity, price, unit, percent, spans=()):
    price = round_to(price, unit)
    more = {"cause": cause, "percent": percent, "spans": spans}
    return _plain(base.rate, quantity, price, unit, **more)


def _charge_people(base, dearer, facts, unit):
    """Urgency, further technicians and waiting, of one base charge."""
    percents, rate = base.rate.percents, base.rate
    if facts.urgent and percents.get("urgent"):
        price = base.amount * percents["urgent"] / HUNDRED
        yield _extra(base, "urgent", ONE, price, unit, percents["urgent"])
    if facts.people > 1 and percents.get("second"):
        whole = base.amount + sum(charge.amount for charge in dearer)
        price = whole * percents["second"] / HUNDRED
        people = Decimal(facts.people - 1)
        yield _extra(base, "second", people, price, unit, percents["second"])
    if percents.get("waiting"):
        begin = to_minute(facts.arrived) + timedelta(minutes=rate.terms.waiting_free)
        spans = ((begin, to_minute(facts.started)),)
        hours = bill_hours(max(get_minutes(spans), 0))
        if hours:
            price = rate.price * percents["waiting"] / HUNDRED
            yield _extra(
                base, "waiting", hours, price, unit, percents["waiting"], spans
            )


# --- what time it was


def _split_times(rate, facts, spans):
    """(cause, percentage, share of the base charge, [times]) of what makes it dearer."""
    pieces = spans and [
        (start, stop, _get_causes(rate, facts, start))
        for start, stop in cut(spans, rate.terms.night)
    ]
    if not pieces:  # what is no work of hours costs what the moment of arrival costs
        for cause in _get_causes(rate, facts, to_minute(facts.arrived)):
            yield cause, rate.percents[cause], ONE, [(facts.arrived, facts.arrived)]
        return
    whole = Decimal(get_minutes(spans))
    for cause in TIMES:
        told = [(start, stop) for start, stop, causes in pieces if cause in causes]
        if told:
            share = Decimal(get_minutes(told)) / whole
            yield cause, rate.percents[cause], share, join(told)


def _get_causes(rate, facts, moment):
    """What makes this moment dearer; of several the highest, unless they are added."""
    found = []
    if is_night(moment, rate.terms.night):
        found.append("night")
    kind = facts.days.get(moment.date(), WORK)
    if kind != WORK:
        found.append(kind)
    found = [cause for cause in found if rate.percents.get(cause)]
    if rate.terms.is_added or len(found) < 2:
        return tuple(found)
    return (max(found, key=lambda c: (rate.percents[c], TIMES.index(c))),)


def split_hours(rate, facts):
    """{cause or "" : billed hours}: together they are the hours that are billed, to the
    hundredth, when each minute has one cause."""
    spans = ((to_minute(facts.started), to_minute(facts.ended)),)
    minutes = {}
    for start, stop in cut(spans, rate.terms.night):
        cause = "+".join(_get_causes(rate, facts, start))
        minutes[cause] = minutes.get(cause, 0) + get_minutes(((start, stop),))
    hours = bill_hours(sum(minutes.values()), rate.step)
    return dict(zip(minutes, share_out(hours, list(minutes.values())), strict=True))
