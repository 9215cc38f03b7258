"""Splitting amounts between those who settle them, to the last fen."""

from collections import namedtuple
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


class Amount(namedtuple("Amount", "net tax", defaults=(0.0, 0.0))):
    """Money without tax, and its tax; the two are never mixed.

    >>> Amount(100.0, 13.0) - Amount(60.0)
    Amount(net=40.0, tax=13.0)
    >>> sum([Amount(1.0), Amount(2.0, 0.5)], Amount())
    Amount(net=3.0, tax=0.5)
    """

    __slots__ = ()

    def __add__(self, other):
        return Amount(self.net + other.net, self.tax + other.tax)

    def __sub__(self, other):
        return Amount(self.net - other.net, self.tax - other.tax)

    def __neg__(self):
        return Amount(-self.net, -self.tax)

    def rounded(self, rounded):
        return Amount(rounded(self.net), rounded(self.tax))


def split(amount, percents, rounding="0.01"):
    """Parts of ``amount`` by ``percents`` (summing to 100), each rounded, summing to it.

    What rounding leaves over goes to the parts with the largest remainders, so no party
    is off by more than one unit of ``rounding`` and nothing is lost.

    >>> split(100, [33.34, 33.33, 33.33])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    >>> split("0.05", [50, 50])
    [Decimal('0.03'), Decimal('0.02')]
    >>> split(10, [60, 30])
    Traceback (most recent call last):
    ...
    ValueError: shares must sum to 100 percent, not 90
    """
    percents = [Decimal(str(p)) for p in percents]
    if sum(percents) != 100:
        raise ValueError(f"shares must sum to 100 percent, not {sum(percents)}")
    return share_out(amount, percents, rounding)


def share_out(amount, weights, rounding="0.01"):
    """As `split`, by weights of any sum.

    >>> share_out(50, [1, 2])
    [Decimal('16.67'), Decimal('33.33')]
    """
    unit = Decimal(str(rounding))
    units = int((Decimal(str(amount)) / unit).quantize(Decimal(1), ROUND_HALF_UP))
    weights = [Fraction(str(w)) for w in weights]
    exact = [units * w / sum(weights) for w in weights]
    floors = [int(e) for e in exact]  # towards zero, for amounts below it too
    left = units - sum(floors)
    step = 1 if left >= 0 else -1
    order = sorted(
        range(len(exact)), key=lambda i: abs(exact[i] - floors[i]), reverse=True
    )
    for index in order[: abs(left)]:
        floors[index] += step
    return [f * unit for f in floors]
