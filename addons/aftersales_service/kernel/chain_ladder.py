"""The chain ladder: what the rows of a triangle grow to when they grow like those before.

Source: Mack, Distribution-free calculation of the standard error of chain ladder reserve
estimates, ASTIN Bulletin 23 (1993), in the recursion over ages of Murphy (1994).
"""

from dataclasses import dataclass
from itertools import accumulate

from .reserve import check_triangle, get_root, make_reserve


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
    steps = _get_steps(rows)
    grown = [_grow(row, steps) for row in rows]
    rests = [rest for rest, _error in grown]
    return make_reserve(rests, _get_error(rows, steps), [error for _r, error in grown])


def _grow(row, steps):
    """(what a row still grows by, the standard error of that)"""
    if not row:
        return 0.0, 0.0
    known, variance = row[-1], 0.0
    for step in steps[len(row) - 1 :]:
        variance = step.carry(variance, known) + step.get_guess(known)
        known *= step.factor
    return known - row[-1], get_root(variance)


def _get_error(rows, steps):
    """Standard error of all rows together: they share the guess of each factor."""
    process = guess = known = 0.0
    for age, step in enumerate(steps):
        known += sum(row[age] for row in rows if len(row) == age + 1)
        process = step.carry(process, known)
        guess = step.factor**2 * guess + step.get_guess(known)
        known *= step.factor
    return get_root(process + guess)


@dataclass(frozen=True, slots=True)
class _Step:
    """From one age to the next: the factor, and how much rows differ from it."""

    factor: float
    variance: float
    volume: float

    def carry(self, variance, known):
        """What chance made of it before, and makes of ``known`` in this step."""
        return self.factor**2 * variance + self.variance * known

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
