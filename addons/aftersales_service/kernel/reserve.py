"""What the warranty of units already sold will still cost, with the range it lies in."""

import math
from dataclasses import dataclass
from itertools import accumulate
from statistics import NormalDist

_SHARE = 0.90  # how often the truth lies between `low` and `high`


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is still to come, in the unit of the triangle.

    ``rests`` has one amount per month of sale, ``errors`` its standard error; ``low`` and
    ``high`` hold the truth in nine of ten cases; ``error`` is the standard error.
    """

    rest: float
    error: float
    low: float
    high: float
    rests: tuple
    errors: tuple

    @property
    def ranges(self):
        """(low, high) of each month of sale"""
        months = len(self.rests)
        pairs = zip(self.rests, self.errors, strict=True)
        return tuple(_get_range(rest, error, months) for rest, error in pairs)


def expect(triangle, units):
    """The `Reserve` of what was sold, by credibility (Bühlmann and Straub, 1970).

    A month of sale is expected to cost what its units cost at each age in all months;
    what it has cost already moves that as far as months really differ. Where they do not
    differ, that is the units alone; where they differ much, it is the chain ladder
    (`chain_ladder`), which alone would make much of a young month's one claim.

    :param triangle: one row per month of sale, the oldest first; of each age (months since
        the sale, from 0) what claims cost then. No row is longer than the one before it;
        the first is as long as the warranty lasts.
    :param units: how many were sold in each month

    >>> reserve = expect([[100, 50, 25], [110, 55], [120]], [10, 11, 12])
    >>> round(reserve.rest), [round(rest) for rest in reserve.rests]
    (118, [0, 28, 90])
    >>> expect([], []).rest, expect([[0, 0], [0]], [5, 5]).high
    (0.0, 0.0)
    """
    check_triangle(triangle)
    ages = _Ages(triangle, units)
    due = [n * ages.sum_to(len(row)) for n, row in zip(units, triangle, strict=True)]
    noise = _get_noise(triangle, units, due, ages)
    spread, widest = _get_spread(triangle, due, noise)
    rests, weights, own = [], [], []
    for row, sold, sofar in zip(triangle, units, due, strict=True):
        known = spread and sofar > 0
        weight = spread * sofar / (noise + spread * sofar) if known else 0.0
        # What others paid back may exceed what a month cost; it is not expected again.
        level = max(1 + weight * (sum(row) / sofar - 1), 0.0) if weight else 1.0
        ahead = sold * (ages.sum_to(ages.count) - ages.sum_to(len(row)))
        rests.append(level * ahead)
        weights.append(level * sold)
        own.append(noise * level * ahead + ahead**2 * widest * (1 - weight))
    guess, guesses = ages.get_guesses(triangle, weights, noise, widest)
    errors = [get_root(a + b) for a, b in zip(own, guesses, strict=True)]
    return make_reserve(rests, get_root(sum(own) + guess), errors)


def join(parts, whole):
    """The `Reserve` of several triangles together; ``rests`` are those of the whole.

    Their errors are independent of each other, but what strikes all at once (a bad
    supplier, dearer hours) shows in the triangle of all of them: the range is at least as
    wide as there.

    :param parts: the `Reserve` of each
    :param whole: that of their sum

    >>> one = expect([[100, 50, 25], [110, 55], [120]], [10, 11, 12])
    >>> both = join([one, one], expect([[200, 100, 50], [220, 110], [240]], [20, 22, 24]))
    >>> round(both.rest), both.error >= one.error * 2**0.5
    (235, True)
    """
    rest = sum(part.rest for part in parts)
    apart = math.sqrt(sum(part.error**2 for part in parts))
    shared = whole.error * rest / whole.rest if whole.rest > 0 else whole.error
    error = max(apart, shared)
    low, high = _get_range(rest, error, len(whole.rests))
    return Reserve(rest, error, low, high, whole.rests, whole.errors)


def check_triangle(triangle):
    """:raises ValueError: where a later month of sale has more ages than an earlier one"""
    lengths = [len(row) for row in triangle]
    if lengths != sorted(lengths, reverse=True):
        raise ValueError("A later month of sale has more ages than an earlier one.")


def make_reserve(rests, error, errors):
    """:param errors: standard error of each of ``rests``, ``error`` that of their sum"""
    rest = float(sum(rests))
    low, high = _get_range(rest, error, len(rests))
    return Reserve(rest, error, low, high, tuple(rests), tuple(errors))


def _get_range(rest, error, months):
    """(low, high) of a lognormal amount, since costs are never negative; of a few months
    it is as wide as Student's t says."""
    if rest <= 0:
        return 0.0, max(rest, 0.0)
    spread = math.log1p((error / rest) ** 2)
    far = _get_quantile(months) * math.sqrt(spread)
    middle = rest * math.exp(-spread / 2)
    return middle * math.exp(-far), middle * math.exp(far)


def get_root(variance):
    """Where claims were paid back, a few cells can make less than nothing of it."""
    return math.sqrt(max(variance, 0.0))


def _get_quantile(count):
    """Of Student's t for ``count`` observations, in its first expansion."""
    normal = NormalDist().inv_cdf((1 + _SHARE) / 2)
    return normal + (normal**3 + normal) / (4 * max(count - 1, 1))


class _Ages:
    """What one unit costs at each age, over all months that have reached it."""

    def __init__(self, triangle, units):
        self.count = max(map(len, triangle), default=0)
        self.cost, self.seen, self.squares = [], [], []
        for age in range(self.count):
            reached = [
                (r[age], n)
                for r, n in zip(triangle, units, strict=True)
                if len(r) > age
            ]
            seen = sum(n for _cost, n in reached)
            self.seen.append(seen)
            self.squares.append(sum(n * n for _cost, n in reached))
            self.cost.append(sum(c for c, _n in reached) / seen if seen else 0.0)
        self.sums = list(accumulate(self.cost, initial=0.0))

    def sum_to(self, age):
        return self.sums[age]

    def get_guesses(self, triangle, weights, noise, spread):
        """Variance of the rest, and of that of each month, since the costs of an age are
        themselves a guess."""
        at_age = [
            noise * cost / seen + spread * (cost / seen) ** 2 * squares if seen else 0.0
            for cost, seen, squares in zip(
                self.cost, self.seen, self.squares, strict=True
            )
        ]
        total = 0.0
        for age, variance in enumerate(at_age):
            ahead = sum(
                w for r, w in zip(triangle, weights, strict=True) if len(r) <= age
            )
            total += ahead**2 * variance
        left = [*accumulate(reversed(at_age), initial=0.0)][::-1]
        own = [w**2 * left[len(r)] for r, w in zip(triangle, weights, strict=True)]
        return total, own


def _get_noise(triangle, units, due, ages):
    """How much an age of a month of sale differs from its part of what that month cost,
    per unit of cost."""
    apart, free = 0.0, 1 - ages.count
    for row, sold, sofar in zip(triangle, units, due, strict=True):
        level = sum(row) / sofar if sofar > 0 else 1.0
        for cost, paid in zip(ages.cost, row, strict=False):
            if sold and cost > 0:
                apart += (paid - sold * cost * level) ** 2 / (sold * cost)
                free += 1
        free -= 1
    return apart / free if free > 0 else 0.0


def _get_spread(triangle, due, noise):
    """(how much months of sale differ from each other, that with one standard error of
    its own: few months tell little of it)."""
    total, free = sum(due), len(due) - 1
    room = total - sum(sofar**2 for sofar in due) / total if total > 0 else 0.0
    if free < 1 or room <= abs(total) * 1e-9:
        return 0.0, 0.0  # one month alone has nothing to differ from
    costs = zip(triangle, due, strict=True)
    apart = sum((sum(row) - sofar) ** 2 / sofar for row, sofar in costs if sofar > 0)
    spread = max((apart - noise * free) / room, 0.0)
    return spread, spread + apart / room * math.sqrt(2 / free)
