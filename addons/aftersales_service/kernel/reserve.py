"""What the warranty of units already sold will still cost, with the range it lies in."""

import math
from dataclasses import dataclass
from statistics import NormalDist

_SHARE = 0.90  # how often the truth lies between `low` and `high`


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is still to come, in the unit of the triangle.

    ``rests`` has one amount per month of sale; ``low`` and ``high`` hold the truth in
    nine of ten cases; ``error`` is the standard error.
    """

    rest: float
    error: float
    low: float
    high: float
    rests: tuple


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
    rests, weights, variance = [], [], 0.0
    for row, sold, sofar in zip(triangle, units, due, strict=True):
        weight = spread * sofar / (noise + spread * sofar) if spread and sofar else 0.0
        level = 1 + weight * (sum(row) / sofar - 1) if sofar else 1.0
        ahead = sold * (ages.sum_to(ages.count) - ages.sum_to(len(row)))
        rests.append(level * ahead)
        weights.append(level * sold)
        variance += noise * level * ahead + ahead**2 * widest * (1 - weight)
    variance += ages.get_guess(triangle, units, weights, noise, widest)
    return make_reserve(rests, math.sqrt(variance))


def check_triangle(triangle):
    """:raises ValueError: where a later month of sale has more ages than an earlier one"""
    lengths = [len(row) for row in triangle]
    if lengths != sorted(lengths, reverse=True):
        raise ValueError("A later month of sale has more ages than an earlier one.")


def make_reserve(rests, error):
    """The range is that of a lognormal amount, since costs are never negative; of a few
    months it is as wide as Student's t says."""
    rest = float(sum(rests))
    if rest <= 0:
        return Reserve(rest, error, 0.0, max(rest, 0.0), tuple(rests))
    spread = math.log1p((error / rest) ** 2)
    far = _get_quantile(len(rests)) * math.sqrt(spread)
    middle = rest * math.exp(-spread / 2)
    return Reserve(
        rest, error, middle * math.exp(-far), middle * math.exp(far), tuple(rests)
    )


def _get_quantile(count):
    """Of Student's t for ``count`` observations, in its first expansion."""
    normal = NormalDist().inv_cdf((1 + _SHARE) / 2)
    return normal + (normal**3 + normal) / (4 * max(count - 1, 1))


class _Ages:
    """What one unit costs at each age, over all months that have reached it."""

    def __init__(self, triangle, units):
        self.count = max(map(len, triangle), default=0)
        self.cost, self.seen = [], []
        for age in range(self.count):
            reached = [
                (r, n) for r, n in zip(triangle, units, strict=True) if len(r) > age
            ]
            seen = sum(n for _row, n in reached)
            self.seen.append(seen)
            self.cost.append(sum(r[age] for r, _n in reached) / seen if seen else 0.0)

    def sum_to(self, age):
        return sum(self.cost[:age])

    def get_guess(self, triangle, units, weights, noise, spread):
        """Variance of the rest since the costs of an age are themselves a guess."""
        total = 0.0
        for age, (cost, seen) in enumerate(zip(self.cost, self.seen, strict=True)):
            if not seen:
                continue
            squares = sum(
                n * n for row, n in zip(triangle, units, strict=True) if len(row) > age
            )
            ahead = sum(
                w for row, w in zip(triangle, weights, strict=True) if len(row) <= age
            )
            total += ahead**2 * (
                noise * cost / seen + spread * (cost / seen) ** 2 * squares
            )
        return total


def _get_noise(triangle, units, due, ages):
    """How much an age of a month of sale differs from its part of what that month cost,
    per unit of cost."""
    apart, free = 0.0, 1 - ages.count
    for row, sold, sofar in zip(triangle, units, due, strict=True):
        level = sum(row) / sofar if sofar else 1.0
        for cost, paid in zip(ages.cost, row, strict=False):
            if sold and cost:
                apart += (paid - sold * cost * level) ** 2 / (sold * cost)
                free += 1
        free -= 1
    return apart / free if free > 0 else 0.0


def _get_spread(triangle, due, noise):
    """(how much months of sale differ from each other, that with one standard error of
    its own: few months tell little of it)."""
    total = sum(due)
    room = total - sum(sofar**2 for sofar in due) / total if total else 0.0
    if room <= 0:
        return 0.0, 0.0
    costs = zip(triangle, due, strict=True)
    apart = sum((sum(row) - sofar) ** 2 / sofar for row, sofar in costs if sofar)
    free = len(due) - 1
    spread = max((apart - noise * free) / room, 0.0)
    return spread, spread + apart / room * math.sqrt(2 / free)
