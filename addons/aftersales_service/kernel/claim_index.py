"""Claims by the keys under which others of interest are found."""

import datetime
import re
from collections import defaultdict
from functools import cached_property

from .text import serial_key

_DAY = datetime.timedelta(1)
# What is mistaken for each other when a number is typed or read.
_ALIKE = str.maketrans("OIL", "011")


def number_key(text):
    """A serial or the number of an invoice, however it is spelled.

    >>> number_key("sn 07-31o") == number_key("SN07310")
    True
    """
    return re.sub(r"\W|_", "", serial_key(text or "")).upper().translate(_ALIKE)


def _numbers(*texts):
    return {key for key in map(number_key, texts) if key}


def _shapes(claim, asked=False):
    bands = [p.asked if asked else p.stored for p in claim.pictures]
    return set().union(*bands)


def _ink(claim, asked=False):
    picture = claim.signature
    return set((picture.asked if asked else picture.stored) if picture else ())


def _around(claim):
    return {(claim.technician, claim.day + _DAY * n) for n in (-1, 0, 1)}


# What a claim is kept under. A key that holds None says nothing.
STORED = {
    "picture": lambda claim: {picture.digest for picture in claim.pictures},
    "shape": _shapes,
    "signature": lambda claim: {claim.signature and claim.signature.digest},
    "ink": _ink,
    "serial": lambda claim: _numbers(claim.serial),
    "built_in": lambda claim: _numbers(*(part.serial for part in claim.parts)),
    "invoice": lambda claim: _numbers(claim.invoice),
    "device": lambda claim: {claim.device},
    "round": lambda claim: {(claim.technician, claim.day)},
    "usage": lambda claim: {(claim.model, part.product) for part in claim.parts},
}
# What is looked up for a claim, where that is more.
_ASKED = {
    "shape": lambda claim: _shapes(claim, asked=True),
    "ink": lambda claim: _ink(claim, asked=True),
    "round": _around,
}


# A day has its claim even when it is the only one.
_ALONE = frozenset({"round"})


def _says_something(key):
    return key is not None and not (type(key) is tuple and None in key)


def stored_keys(kind, claim):
    return set(filter(_says_something, STORED[kind](claim)))


def asked_keys(kind, claim):
    return set(filter(_says_something, _ASKED.get(kind, STORED[kind])(claim)))


class Index:
    """Claims in memory. Another index has `lookup` alone: a query for each kind."""

    def __init__(self, claims=()):
        self._kept = {kind: defaultdict(list) for kind in STORED}
        self.add(claims)

    def add(self, claims):
        for claim in claims:
            for kind, kept in self._kept.items():
                for key in stored_keys(kind, claim):
                    kept[key].append(claim)

    def lookup(self, kind, keys):
        """{key: [claims]} of the ``keys`` that are known."""
        kept = self._kept[kind]
        return {key: kept[key] for key in keys if key in kept}


class Case:
    """New claims, and beside each what is known and what is new with it."""

    def __init__(self, new, known, limits):
        self.new = sorted({claim.key: claim for claim in new}.values(), key=_rank)
        self.known, self.limits = known, limits
        self._found = {}

    @cached_property
    def new_keys(self):
        return {claim.key for claim in self.new}

    @cached_property
    def _job_ranks(self):
        """{job: its first new visit}: of two jobs one is the earlier, however many visits
        each takes."""
        return {claim.job: claim.rank for claim in reversed(self.new)}

    def groups(self, kind):
        """{key: [claims]}, the earliest first, of every key that a new claim asks for and
        that it shares with another."""
        if kind not in self._found:
            self._found[kind] = self._gather(kind)
        return self._found[kind]

    def _gather(self, kind):
        asked = {key for claim in self.new for key in asked_keys(kind, claim)}
        groups = defaultdict(dict)
        for key, claims in self.known.lookup(kind, asked).items():
            groups[key] = {c.key: c for c in claims if c.key not in self.new_keys}
        for claim in self.new:
            for key in stored_keys(kind, claim) & asked:
                groups[key][claim.key] = claim
        least = 1 if kind in _ALONE else 2
        return {
            key: sorted(found.values(), key=_rank)
            for key, found in groups.items()
            if len(found) >= least
        }

    def alike(self, kind, keys):
        """The claims that are kept under one of ``keys``."""
        groups = self.groups(kind)
        return {c.key: c for key in keys for c in groups.get(key, ())}.values()

    def is_new(self, claim):
        return claim.key in self.new_keys

    def is_before(self, other, claim):
        """Whether a finding about both lies on ``claim``, which is new: on the later of
        two new jobs, and never on one that was examined before."""
        if other.job == claim.job:
            return False
        if not self.is_new(other):
            return True
        return self._job_ranks[other.job] < self._job_ranks[claim.job]

    def later(self, one, two):
        """Which of two the finding lies on, or None where neither is new."""
        for claim, other in ((one, two), (two, one)):
            if self.is_new(claim) and self.is_before(other, claim):
                return claim
        return None


def _rank(claim):
    return claim.rank
