"""What a visit costs us (F-20): hours of everybody who went, kilometres, parts."""

from decimal import Decimal

from .hours import bill_hours, round_to


def get_hours(facts):
    """Hours of work as they were, whatever is charged for them."""
    seconds = (facts.ended - facts.started).total_seconds()
    return bill_hours(max(int(seconds) // 60, 0))


def get_travel(facts):
    """Kilometres there and back: as driven, else twice the way."""
    return facts.driven or facts.km * 2


def get_costs(facts, hourly, per_km, parts=()):
    """{kind: amount}

    :param hourly: what an hour of each person costs
    :param parts: [(cost of one, quantity)]

    >>> from datetime import datetime
    >>> from .rate import Facts
    >>> begin = datetime(2026, 3, 2, 9)
    >>> visit = Facts(begin, begin, datetime(2026, 3, 2, 10, 30), km=Decimal(10))
    >>> get_costs(visit, [Decimal(40)], Decimal("0.8"))
    {'labour': Decimal('60.00'), 'travel': Decimal('16.00'), 'part': Decimal('0')}
    """
    hours, driven = get_hours(facts), get_travel(facts)
    return {
        "labour": sum((round_to(hours * each) for each in hourly), Decimal(0)),
        "travel": round_to(driven * per_km),
        "part": sum((round_to(cost * count) for cost, count in parts), Decimal(0)),
    }
