"""Claims on what was sold in 24 months, with the truth of what is still to come."""

import math
import random

MONTHS = 24


def make_sales(seed, claims=1000, differ=0.0, growth=0.0, by_month=False):
    """(triangle, units, rest that really comes).

    :param claims: about how many were claimed so far
    :param differ: how far good and bad months of production lie apart (1: as far as one
        such month differs from none)
    :param by_month: add the rest of each month of sale
    :param growth: by how much of the first month's sale each month sells more
    """
    chance = random.Random(seed)
    units = [chance.uniform(60, 140) * (1 + growth * n) for n in range(MONTHS)]
    curve = [1 + 0.5 * math.sin(age / 4) + 0.8 * (age < 3) for age in range(MONTHS)]
    levels = [_around_one(chance, differ) for _month in units]
    known = [(n, age) for n in range(MONTHS) for age in range(MONTHS - n)]
    scale = claims / sum(units[n] * curve[age] for n, age in known)
    full = [
        [_cost(chance, sold * part * level * scale) for part in curve]
        for sold, level in zip(units, levels, strict=True)
    ]
    triangle = [row[: MONTHS - n] for n, row in enumerate(full)]
    rests = [sum(row[MONTHS - n :]) for n, row in enumerate(full)]
    told = (triangle, units, sum(rests))
    return (*told, rests) if by_month else told


def _around_one(chance, differ):
    return chance.gammavariate(1 / differ**2, differ**2) if differ else 1.0


def _cost(chance, mean):
    """So many claims as chance wills, each of about 500."""
    count, left = 0, chance.expovariate(1)
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1)
    return sum(chance.expovariate(1 / 500) for _claim in range(count))
