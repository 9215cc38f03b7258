"""Element strings of GS1 (商品条码 with serial, lot, expiry, count): read without a database."""

import re
import unicodedata
from typing import NamedTuple

# What begins a symbol, by what scanners tell of it; and what stands for FNC1 in the middle.
_SYMBOLS = ("]C1", "]d2", "]e0", "]Q3", "]J1", "\x1d")
_GROUPS = re.compile(r"Alt0?029|\{GS\}|<GS>|\u241d|#|\x1d")
_BRACKET = re.compile(r"\((\d{2,4})\)")
# How long an application identifier is, by its first two digits (General Specifications, 7.8.1).
_AI = dict.fromkeys(("23", "24", "25", "40", "41", "42", "71"), 3)
_AI |= dict.fromkeys(("31", "32", "33", "34", "35", "36", "39", "43"), 4)
_AI |= dict.fromkeys(("70", "72", "80", "81", "82"), 4)
_AI |= dict.fromkeys([*map(str, range(90, 100)), "10", "21", "22", "30", "37"], 2)
# Those whose content has a length of its own and needs no FNC1 behind it.
_FIXED = {"00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "20": 2, "41": 13}
_FIXED |= dict.fromkeys([str(ai) for ai in range(11, 20)], 6)
_FIXED |= dict.fromkeys([str(ai) for ai in range(31, 37)], 6)
_CHECKED = {"00", "01", "02"}
_DATES = {str(ai) for ai in range(11, 18)}
_ARTICLES = (8, 12, 13, 14)  # GTIN-8, UPC-A, EAN-13, GTIN-14


class Gs1(NamedTuple):
    """What a code says: {identifier: value}, and the identifiers whose value cannot be."""

    values: dict
    wrong: tuple

    @property
    def article(self):
        return self.values.get("01") or self.values.get("02") or ""

    @property
    def serials(self):
        """Serial number before lot."""
        return [self.values[ai] for ai in ("21", "10") if self.values.get(ai)]

    @property
    def quantity(self):
        """How many pieces one label stands for: one, where it says nothing sensible."""
        count = self.values.get("30") or self.values.get("37") or ""
        sound = re.fullmatch(r"\d{1,8}", count, re.ASCII)
        return float(count) or 1.0 if sound else 1.0


def read_gs1(text):
    """What an element string says, with brackets or FNC1 or without; None when it is none.

    >>> read_gs1("(01)06901234567892(21)B-1").values
    {'01': '06901234567892', '21': 'B-1'}
    >>> read_gs1("（０１）06901234567892（２１）B-1").serials
    ['B-1']
    >>> read_gs1("]C1010690123456789210L7\\x1d21B-1\\x1d3702").quantity
    2.0
    >>> read_gs1("(01)06901234567892(30)0").quantity
    1.0
    >>> read_gs1("010690123456789221B-1").article
    '06901234567892'
    >>> read_gs1("010690123456789321B-1").wrong, read_gs1("(01)06901234567892(17)261301").wrong
    (('01',), ('17',))
    >>> read_gs1("YJ260900001"), read_gs1("10234"), read_gs1("")
    (None, None, None)
    """
    text = unicodedata.normalize("NFKC", text).strip(" \t\r\n")
    values = _read_brackets(text) if text.startswith("(") else _read_plain(text)
    if not values:
        return None
    wrong = tuple(ai for ai, value in values.items() if not _is_possible(ai, value))
    return Gs1(values, wrong)


def _read_brackets(text):
    first, *parts = _BRACKET.split(text)
    if first:
        return None
    pairs = zip(parts[::2], parts[1::2], strict=True)
    values = {ai: value.strip(" \x1d") for ai, value in pairs}
    return values if all(values.values()) else None


def _read_plain(text):
    """Unmarked text is read only from an article on: many a serial begins with 10 or 21."""
    symbol = next((sign for sign in _SYMBOLS if text.startswith(sign)), "")
    if not symbol and not re.match(r"0[12]\d{14}", text):
        return None
    rest, values = _GROUPS.sub("\x1d", text[len(symbol) :]), {}
    while rest:
        ai = rest[: _get_length(rest)]
        if not ai.isascii() or not ai.isdigit():
            return None
        value, rest = _take(ai, rest[len(ai) :])
        if not value:
            return None
        values[ai] = value
        rest = rest.removeprefix("\x1d")
    return values


def _get_length(rest):
    return 2 if rest[:2] in _FIXED and rest[:2] < "31" else _AI.get(rest[:2], 0) or 2


def _take(ai, rest):
    """(the value of ``ai``, what stands behind it)."""
    if length := _FIXED.get(ai[:2]):
        value = rest[:length]
        whole = len(value) == length and value.isascii() and value.isdigit()
        return (value, rest[length:]) if whole else ("", rest)
    if ai[:2] not in _AI:
        return "", rest
    value, _group, rest = rest.partition("\x1d")
    return value, rest


def _is_possible(ai, value):
    if ai in _CHECKED:
        return len(value) == _FIXED[ai] and has_check_digit(value)
    if ai in _DATES:
        return bool(
            re.fullmatch(r"\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])", value, re.ASCII)
        )
    return True


def has_check_digit(digits):
    """Whether the last digit is the check digit of the others.

    >>> has_check_digit("6901234567892"), has_check_digit("6901234567893")
    (True, False)
    """
    if not (digits.isascii() and digits.isdigit()):
        return False
    weighed = sum(
        int(digit) * (1 if place % 2 else 3)
        for place, digit in enumerate(reversed(digits[:-1]))
    )
    return (10 - weighed % 10) % 10 == int(digits[-1])


def spell_article(digits):
    """The lengths in which one article number is written, shortest first; [] for no article.

    >>> spell_article("06901234567892")
    ['6901234567892', '06901234567892']
    >>> spell_article("123456")
    []
    """
    if len(digits) not in _ARTICLES or not has_check_digit(digits):
        return []
    number = digits.lstrip("0")
    return [number.zfill(size) for size in _ARTICLES if size >= len(number)]
