"""Periods in which something is due again and again: days, months, quarters, half-years, years.

Knows nothing of Odoo. A period is known by the first of its days.

>>> from datetime import date
>>> first_day("quarter", date(2026, 5, 17)), last_day("quarter", date(2026, 4, 1))
(datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
>>> starts("month", date(2026, 1, 31), date(2026, 3, 2), 12)
[datetime.date(2026, 1, 1), datetime.date(2026, 2, 1), datetime.date(2026, 3, 1)]
>>> starts("month", date(2025, 1, 1), date(2026, 3, 2), 2)
[datetime.date(2026, 2, 1), datetime.date(2026, 3, 1)]
"""

from datetime import timedelta

from .dates import add_months

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
DAY = "day"


def first_day(kind, day):
    """The first day of the period of ``kind`` in which ``day`` lies.

    >>> from datetime import date
    >>> first_day("half_year", date(2026, 7, 1)), first_day("year", date(2026, 7, 1))
    (datetime.date(2026, 7, 1), datetime.date(2026, 1, 1))
    >>> first_day("day", date(2026, 7, 14))
    datetime.date(2026, 7, 14)
    """
    if kind == DAY:
        return day
    months = MONTHS[kind]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def last_day(kind, start):
    """The last day of the period that begins on ``start``."""
    if kind == DAY:
        return start
    return add_months(start, MONTHS[kind]) - timedelta(days=1)


def starts(kind, first, last, most):
    """First days of the periods from that of ``first`` to that of ``last``; of more than
    ``most`` the latest ones.

    >>> from datetime import date
    >>> starts("day", date(2026, 3, 9), date(2026, 3, 2), 3)
    []
    """
    found, start = [], first_day(kind, last)
    while len(found) < most and start >= first_day(kind, first):
        found.append(start)
        start = first_day(kind, start - timedelta(days=1))
    return found[::-1]
