"""Arithmetic of dispatch: distances, departure, clashes, times of a phone, ranking."""

import math
from datetime import timedelta

EARTH_KM = 6371.0
# What a property of a technician is worth when he is proposed for a job. Region before
# parts before load: a stranger to the district costs a day, a missing part a second trip.
# All of them together are worth 200 km of road: nobody from the next province goes before
# somebody next door.
WEIGHTS = {"region": 30.0, "skill": 25.0, "parts": 20.0, "visit": -6.0, "km": -0.4}
FARTHEST_KM = 1000.0
# Whoever starts from nobody knows where is taken to be about so far away.
UNKNOWN_KM = 50.0


def distance(here, there):
    """Kilometres as the crow flies between two (latitude, longitude), or None.

    (0, 0) is what Odoo stores for "nobody looked it up".

    >>> round(distance((36.65, 117.12), (36.07, 120.38)))
    299
    >>> distance((0.0, 0.0), (36.07, 120.38)) is None
    True
    """
    if not any(here) or not any(there):
        return None
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def travel_minutes(km, speed, least=15):
    """Minutes on the road, rounded up to five; ``least`` where the way is unknown.

    >>> travel_minutes(30, 40), travel_minutes(None, 40), travel_minutes(2, 40)
    (45, 15, 15)
    """
    if not km or speed <= 0:
        return least
    return max(least, math.ceil(km / speed * 60 / 5) * 5)


def departure(appointment, minutes):
    """When to leave so as to be there in time (T-75).

    >>> from datetime import datetime
    >>> departure(datetime(2026, 9, 1, 9, 0), 45)
    datetime.datetime(2026, 9, 1, 8, 15)
    """
    return appointment - timedelta(minutes=minutes)


def clashes(start, stop, bookings):
    """The ``bookings`` (start, stop, …) that overlap; touching ends do not.

    >>> day = [(9, 11, "a"), (13, 15, "b")]
    >>> clashes(11, 13, day), clashes(10, 14, day)
    ([], [(9, 11, 'a'), (13, 15, 'b')])
    """
    return [item for item in bookings if item[0] < stop and start < item[1]]


def settle_moment(client, received, earliest=None):
    """The moment that counts when a phone says ``client`` and the server ``received``.

    A phone's clock may run ahead, and nothing happens before the step in front of it.

    >>> settle_moment(9, 12, 8), settle_moment(15, 12, 8), settle_moment(5, 12, 8)
    (9, 12, 8)
    >>> settle_moment(None, 12)
    12
    """
    moment = received if client is None else min(client, received)
    return moment if earliest is None else min(max(moment, earliest), received)


def score(region, skill, parts, visits, km):
    """Points of one technician for one job; more is better.

    :param region: whether the place is in his region
    :param skill: whether he is known to be trained for the product
    :param parts: share of the suggested parts that lie on his van, 0 to 1
    :param visits: visits that he has on that day already
    :param km: distance from where he starts, or None

    >>> score(True, True, 1, 0, 0) > score(True, True, 1, 2, 0) > score(False, True, 1, 2, 0)
    True
    """
    points = WEIGHTS["region"] * bool(region) + WEIGHTS["skill"] * bool(skill)
    points += WEIGHTS["parts"] * parts + WEIGHTS["visit"] * visits
    way = UNKNOWN_KM if km is None else min(km, FARTHEST_KM)
    return round(points + WEIGHTS["km"] * way, 2)


def first_slot(soon, length, days):
    """The first moment from ``soon`` on at which a visit of ``length`` fits into working
    time, or None: it begins while people work and ends before they go home.

    :param days: for each day, in order, its work as [(start, stop), …]

    >>> from datetime import datetime, timedelta
    >>> at = lambda day, hour: datetime(2026, 9, day, hour)
    >>> days = [[(at(1, 8), at(1, 12)), (at(1, 13), at(1, 17))], [(at(2, 8), at(2, 12))]]
    >>> first_slot(at(1, 11), timedelta(hours=2), days).hour
    11
    >>> first_slot(at(1, 12), timedelta(hours=2), days).hour
    13
    >>> first_slot(at(1, 16), timedelta(hours=2), days).day
    2
    """
    for work in days:
        for start, stop in work:
            begin = max(start, soon)
            if begin < stop and begin + length <= work[-1][1]:
                return begin
    return None
