"""Hours that no day has, and work at hours that no stamp shows."""

import datetime

from .claim import Finding

_HOUR = datetime.timedelta(hours=1)


def night(case):
    """Work at night or on a closed day whose times were typed."""
    for claim in case.new:
        if claim.stamped or not (claim.hours or claim.arrived_at):
            continue
        hours = _night_hours(claim, case.limits.night)
        if claim.closed or hours:
            numbers = (("closed", int(claim.closed)), ("night", round(hours, 1)))
            yield _finding(claim, "night", 2, (), numbers)


def _night_hours(claim, night):
    """Hours of the visit that lie in the night.

    >>> from .claim import Claim
    >>> at = lambda day, hour: datetime.datetime(2026, 3, day, hour)
    >>> work = Claim(1, 1, at(2, 0).date(), arrived_at=at(2, 20), ended_at=at(3, 1))
    >>> _night_hours(work, (22, 6))
    3.0
    """
    if not (claim.arrived_at and claim.ended_at):
        return 0.0
    day = datetime.datetime.combine(claim.arrived_at.date(), datetime.time())
    evening, morning = (datetime.timedelta(hours=hour) for hour in night)
    total = 0.0
    while day <= claim.ended_at:
        for start, end in ((day, day + morning), (day + evening, day + 24 * _HOUR)):
            span = min(end, claim.ended_at) - max(start, claim.arrived_at)
            total += max(0.0, span / _HOUR)
        day += datetime.timedelta(1)
    return total


def hours(case):
    """More hours than he was there, and more in a day than he was anywhere."""
    for claims in _days(case):
        single = [c for c in claims if _is_too_long(c, case.limits)]
        for claim in filter(case.is_new, single):
            there = (claim.ended_at - claim.arrived_at) / _HOUR
            numbers = (("hours", claim.hours), ("there", round(there, 1)))
            yield _finding(claim, "hours", 2, (), numbers)
        last = [c for c in claims if case.is_new(c) and c.hours][-1:]
        total = sum(c.hours for c in claims)
        most = _most_hours(claims, case.limits)
        if total > most and last and not single:
            jobs = sorted({c.job for c in claims if c.hours} - {last[0].job})
            numbers = (("hours", total), ("there", round(_presence(claims), 1)))
            severity = 3 if total > 24 else 2
            yield _finding(last[0], "day_hours", severity, tuple(jobs), numbers)


def _days(case):
    asked = {(c.technician, c.day) for c in case.new}
    return [claims for key, claims in case.groups("round").items() if key in asked]


def _is_proved(claim):
    return claim.stamped and claim.arrived_at and claim.ended_at


def _is_too_long(claim, limits):
    if not _is_proved(claim):
        return False
    there = (claim.ended_at - claim.arrived_at) / _HOUR
    return claim.hours > there * limits.hours_ratio + limits.hours_more


def _most_hours(claims, limits):
    if not all(_is_proved(c) for c in claims if c.hours):
        return limits.day_hours
    return _presence(claims) * limits.hours_ratio + limits.hours_more * len(claims)


def _presence(claims):
    """Hours in which he was at some customer."""
    total, until = datetime.timedelta(0), datetime.datetime.min
    for claim in sorted(filter(_is_proved, claims), key=lambda c: c.arrived_at):
        start = max(until, claim.arrived_at)
        total += max(datetime.timedelta(0), claim.ended_at - start)
        until = max(until, claim.ended_at)
    return total / _HOUR


def _finding(claim, code, severity, others, numbers):
    return Finding(
        claim.key, code, str(claim.day), claim.job, severity, others, numbers
    )
