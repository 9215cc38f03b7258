"""Dates as registers spell them, and periods counted in months."""

import calendar
import datetime
import re
from functools import lru_cache

from .number_format import to_moment
from .text import clean

FIRST_YEAR, LAST_YEAR = 1990, 2099
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_PARTS = re.compile(
    r"'?(\d{4}|\d{2})[-/.,、_年 ]+(\d{1,2})[-/.,、_月 ]+(\d{1,2})[日号.]?"
)
_SERIAL_DAY = re.compile(r"\d{5}(?:\.\d+)?")  # the number a workbook holds for a day
_WEEKDAY = re.compile(r"[ (]*(?:星期|周)[一二三四五六日天]\)?")
_BEHIND = re.compile(
    r"([^:T点时]*?[\d日号])[ T]*((?:[凌早上中下晚傍][晨上午]|中午)? *\d{1,2}[:点时].*)"
)
_LONGEST = 64


class ImpossibleDate(ValueError):
    """The text looks like nothing, or like a day that no calendar has."""


class UnlikelyDate(ImpossibleDate):
    """A day, but of a year in which it cannot have happened."""


def read_date(value, latest=LAST_YEAR):
    """The day that ``value`` means, or None when it is empty.

    Years before 1990 and after ``latest`` are refused; of two digits the one that is not.

    >>> [str(read_date(t)) for t in ("20230525", " 2023-05-25 ", "23-5-25", "2023年5月25日")]
    ['2023-05-25', '2023-05-25', '2023-05-25', '2023-05-25']
    >>> [str(read_date(t)) for t in ("2026年03月05号", "2026、3、5", "2026/3/5 下午3:00")]
    ['2026-03-05', '2026-03-05', '2026-03-05']
    >>> str(read_date("2023-05-25T08:30:00")), str(read_date(46086)), str(read_date("46086"))
    ('2023-05-25', '2026-03-05', '2026-03-05')
    >>> str(read_date("98-5-3", 2028)), str(read_date("28-5-3", 2028))
    ('1998-05-03', '2028-05-03')
    >>> read_date("2024-02-30")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ImpossibleDate: 2024-02-30
    >>> read_date("2206-03-05")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    UnlikelyDate: 2206-03-05
    """
    if isinstance(value, datetime.datetime):
        day = value.date()
    elif isinstance(value, datetime.date):
        day = value
    else:
        day = _read_text(clean(value), latest)
    if day and not FIRST_YEAR <= day.year <= latest:
        raise UnlikelyDate(str(day))
    return day


@lru_cache(maxsize=1 << 12)
def _read_text(text, latest):
    if not text:
        return None
    if _SERIAL_DAY.fullmatch(text):
        return to_moment(int(float(text)))
    day = split_moment(text)[0]
    found = _DAY.fullmatch(day) or _PARTS.fullmatch(day)
    if not found:
        raise ImpossibleDate(text)
    year, month, day = map(int, found.groups())
    if len(found[1]) == 2:
        year += 2000 if year + 2000 <= latest else 1900
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate(text) from error


def split_moment(value):
    """(text of the day, text of the time behind it).

    >>> split_moment("2026/3/5 下午3:00"), split_moment("2026年3月5日15时30分")
    (('2026/3/5', '下午3:00'), ('2026年3月5日', '15时30分'))
    >>> split_moment("2026-3-5 星期四"), split_moment("2026-3-5T08:30:00")
    (('2026-3-5', ''), ('2026-3-5', '08:30:00'))
    """
    text = clean(value)
    if len(text) > _LONGEST:
        return text, ""
    text = _WEEKDAY.sub(" ", text).strip()
    found = _BEHIND.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")


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
