"""Times of work: cut where a day or a night begins, rounded to what is billed, shared out.

Moments are local, hours are hundredths, money is `Decimal`. Knows nothing of Odoo.
"""

from datetime import datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise

ONE, CENT = Decimal(1), Decimal("0.01")
_DAY = timedelta(days=1)


def bill_hours(minutes, step=0):
    """Hours that are charged for minutes of work, in hundredths.

    >>> bill_hours(130), bill_hours(130, 30), bill_hours(130, 60), bill_hours(120, 60)
    (Decimal('2.17'), Decimal('2.50'), Decimal('3.00'), Decimal('2.00'))
    """
    if step:
        minutes = (Decimal(minutes) / step).quantize(ONE, ROUND_CEILING) * step
    return (Decimal(minutes) / 60).quantize(CENT, ROUND_HALF_UP)


def is_night(moment, night):
    """
    >>> [is_night(datetime(2026, 3, 2, h), (1110, 480)) for h in (7, 8, 18, 19)]
    [True, False, False, True]
    """
    begin, end = night
    minute = moment.hour * 60 + moment.minute
    if begin <= end:
        return begin <= minute < end
    return minute >= begin or minute < end


def cut(spans, night=(0, 0)):
    """The same times, cut where a day, a night or a morning begins."""
    for start, stop in spans:
        edges, day = set(), datetime.combine(start.date(), time.min)
        while day < stop:
            edges |= {day, *(day + timedelta(minutes=int(m)) for m in night)}
            day += _DAY
        points = [start, *sorted(e for e in edges if start < e < stop), stop]
        yield from pairwise(points)


def share_out(total, weights, unit=CENT):
    """``total`` by weights, each a multiple of ``unit``, summing to it.

    >>> share_out(Decimal("0.50"), [10, 20])
    [Decimal('0.17'), Decimal('0.33')]
    """
    whole = sum(weights)
    if not whole:
        return [total - total for _weight in weights]
    exact = [total / unit * weight / whole for weight in weights]
    floors = [e.quantize(ONE, ROUND_FLOOR) for e in exact]
    left = int((total / unit) - sum(floors))
    order = sorted(range(len(exact)), key=lambda i: floors[i] - exact[i])
    for index in order[:left]:
        floors[index] += 1
    return [f * unit for f in floors]


def join(spans):
    """Times that touch are one."""
    joined = []
    for start, stop in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def to_minute(moment):
    return moment.replace(second=0, microsecond=0)


def get_minutes(spans):
    return sum(int((stop - start).total_seconds()) // 60 for start, stop in spans)


def round_to(amount, unit=CENT):
    """Half a fen counts as one.

    >>> round_to(Decimal("0.005")), round_to(Decimal("2.674"))
    (Decimal('0.01'), Decimal('2.67'))
    """
    return (amount / unit).quantize(ONE, ROUND_HALF_UP) * unit
