"""Warranty periods as registers spell them."""

import re
from decimal import Decimal
from functools import lru_cache

from .text import clean

MOST = 600
_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_NONE = {"无", "无保修", "不保修", "不保", "no", "none"}
_NUMBER = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]+)"
_YEARS = re.compile(rf"{_NUMBER}?(半)?(?:年|周年|years?|yrs?|y)(半)?")
_MONTHS = re.compile(rf"{_NUMBER}(?:个?月|months?|m)?")


class WrongMonths(ValueError):
    """The text is no whole number of months."""


def read_months(value):
    """Whole months from 0; None for an empty cell.

    >>> [read_months(t) for t in ("1年", "半年", "24个月", "12.0", 18, "一年半", "1.5年", "无")]
    [12, 6, 24, 12, 18, 18, 18, 0]
    >>> [read_months(t) for t in ("1年6个月", "十二个月", "2 years", None, 0)]
    [18, 12, 24, None, 0]
    >>> read_months("long")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    WrongMonths: long
    """
    return _read_text(clean(value))


@lru_cache(maxsize=1 << 10)
def _read_text(text):
    text = text.replace(" ", "").lower()
    text = text.removeprefix("质保").removeprefix("保修")
    if not text:
        return None
    months = 0 if text in _NONE else _count(text)
    if months is None or months != int(months) or months > MOST:
        raise WrongMonths(text)
    return int(months)


def _count(text):
    years = _YEARS.match(text)
    if not years or not any(years.groups()):
        only = _MONTHS.fullmatch(text)
        return _number(only[1]) if only else None
    number, before, after = years.groups()
    months = (_number(number) if number else 0) * 12 + (6 if before or after else 0)
    rest = text[years.end() :].removeprefix("零")
    if not rest:
        return months
    more = _MONTHS.fullmatch(rest)
    return months + _number(more[1]) if more else None


def _number(text):
    """A number in digits, or in Chinese ones up to 99."""
    if text[0].isdecimal():
        return Decimal(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return Decimal(_DIGITS[text]) if len(text) == 1 else Decimal(MOST + 1)
    if len(tens) > 1 or len(ones) > 1:
        return Decimal(MOST + 1)
    return Decimal(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))
