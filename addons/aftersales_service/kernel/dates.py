"""Dates as registers spell them, and periods counted in months."""

import calendar
import datetime
import re

from .text import clean

_PATTERNS = (
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
    re.compile(r"^(\d{4}|\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$"),
)
# A time behind the day, as workbooks hold it; it is not asked for here.
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


class ImpossibleDate(ValueError):
    """The text looks like nothing, or like a day that no calendar has."""


def read_date(value):
    """The day that ``value`` means, or None when it is empty; two-digit years come first.

    >>> [str(read_date(t)) for t in ("20230525", " 2023-05-25 ", "23-5-25", "2023年5月25日")]
    ['2023-05-25', '2023-05-25', '2023-05-25', '2023-05-25']
    >>> str(read_date("2023-05-25T08:30:00"))
    '2023-05-25'
    >>> read_date("2024-02-30")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ImpossibleDate: 2024-02-30
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = _TIME.sub("", clean(value)).replace(" ", "")
    if not text:
        return None
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            year, month, day = map(int, found.groups())
            try:
                return datetime.date(year + 2000 if year < 100 else year, month, day)
            except ValueError as error:
                raise ImpossibleDate(text) from error
    raise ImpossibleDate(text)


def add_months(start, months):
    """The same day ``months`` later; a day that month lacks becomes its last one.

    >>> str(add_months(datetime.date(2024, 1, 31), 1))
    '2024-02-29'
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(start.day, last))


def last_day(start, months):
    """Last covered day of a period of ``months`` that begins on ``start`` (inclusive).

    A warranty of 12 months from 10 March covers 9 March of the next year and no longer.

    >>> str(last_day(datetime.date(2025, 3, 10), 12))
    '2026-03-09'
    """
    return add_months(start, months) - datetime.timedelta(days=1)
