"""Numbers of documents in what payers write."""

import re

from .text import clean_once

_TAIL = re.compile(r"(\d+)\D*$")
_NOT_ALNUM = re.compile(r"[\W_]+")
_RUN = re.compile(r"\d+")
_YEAR = re.compile(r"20\d\d(?=\d{4})")
_PREFIX = re.compile(r"^\D+(?=\d)")
# A year, a month, a day, a telephone: numbers of nothing that is open.
_HARMLESS = re.compile(r"20\d\d((0[1-9]|1[0-2])(\d\d)?)?|1[3-9]\d{9}")
_SHORTEST = 5  # of a number that stands alone
_SHORTEST_RUN = 4  # of digits that may mean a document


def number_key(text):
    """What two spellings of one number have in common.

    >>> number_key("SK2026-10051") == number_key("sk202610051")
    True
    """
    return _to_key(clean_once(text))


def _to_key(text):
    return _NOT_ALNUM.sub("", text.upper())


def _split_year(digits):
    """The digits that may be written alone: all, and without the year before them."""
    return {digits, _YEAR.sub("", digits, count=1) if _YEAR.match(digits) else digits}


class Numbers:
    """The numbers of items, by which a memo is read."""

    def __init__(self, items):
        # Tuples of texts are nothing that the garbage collector follows; there are many.
        self.whole, self.tails = {}, {}
        self.lengths, self.prefixes = set(), set()
        for item in items:
            text = clean_once(item.number)
            key = _to_key(text)
            if len(key) < _SHORTEST:
                continue
            self.whole[key] = (*self.whole.get(key, ()), item.key)
            self.lengths.add(len(key))
            tail = _TAIL.search(text)
            for digits in _split_year(tail[1]) if tail else ():
                short = digits.lstrip("0")
                if len(digits) >= _SHORTEST_RUN:
                    self.tails[short] = (*self.tails.get(short, ()), item.key)
            self.prefixes.update(_PREFIX.findall(key))

    def get(self, number):
        """The items that bear ``number``."""
        return self.whole.get(number_key(number), ())

    def are_like(self, number):
        """Whether ``number`` is written like those of the items."""
        return not self.prefixes.isdisjoint(_PREFIX.findall(number_key(number)))

    def find(self, text, amount=0):
        """(items whose whole number stands in ``text``, [items that a tail may mean],
        whether a number stands there that is none of these, nor the amount in fen).

        >>> from types import SimpleNamespace
        >>> numbers = Numbers([SimpleNamespace(key="a", number="INV/2026/01010")])
        >>> numbers.find("货款inv2026-01010"), numbers.find("01010")
        ((['a'], [], False), ([], [('a',)], False))
        >>> numbers.find("INV/2026/010101")[2], numbers.find("01011")[2]
        (True, True)
        """
        text = clean_once(text).upper()
        found, rest = self._find_whole(text)
        tails, unknown = [], False
        for run in _RUN.findall(rest):
            if len(run) < _SHORTEST_RUN or _HARMLESS.fullmatch(run):
                continue
            items = self.tails.get(run.lstrip("0"))
            if items:
                tails.append(items)
            elif run != str(amount // 100):
                unknown = True
        return found, tails, unknown

    def _find_whole(self, text):
        """(items, text without their numbers); a number ends where its digits end."""
        signs = [(sign, at) for at, sign in enumerate(text) if sign.isalnum()]
        compact = "".join(sign for sign, _at in signs)
        found, rest, start = [], list(text), 0
        while start < len(compact):
            key = self._find_at(compact, signs, start)
            if key:
                found += self.whole[key]
                first, last = signs[start][1], signs[start + len(key) - 1][1]
                rest[first : last + 1] = " " * (last + 1 - first)
            start += len(key) if key else 1
        return list(dict.fromkeys(found)), "".join(rest)

    def _find_at(self, compact, signs, start):
        if start and _continues(compact, signs, start):
            return ""
        for length in sorted(self.lengths, reverse=True):
            end = start + length
            key = compact[start:end]
            if key in self.whole and not (
                end < len(compact) and _continues(compact, signs, end)
            ):
                return key
        return ""


def _continues(compact, signs, at):
    """Whether the sign at ``at`` goes on with the digits or letters before it."""
    before, here = compact[at - 1], compact[at]
    touching = signs[at][1] == signs[at - 1][1] + 1
    alike = (before.isdigit() and here.isdigit()) or (
        before.isascii() and here.isascii() and before.isalpha() and here.isalpha()
    )
    return touching and alike
