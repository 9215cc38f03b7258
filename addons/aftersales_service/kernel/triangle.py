"""What was sold and what it cost, laid out as the triangle that `reserve` reads.

A month is a number here (`number`), an age the months between the sale and the cost.
"""

import datetime
from itertools import accumulate
from typing import NamedTuple


class Triangle(NamedTuple):
    """One row and one number of units per month of sale, the oldest first."""

    months: list
    rows: list
    units: list


def number(day):
    """The month of ``day``, counted from the year 0.

    >>> number(datetime.date(2026, 3, 31)) - number(datetime.date(2025, 12, 1))
    3
    """
    return day.year * 12 + day.month - 1


def first_day(month):
    """The first day of a month that `number` counted.

    >>> first_day(number(datetime.date(2026, 12, 31)))
    datetime.date(2026, 12, 1)
    """
    return datetime.date(month // 12, month % 12 + 1, 1)


def lay_out(sold, costs, last):
    """The `Triangle` up to the month ``last``, as many ages wide as there are costs.

    Months without a sale and without a cost tell nothing and have no row; ages after the
    last cost of all would only blur how much months differ.

    :param sold: {month of sale: units}
    :param costs: {(month of sale, age): what claims cost}

    >>> lay_out({10: 5, 12: 4}, {(10, 0): 7.0, (10, 1): 2.0}, 12)
    Triangle(months=[10, 12], rows=[[7.0, 2.0], [0.0]], units=[5, 4])
    """
    costly = {cell: cost for cell, cost in costs.items() if cost}
    months = sorted({m for m, units in sold.items() if units} | {m for m, _a in costs})
    width = max((age for _month, age in costly), default=-1) + 1
    rows = [
        [costly.get((m, age), 0.0) for age in range(min(width, last - m + 1))]
        for m in months
    ]
    return Triangle(months, rows, [sold.get(month, 0) for month in months])


def get_paid_since(costs, month):
    """{month of sale: what claims cost after ``month``}

    >>> get_paid_since({(10, 0): 7.0, (10, 2): 3.0, (10, 3): 1.0, (12, 1): 2.0}, 11)
    {10: 4.0, 12: 2.0}
    """
    paid = {}
    for (sale, age), cost in costs.items():
        if sale + age > month:
            paid[sale] = paid.get(sale, 0.0) + cost
    return paid


def get_run_off(triangle, rests, told):
    """[(month, reserved then, paid since, still expected)] of what was sold until then.

    :param rests: what is still expected of each month of sale of ``triangle``
    :param told: {month: what was reserved at its end}

    >>> triangle = Triangle([10, 11], [[7.0, 2.0], [5.0]], [1, 1])
    >>> get_run_off(triangle, [1.0, 3.0], {10: 4.0})
    [(10, 4.0, 2.0, 1.0)]
    """
    sums = [list(accumulate(row, initial=0.0)) for row in triangle.rows]
    found = []
    for month, reserved in sorted(told.items()):
        paid = expected = 0.0
        for sale, row, rest in zip(triangle.months, sums, rests, strict=True):
            if sale <= month:
                paid += row[-1] - row[min(month - sale + 1, len(row) - 1)]
                expected += rest
        found.append((month, reserved, paid, expected))
    return found
