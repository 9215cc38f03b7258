"""Which part belongs into a machine of this serial: supersession as a graph, serials as
ranges. Knows nothing of Odoo; parts are whatever can be compared and hashed.

>>> changes = [Change("A", "B"), Change("B", "C", both_ways=True)]
>>> chains = Chains(changes, date(2026, 1, 31))
>>> judge("A", chains, {}.get), judge("C", chains, {}.get, in_stock={"B"})
(Verdict(state='superseded', instead='C'), Verdict(state='unknown', instead=None))
>>> judge("A", chains, {"A": "wrong", "B": "fits", "C": "wrong"}.get)
Verdict(state='wrong', instead='B')
"""

import re
from collections import deque
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import NamedTuple

from .text import clean, serial_key

FITS, UNKNOWN, OLDER, SUPERSEDED, WRONG = (
    *("fits", "unknown", "older"),
    *("superseded", "wrong"),
)
UNREAD = "unread"  # said of a part that fits some serials, while nobody read this one
_EVERY = {"", "全部", "所有", "不限", "通用", "all"}
_BETWEEN = re.compile(" - |[~至到]|--+|\u2014+")
_FROM_ON = re.compile(r"(?:从|自)?\s*(\S+?)\s*(?:起|以后|之后|及以后|开始|~|至今)")
# Hyphens belong to serials, except between two that begin with the same letters.
_HYPHEN = re.compile(r"(?P<name>[^\W\d_]+)[0-9]+-(?P=name)[0-9]+", re.IGNORECASE)
# What a serial is made of where nobody said that it is one; any script where somebody did.
_SERIAL = re.compile(r"(?=.*[0-9])[A-Z0-9]+(?:[-._#][A-Z0-9]+)*", re.IGNORECASE)
_NO_LIMIT = re.compile("[~至到起前后止,;、<>≤≥]|^[^0-9]*$")
_DASHES = re.compile("[\u2010-\u2013\u2015\u2212]")
_UP_TO = re.compile(r"(?:至|到|~|截至)\s*(\S+)|(\S+?)\s*(?:以前|之前|及以前|止|为止)")
_RUNS = re.compile(r"[0-9]+|[^0-9]+")
_COUNT = r"([0-9]+(?:\.[0-9]+)?)"
_RATIO = re.compile(rf"(?:{_COUNT}\s*[:比换])?\s*{_COUNT}")


class Change(NamedTuple):
    """``old`` is replaced by ``new`` from one day to another, both included."""

    old: object
    new: object
    since: date | None = None
    until: date | None = None
    both_ways: bool = False  # either serves for the other
    use_up: bool = False  # what is left of the old one goes first
    rank: int = 0  # of several new ones the lowest is preferred
    ratio: int | Fraction = 1  # how many new ones serve for one old one

    def holds_on(self, day):
        return (self.since or date.min) <= day <= (self.until or date.max)


class Verdict(NamedTuple):
    state: str
    instead: object = None


# --- serials


# A parts book repeats few limits in many rows.
@lru_cache(maxsize=1 << 14)
def serial_order(serial):
    """A key that sorts serials as people count: digits by their value.

    >>> sorted(["A100", "a 9", "A1-2", "A10"], key=serial_order)
    ['A1-2', 'a 9', 'A10', 'A100']
    """
    return tuple(map(_get_run_order, _RUNS.findall(serial_key(serial))))


def _get_run_order(run):
    if run[0] not in "0123456789":
        return 1, 0, run
    digits = run.lstrip("0")  # compared as text: a number may have any length
    return 0, len(digits), digits


def is_within(serial, first, last):
    """Whether a serial lies from ``first`` to ``last``, either may be open; None where it
    would have to be known and is not.

    >>> is_within("YJ99", "YJ1", "YJ100"), is_within("YJ99", "YJ100", ""), is_within("", "", "")
    (True, False, True)
    >>> is_within("", "YJ100", None) is None
    True
    """
    own, low, high = map(serial_order, (serial, first, last))
    if not low and not high:
        return True
    if not own:
        return None
    return (not low or low <= own) and (not high or own <= high)


def read_range(text):
    """(first, last) of a range of serials as parts books write it, '' where it is open; None
    where it may mean this or that, or cannot be read.

    A hyphen belongs to the serials themselves, unless both begin with the same letters.

    >>> read_range("YJ-001～YJ-100"), read_range("YJ001 至 YJ100"), read_range("YJ001起")
    (('YJ-001', 'YJ-100'), ('YJ001', 'YJ100'), ('YJ001', ''))
    >>> read_range("至YJ100"), read_range("YJ100以前"), read_range("全部"), read_range("YJ7")
    (('', 'YJ100'), ('', 'YJ100'), ('', ''), ('YJ7', 'YJ7'))
    >>> read_range("YJ001-YJ100"), read_range("2105-0001"), read_range("1000-2000")
    (('YJ001', 'YJ100'), ('2105-0001', '2105-0001'), None)
    >>> read_range("YJ1～YJ9、YJ20起"), read_range("YJ1以上"), read_range("YJ1至"), read_range("见图")
    (None, None, None, None)
    """
    text = _DASHES.sub("-", clean(text))
    if text.lower() in _EVERY:
        return "", ""
    if _HYPHEN.fullmatch(text):
        return tuple(text.split("-"))
    if match := _FROM_ON.fullmatch(text):
        return _get_serials(match[1], "")
    if match := _UP_TO.fullmatch(text):
        return _get_serials("", match[1] or match[2])
    first, *rest = (part.strip() for part in _BETWEEN.split(text, maxsplit=1))
    if rest and first and rest[0]:
        return _get_serials(first, rest[0])
    return None if rest or _may_be_two(text) else _get_serials(text, text)


def _get_serials(first, last):
    """Both, None where one is no serial. Blanks belong to serials that are alike."""
    is_alike = first != last and _get_shape(first) == _get_shape(last)
    ends = (end.replace(" ", "") if is_alike else end for end in (first, last))
    return (first, last) if all(_SERIAL.fullmatch(e) for e in ends if e) else None


def _get_shape(serial):
    return re.sub("[0-9]+", "0", serial_key(serial))


def _may_be_two(text):
    """Whether a hyphen may divide two serials: what is behind it counts on."""
    for match in re.finditer("-", text):
        low, high = text[: match.start()], text[match.end() :]
        if high.isdigit():
            low = re.search("[0-9]*$", low)[0]
            alike = len(low) == len(high)
        else:
            alike = _get_shape(low) == _get_shape(high)
        if alike and serial_order(low) < serial_order(high):
            return True
    return False


def is_limit(text):
    """Whether a cell for one end of a range holds a serial and nothing more, or is empty.

    >>> is_limit("济-2105 1"), is_limit(""), is_limit("YJ1起"), is_limit("见图")
    (True, True, False, False)
    """
    text = clean(text)
    return not (text and _NO_LIMIT.search(text))


def is_upside_down(first, last):
    """Whether a range ends before it begins, so that nothing lies in it."""
    low, high = serial_order(first), serial_order(last)
    return bool(low and high and high < low)


def state_of(serial, ranges, elsewhere=False):
    """What is stated of a part for a machine.

    :param ranges: [(first, last)] of the part for this machine
    :param elsewhere: whether other machines are named for the part

    >>> state_of("5", [("1", "4"), ("5", "")]), state_of("5", [("6", "")]), state_of("5", [])
    ('fits', 'wrong', 'unknown')
    >>> state_of("5", [], elsewhere=True), state_of("", [("6", "")])
    ('wrong', 'unread')
    """
    if not ranges:
        return WRONG if elsewhere else UNKNOWN
    found = {is_within(serial, first, last) for first, last in ranges}
    return FITS if True in found else UNREAD if None in found else WRONG


def join_states(states):
    """What is stated of a part for a machine together with the devices inside it.

    >>> join_states(["wrong", "fits"]), join_states(["wrong", "unread"]), join_states([])
    ('fits', 'unread', 'unknown')
    """
    states = set(states)
    return next((one for one in (FITS, UNREAD, WRONG) if one in states), UNKNOWN)


# --- supersession


def as_ratio(old, new):
    """How many new ones serve for one old one, where ``old`` are replaced by ``new``.

    >>> as_ratio(1.0, 2.0) == 2, as_ratio(3.0, 1.0) * 3 == 1, as_ratio(1.0, 1.0)
    (True, True, 1)
    """
    return 1 if old == new else _exact(new) / _exact(old)


def read_exchange(text):
    """(old, new) quantities as lists of makers write them, None where they are unreadable.

    >>> read_exchange("1:2"), read_exchange("3 换 1"), read_exchange("2"), read_exchange("")
    ((1.0, 2.0), (3.0, 1.0), (1.0, 2.0), (1.0, 1.0))
    >>> read_exchange("0"), read_exchange("1:0"), read_exchange("两个")
    (None, None, None)
    """
    text = clean(text)
    if not text:
        return 1.0, 1.0
    if not (match := _RATIO.fullmatch(text)):
        return None
    old, new = float(match[1] or 1), float(match[2])
    return (old, new) if old and new else None


def _exact(number):
    return Fraction(number).limit_denominator(10**6)


class Chains:
    """What replaces what on ``day``. The order in which changes are given plays no part; of
    several about the same two parts the one that began last counts."""

    def __init__(self, changes, day):
        self._after, self._before = {}, {}
        holding = [change for change in set(changes) if change.holds_on(day)]
        pairs = {(c.old, c.new): c for c in sorted(holding, key=_get_beginning)}
        for change in sorted(pairs.values(), key=_get_place):
            self._after.setdefault(change.old, []).append(change)
            self._before.setdefault(change.new, []).append(change)

    def get_later(self, part):
        """What replaces ``part``, near ones first."""
        return self._walk(part, lambda one: [c.new for c in self._get_after(one)])

    def get_earlier(self, part):
        return self._walk(part, lambda one: [c.old for c in self._get_before(one)])

    def get_family(self, part):
        """All that has to do with ``part``: later ones, then earlier ones, then others."""
        every = self._walk(part, self._get_neighbours)
        return list(
            dict.fromkeys([*self.get_later(part), *self.get_earlier(part), *every])
        )

    def get_serving(self, part):
        """What may be taken where ``part`` is asked: older ones that are to be used up,
        later ones, and older ones where both serve for each other."""
        older = self._walk(part, lambda one: self._get_older(one, used_up=True))
        every = self._walk(
            part,
            lambda one: [c.new for c in self._get_after(one)] + self._get_older(one),
        )
        return list(dict.fromkeys([*older, *every]))

    def get_to_use_up(self, part):
        return self._walk(part, lambda one: self._get_older(one, used_up=True))

    def is_used_up(self, part):
        """Whether what is left of ``part`` goes first, though something replaces it."""
        return any(change.use_up for change in self._get_after(part))

    def find_newest(self, part, says):
        """The last of what replaces ``part`` and may fit as far as is known, or None."""
        doubtful = (WRONG, UNREAD)
        usable = [one for one in self.get_later(part) if says(one) not in doubtful]
        last = self._drop_replaced(usable)
        stated = [one for one in last if says(one) == FITS]
        return next(iter(stated or last), None)

    def _drop_replaced(self, parts):
        """Those of ``parts`` that no other of them replaces, however far away."""
        replaced, waiting = set(), list(parts)
        while waiting:
            for change in self._get_before(waiting.pop()):
                if change.old not in replaced:
                    replaced.add(change.old)
                    waiting.append(change.old)
        return [one for one in parts if one not in replaced]

    def find_fitting(self, part, says, beside=()):
        """Of the family, else of ``beside``, what is stated to fit, as new as possible."""
        for one in (*self.get_family(part), *beside):
            if says(one) == FITS and one != part:
                newest = self.find_newest(one, says)
                return one if newest is None else newest
        return None

    def get_ratio(self, part, other):
        """How many of ``other`` serve for one of ``part``; 1 where nothing leads there."""
        way = self._get_way(part, other)
        return prod(
            c.ratio if c.new == one else 1 / Fraction(c.ratio) for one, c in way
        )

    def get_since(self, part, other):
        """The day on which the last step from ``part`` to ``other`` began, None if unknown."""
        days = [change.since for _part, change in self._get_way(part, other)]
        return max(filter(None, days), default=None)

    def _get_way(self, part, other):
        """[(part reached, change)] of the fewest steps that lead from ``part`` to ``other``:
        forward alone if that does, else backward alone, else both."""
        ways = (
            self._find_way(part, other, steps)
            for steps in (self._go_on, self._go_back, self._go_anywhere)
        )
        return next(filter(None, ways), [])

    def _go_on(self, part):
        return [(change.new, change) for change in self._get_after(part)]

    def _go_back(self, part):
        return [(change.old, change) for change in self._get_before(part)]

    def _go_anywhere(self, part):
        return self._go_on(part) + self._go_back(part)

    def _find_way(self, part, other, get_steps):
        came, waiting = {part: None}, deque([part])
        while waiting and other not in came:
            here = waiting.popleft()
            for one, change in get_steps(here):
                if one not in came:
                    came[one] = (here, change)
                    waiting.append(one)
        way, one = [], other
        while came.get(one):
            here, change = came[one]
            way.append((one, change))
            one = here
        return way[::-1]

    def _get_after(self, part):
        return self._after.get(part, ())

    def _get_before(self, part):
        return self._before.get(part, ())

    def _get_neighbours(self, part):
        later = [change.new for change in self._get_after(part)]
        return later + [change.old for change in self._get_before(part)]

    def _get_older(self, part, used_up=False):
        return [
            change.old
            for change in self._get_before(part)
            if change.both_ways and (change.use_up or not used_up)
        ]

    def _walk(self, part, get_next):
        """What can be reached from ``part``, near ones first, without itself."""
        found, waiting = {part: None}, deque([part])
        while waiting:
            for one in get_next(waiting.popleft()):
                if one not in found:
                    found[one] = None
                    waiting.append(one)
        del found[part]
        return list(found)


def judge(part, chains, says, in_stock=frozenset(), beside=(), retired=frozenset()):
    """The verdict on ``part`` for one machine.

    :param says: what is stated of a part for the machine (`state_of`), None counts as unknown
    :param in_stock: parts of which something is left
    :param beside: parts that are stated for the same place in the machine
    :param retired: parts that nobody can ask for any more, so they are never told instead
    """

    def takes(one):
        return WRONG if one in retired else says(one)

    said = says(part) or UNKNOWN
    if said == WRONG:
        return Verdict(WRONG, chains.find_fitting(part, takes, beside))
    newest = chains.find_newest(part, takes)
    said = UNKNOWN if said == UNREAD else said
    if newest is not None:
        if part in in_stock and chains.is_used_up(part):
            return Verdict(said)
        return Verdict(SUPERSEDED, newest)
    for older in chains.get_to_use_up(part):
        if older in in_stock and takes(older) not in (WRONG, UNREAD):
            return Verdict(OLDER, older)
    return Verdict(said)


def find_circle(changes):
    """Parts that replace each other in a circle on some day, in its order; [] if none."""
    left = _peel(changes)
    # What holds on a day in a circle holds on the day on which its last change begins.
    for day in sorted({change.since or date.min for change in left}):
        round_ = _peel(change for change in left if change.holds_on(day))
        if round_:
            return _follow(round_)
    return []


def _peel(changes):
    """The changes that are left when ends are taken away again and again: circles, and
    what lies between them."""
    after, inward = {}, {}
    for change in sorted(set(changes), key=_get_place):
        after.setdefault(change.old, []).append(change)
        inward[change.new] = inward.get(change.new, 0) + 1
    free = [part for part in after if part not in inward]
    while free:
        for change in after.pop(free.pop(), ()):
            inward[change.new] -= 1
            if not inward[change.new]:
                free.append(change.new)
    return [change for found in after.values() for change in found]


def _follow(changes):
    """One circle among ``changes``, in which every part is replaced and ends are rare."""
    after = {}
    for change in changes:
        after.setdefault(change.old, []).append(change.new)
    # Ends hang on circles still; they are taken away from the other side.
    while ends := {new for found in after.values() for new in found} - set(after):
        after = {
            old: [n for n in found if n not in ends] for old, found in after.items()
        }
        after = {old: found for old, found in after.items() if found}
    way = [min(after)]
    while after[way[-1]][0] not in way:
        way.append(after[way[-1]][0])
    return way[way.index(after[way[-1]][0]) :]


def _get_place(change):
    return (
        *(change.old, change.rank, change.new, change.since or date.min),
        *(change.until or date.max, change.both_ways, change.use_up, change.ratio),
    )


def _get_beginning(change):
    return (change.since or date.min, _get_place(change))
