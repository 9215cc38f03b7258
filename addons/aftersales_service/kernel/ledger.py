"""Whose time it was (C7, ★4): changes of owner replayed to sums. Knows nothing of Odoo.

Only changes are known: ``[(moment, owner), …]``. The end of one is the start of the next,
so gaps and overlaps cannot be written down. Time outside the working hours belongs to
nobody; it is computed here, so that a new calendar rewrites no history.

>>> from datetime import datetime
>>> from zoneinfo import ZoneInfo
>>> from .clock import Schedule
>>> work = Schedule([(datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 18))], ZoneInfo("UTC"))
>>> changes = [(datetime(2026, 3, 2, 10), "customer"), (datetime(2026, 3, 2, 12), "us")]
>>> sums(changes, datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 20), work)
{'us': 25200, 'off': 10800, 'customer': 7200}
>>> pauses(changes, {"customer"}, datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 20))
[(datetime.datetime(2026, 3, 2, 10, 0), datetime.datetime(2026, 3, 2, 12, 0))]
"""

from datetime import UTC, datetime, time, timedelta

US, OFF = "us", "off"


def segments(changes, start, stop):
    """``[(from, until, owner), …]`` that cover ``start`` to ``stop`` without gap.

    Before the first change time is ours; changes outside the span are cut to it.
    """
    if stop <= start:
        return []
    owner, position, found = US, start, []
    for moment, following in sorted(changes, key=lambda change: change[0]):
        moment = min(max(moment, start), stop)
        if moment > position:
            found.append((position, moment, owner))
            position = moment
        owner = following
    if position < stop:
        found.append((position, stop, owner))
    return found


def sums(changes, start, stop, schedule=None):
    """{owner: seconds}; all of them together are exactly ``stop - start``."""
    totals = {}
    for begin, end, owner in segments(changes, start, stop):
        elapsed = int((end - begin).total_seconds())
        worked = elapsed
        if schedule is not None:
            worked = int(schedule.between(begin, end))
        for key, seconds in ((owner, worked), (OFF, elapsed - worked)):
            if seconds:
                totals[key] = totals.get(key, 0) + seconds
    return totals


def pauses(changes, owners, start, stop):
    """Spans in which one of ``owners`` had the job; adjoining ones are one."""
    found = []
    for begin, end, owner in segments(changes, start, stop):
        if owner not in owners:
            continue
        if found and found[-1][1] == begin:
            begin = found.pop()[0]
        found.append((begin, end))
    return found


def months(first, last, zone):
    """``[(first day, from, until), …]``: the months of the days ``first`` to ``last`` in
    ``zone``, as UTC; the first and the last one are cut.

    >>> from datetime import date
    >>> from zoneinfo import ZoneInfo
    >>> for day, begin, end in months(date(2026, 1, 31), date(2026, 2, 1), ZoneInfo("Etc/GMT-8")):
    ...     print(day, begin, end)
    2026-01-01 2026-01-30 16:00:00 2026-01-31 16:00:00
    2026-02-01 2026-01-31 16:00:00 2026-02-01 16:00:00
    """
    found, day, beyond = [], first, last + timedelta(days=1)
    while day < beyond:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        until = min(following, beyond)
        found.append((day.replace(day=1), _midnight(day, zone), _midnight(until, zone)))
        day = following
    return found


def _midnight(day, zone):
    local = datetime.combine(day, time.min, tzinfo=zone)
    return local.astimezone(UTC).replace(tzinfo=None)
