"""Ways that cannot be: too far, too fast, two places at once."""

import datetime
from collections import defaultdict
from itertools import pairwise

from .claim import Finding
from .dispatch import distance

_HOUR = datetime.timedelta(hours=1)


def _between(here, there):
    return distance(here, there) if here and there else None


def kilometres(case):
    """Kilometres far above the way; several jobs at one place are one way, unless there
    was time to go home in between."""
    for claims in _stays(case).values():
        driven = sum(claim.kilometres for claim in claims)
        ways = [w for w in (_way(claim, case.limits) for claim in claims) if w]
        last = [c for c in claims if c.kilometres and case.is_new(c)][-1:]
        if not (driven and ways and last):
            continue
        way = max(ways)
        most = _count_ways(claims, way, case.limits) * (
            way * case.limits.way_ratio + case.limits.way_more
        )
        if driven > most:
            others = sorted({c.job for c in claims if c.kilometres} - {last[0].job})
            numbers = (("driven", round(driven, 1)), ("way", round(way, 1)))
            yield _finding(last[0], "kilometres", 2, others, numbers)


def _stays(case):
    """Claims of a technician at one customer on one day, in the order of work."""
    stays = defaultdict(list)
    for (technician, day), claims in case.groups("round").items():
        for claim in claims:
            if claim.customer is not None or claim.site:
                place = claim.customer if claim.customer is not None else claim.site
                stays[technician, day, place].append(claim)
    for claims in stays.values():
        claims.sort(key=lambda c: (c.arrived_at is None, c.arrived_at or c.day, c.key))
    return stays


def _way(claim, limits):
    """There and back: as the map says, else as the crow flies and a good deal more."""
    if claim.way is not None:
        return claim.way
    crow = _between(claim.left_place, claim.place)
    return crow and 2 * crow * limits.winding


def _count_ways(claims, way, limits):
    """How often he may have come: once, and once more after each long enough pause."""
    timed = [c for c in claims if c.arrived_at and c.ended_at]
    pauses = [
        (then.arrived_at - before.ended_at) / _HOUR for before, then in pairwise(timed)
    ]
    return 1 + sum(pause >= way / limits.again_speed for pause in pauses)


def stamps(case):
    """Left here, arrived there: faster than anything goes."""
    for claim in case.new:
        km = _between(claim.left_place, claim.arrived_place)
        if not (km and claim.left_at and claim.arrived_at and claim.stamped):
            continue
        if _is_too_fast(km, (claim.arrived_at - claim.left_at) / _HOUR, case.limits):
            minutes = round((claim.arrived_at - claim.left_at) / _HOUR * 60)
            numbers = (("km", round(km, 1)), ("minutes", minutes))
            yield _finding(claim, "speed", 2, (), numbers)


def places(case):
    """Two jobs of one technician that overlap, or lie too far apart for the time."""
    days = case.groups("round")
    for technician, day in days:
        here = _timed(days[technician, day])
        before = _timed(days.get((technician, day - datetime.timedelta(1)), ()))
        for place, then in enumerate(here):
            for first in (*before, *here[:place]):
                yield from _compare(case, first, then)


def _timed(claims):
    timed = [c for c in claims if c.arrived_at and c.ended_at]
    return sorted(timed, key=lambda c: (c.arrived_at, c.rank))


def _compare(case, first, then):
    claim = case.later(first, then)
    if claim is None:
        return
    limits, km = case.limits, _between(first.place, then.place)
    other = first if claim is then else then
    overlap = (min(first.ended_at, then.ended_at) - then.arrived_at) / _HOUR
    if overlap * 60 > limits.late_minutes:
        apart = first.customer != then.customer if km is None else km > limits.site_km
        if apart:
            numbers = (("km", round(km or 0.0, 1)), ("minutes", round(overlap * 60)))
            yield _finding(claim, "two_places", 3, (other.job,), numbers)
        return
    exact = first.ended_place and then.arrived_place
    spare = 0.0 if exact else limits.spare_minutes / 60
    hours = max(0.0, (then.arrived_at - first.ended_at) / _HOUR)
    if km and _is_too_fast(km, hours + spare, limits):
        numbers = (("km", round(km, 1)), ("minutes", round(hours * 60)))
        yield _finding(claim, "speed", 2, (other.job,), numbers)


def _is_too_fast(km, hours, limits):
    return km > limits.near_km and km > hours * limits.speed(km)


def _finding(claim, code, severity, others, numbers):
    subject = str(claim.day)
    if code in ("two_places", "speed"):
        subject = " ".join([subject, *map(str, others)])
    return Finding(
        claim.key, code, subject, claim.job, severity, tuple(others), numbers
    )
