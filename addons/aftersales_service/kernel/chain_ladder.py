"""The chain ladder: what the rows of a triangle grow to when they grow like those before.

Source: Mack, Distribution-free calculation of the standard error of chain ladder reserve
estimates, ASTIN Bulletin 23 (1993), in the recursion over ages of Murphy (1994).
"""

import math
from dataclasses import dataclass
from itertools import accumulate

from .reserve import check_triangle, make_reserve


def chain_ladder(triangle):
    """The `reserve.Reserve` of a triangle as of `reserve.expect`, without knowing units.

    >>> reserve = chain_ladder([[100, 50, 25], [110, 55], [120]])
    >>> round(reserve.rest), [round(rest) for rest in reserve.rests]
    (118, [0, 28, 90])
    >>> chain_ladder([]).rest, chain_ladder([[0, 0], [0]]).high
    (0.0, 0.0)
    """
    check_triangle(triangle)
    rows = [list(accumulate(row)) for row in triangle]
    reached = [row[-1] if row else 0.0 for row in rows]
    process = guess = 0.0
    for age, step in enumerate(_get_steps(rows)):
        young = [row for row in rows if len(row) == age + 1]
        known = sum(row[age] for row in young)
        process = step.factor**2 * process + step.variance * known
        guess = step.factor**2 * guess + step.get_guess(known)
        for row in young:
            row.append(row[age] * step.factor)
    rests = [
        row[-1] - sofar if row else 0.0
        for row, sofar in zip(rows, reached, strict=True)
    ]
    return make_reserve(rests, math.sqrt(process + guess))


@dataclass(frozen=True, slots=True)
class _Step:
    """From one age to the next: the factor, and how much rows differ from it."""

    factor: float
    variance: float
    volume: float

    def get_guess(self, known):
        """How wrong ``known`` times the factor may be, since the factor is a guess."""
        return known**2 * self.variance / self.volume if self.volume else 0.0


def _get_steps(rows):
    steps = []
    for age in range(max(map(len, rows), default=1) - 1):
        pairs = [(row[age], row[age + 1]) for row in rows if len(row) > age + 1]
        volume = sum(before for before, _after in pairs)
        factor = sum(after for _before, after in pairs) / volume if volume else 1.0
        steps.append(_Step(factor, _get_variance(pairs, factor, steps), volume))
    return steps


def _get_variance(pairs, factor, steps):
    """Mack's σ²; of the last age, which one row alone has seen, by those before it."""
    if len(pairs) > 1:
        apart = sum(b * (a / b - factor) ** 2 for b, a in pairs if b > 0)
        return apart / (len(pairs) - 1)
    last = [step.variance for step in steps[-2:]]
    if len(last) < 2 or not last[0]:
        return last[-1] if last else 0.0
    return min(last[1] ** 2 / last[0], *last)
