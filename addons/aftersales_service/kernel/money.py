"""Splitting amounts between those who settle them, to the last fen."""

from decimal import ROUND_HALF_UP, Decimal


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
    unit = Decimal(str(rounding))
    percents = [Decimal(str(p)) for p in percents]
    if sum(percents) != 100:
        raise ValueError(f"shares must sum to 100 percent, not {sum(percents)}")
    units = (Decimal(str(amount)) / unit).quantize(Decimal(1), ROUND_HALF_UP)
    exact = [units * p / 100 for p in percents]
    floors = [e // 1 if e >= 0 else -(-e // 1) for e in exact]
    left = int(units - sum(floors))
    step = 1 if left >= 0 else -1
    order = sorted(
        range(len(exact)), key=lambda i: abs(exact[i] - floors[i]), reverse=True
    )
    for index in order[: abs(left)]:
        floors[index] += step
    return [f * unit for f in floors]
