"""Arithmetic of deadlines over lists of work intervals (T-01 … T-75). Knows nothing of Odoo.

Moments are naive UTC datetimes; days are days of a zone. A deadline of hours or minutes is
exact. A deadline of days ends with the day: the day on which it starts is never counted
(Civil Code art. 201), the last one counts to its end: 23:59:59, or the close of work where
working days are counted. Only the time outside the pauses runs.

>>> from datetime import datetime
>>> from zoneinfo import ZoneInfo
>>> zone = ZoneInfo("UTC")
>>> work = Schedule([(datetime(2026, 3, day, a), datetime(2026, 3, day, b))
...     for day in (2, 3, 4) for a, b in ((8, 12), (14, 18))], zone)
>>> city = Spec(6, "working_hour")  # the example of T-73
>>> due(city, datetime(2026, 3, 2, 16), zone, work)
datetime.datetime(2026, 3, 3, 12, 0)
>>> waited = [(datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 10))]
>>> due(city, datetime(2026, 3, 2, 16), zone, work, waited)
datetime.datetime(2026, 3, 3, 15, 0)
>>> due(Spec(2, "working_day"), datetime(2026, 3, 2, 9), zone, work)
datetime.datetime(2026, 3, 4, 18, 0)
>>> due(Spec(1, "month"), datetime(2026, 1, 31, 9), zone)
datetime.datetime(2026, 2, 28, 23, 59, 59)
>>> due(Spec(3, "month", "within"), datetime(2026, 4, 1), zone)
datetime.datetime(2026, 6, 30, 23, 59, 59)
>>> due(Spec(1, "month", "before"), datetime(2026, 3, 31), zone)
datetime.datetime(2026, 2, 28, 23, 59, 59)
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from .dates import add_months

SECONDS = {"minute": 60, "hour": 3600, "working_hour": 3600, "at_once": 60}
WORKING = frozenset({"working_hour", "working_day"})
DAYS = frozenset({"day", "working_day", "month", "year", "same_day", "next_day"})
# The fact that bands look at.
DISTANCE = "distance_km"
# Within: the day on which it starts is the first one (a month from the 1st ends on the last).
AFTER, BEFORE, WITHIN = "after", "before", "within"
LAST_SECOND = time(23, 59, 59)


class Spec(NamedTuple):
    """A duration: ``due_hour`` is the hour of the day (9.5 is 9:30) at which a deadline of
    days ends instead of with the day; 0 for none."""

    amount: float
    unit: str
    direction: str = AFTER
    due_hour: float = 0.0


class TooShort(Exception):
    """The work intervals end before the deadline is reached: ask again with more."""


class Always:
    """A schedule without pauses of its own: 24 hours, every day (空 = 24/7)."""

    def add(self, moment, seconds):
        return moment + timedelta(seconds=seconds)

    def subtract(self, moment, seconds):
        return moment - timedelta(seconds=seconds)

    def between(self, start, stop):
        return max((stop - start).total_seconds(), 0.0)


class Schedule:
    """Work intervals ``[(start, stop), …]``, sorted, without overlap, and their zone."""

    def __init__(self, intervals, zone):
        self.starts = [start for start, _stop in intervals]
        self.stops = [stop for _start, stop in intervals]
        self.zone = zone
        self.done = []  # seconds of work until the end of each interval
        self.days, self.closes = [], []  # working days and their last moment of work
        total = 0.0
        for start, stop in intervals:
            total += (stop - start).total_seconds()
            self.done.append(total)
            day = local_day(start, zone)
            if self.days and self.days[-1] == day:
                self.closes[-1] = stop
            else:
                self.days.append(day)
                self.closes.append(stop)

    def until(self, moment):
        """Seconds of work from the first interval until ``moment``."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0.0
        beyond = (self.stops[index] - moment).total_seconds()
        return self.done[index] - max(beyond, 0.0)

    def between(self, start, stop):
        return max(self.until(stop) - self.until(start), 0.0)

    def add(self, moment, seconds):
        """The moment at which ``seconds`` of work are done.

        :raises TooShort: when there is not that much work
        """
        if not seconds:
            return moment
        wanted = self.until(moment) + seconds
        index = bisect_left(self.done, wanted)
        if index == len(self.done):
            raise TooShort
        return self.stops[index] - timedelta(seconds=self.done[index] - wanted)

    def subtract(self, moment, seconds):
        """The moment from which on ``seconds`` of work are left until ``moment``."""
        if not seconds:
            return moment
        wanted = self.until(moment) - seconds
        if wanted < 0:
            raise TooShort
        index = bisect_right(self.done, wanted)
        left = self.done[index] - wanted
        return self.stops[index] - timedelta(seconds=left)


def due(spec, start, zone, schedule=None, pauses=()):
    """The moment at which a clock that started at ``start`` is due.

    :param spec: `Spec`; its unit is not ``agreed`` (that moment is told, not counted)
    :param zone: days are days of this zone
    :param schedule: `Schedule`; None is 24/7
    :param pauses: sorted ``[(from, until), …]`` during which the clock stood still
    :raises TooShort: when the schedule ends too early
    """
    if spec.unit in DAYS:
        zone = schedule.zone if schedule else zone
        return _due_day(spec, start, zone, schedule, pauses)
    seconds = spec.amount * SECONDS[spec.unit]
    schedule = schedule or Always()
    if spec.direction == BEFORE:
        return schedule.subtract(start, seconds)
    return _add_running(schedule, start, seconds, pauses)


def at_percent(spec, start, end, percent, zone, schedule=None, pauses=()):
    """When ``percent`` of the time are over: of working hours where those count.

    ``end`` is the due date; deadlines of days, and those that were agreed, are divided
    evenly between start and end.
    """
    counted = spec and spec.unit in SECONDS and spec.direction == AFTER
    if counted:
        seconds = spec.amount * SECONDS[spec.unit] * percent / 100
        return _add_running(schedule or Always(), start, seconds, pauses)
    if percent == 100 or end <= start:
        return end
    return start + timedelta(seconds=int((end - start).total_seconds() * percent / 100))


def departure(appointment, travel_minutes, buffer_minutes=0):
    """When to leave for being there in time (T-75).

    >>> departure(datetime(2026, 3, 2, 10), 90, 10)
    datetime.datetime(2026, 3, 2, 8, 20)
    """
    return appointment - timedelta(minutes=travel_minutes + buffer_minutes)


def in_band(distance, above, up_to):
    """Whether a distance is in the band: closed at the top, open at the bottom (T-72). A
    distance of 0 is one that nobody knows, so it is in none.

    >>> in_band(300, 0, 300), in_band(301, 0, 300), in_band(301, 300, 1000)
    (True, False, True)
    >>> in_band(5000, 1000, 0), in_band(1, 0, 300), in_band(0, 0, 300)
    (True, True, False)
    """
    inside = (not above or distance > above) and (not up_to or distance <= up_to)
    return distance > 0 and inside


def local_day(moment, zone):
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def on_day(day, hour, zone):
    """Moment of ``hour`` (a float; 0 is the end of the day) on a day of the zone."""
    clock = LAST_SECOND
    if hour:
        minutes = round(hour * 60)
        clock = time(minutes // 60, minutes % 60)
    local = datetime.combine(day, clock, tzinfo=zone)
    return local.astimezone(UTC).replace(tzinfo=None)


def _add_running(schedule, start, seconds, pauses):
    position, left = start, seconds
    for begin, end in pauses:
        if end <= position:
            continue
        run = schedule.between(position, max(begin, position))
        if run >= left:
            break
        left -= run
        position = end
    return schedule.add(position, left)


def _due_day(spec, start, zone, schedule, pauses):
    """The last of so many days; a day whose end lies in a pause does not count."""
    day = local_day(start, zone)
    if spec.direction == BEFORE:
        return _day_end(_shift(day, spec, -1, schedule), spec, zone, schedule)
    if spec.direction == WITHIN:
        last = _shift_within(day, spec, schedule)
        return _day_end(last, spec, zone, schedule)
    base = last = _shift(day, spec, 1, schedule)
    first = day if spec.unit == "same_day" else _next_days(day, 1, schedule)
    while pauses:
        standing = _count_paused(first, last, spec, zone, schedule, pauses)
        later = _next_days(base, standing, schedule) if standing else base
        if later == last:
            break
        last = later
    return _day_end(last, spec, zone, schedule)


def _count_paused(day, last, spec, zone, schedule, pauses):
    """Days from ``day`` to ``last`` that ended in a pause."""
    count = 0
    while day <= last:
        moment = _day_end(day, spec, zone, schedule)
        count += any(begin <= moment < stop for begin, stop in pauses)
        day = _next_days(day, 1, schedule)
    return count


def _shift(day, spec, sign, schedule):
    amount = int(spec.amount)
    if spec.unit in ("month", "year"):
        months = amount * (12 if spec.unit == "year" else 1)
        return add_months(day, sign * months)
    if spec.unit == "same_day":
        amount = 0
    elif spec.unit == "next_day":
        amount = 1
    return _next_days(day, sign * amount, schedule)


def _shift_within(day, spec, schedule):
    if spec.unit in ("month", "year"):
        return _shift(day, spec, 1, schedule) - timedelta(days=1)
    return _shift(day - timedelta(days=1), spec, 1, schedule)


def _next_days(day, count, schedule):
    """``count`` days later (or earlier); of a schedule, working days."""
    if schedule is None:
        return day + timedelta(days=count)
    if count > 0:
        index = bisect_right(schedule.days, day) + count - 1
    else:
        index = bisect_left(schedule.days, day) + count
    if not 0 <= index < len(schedule.days):
        raise TooShort
    return schedule.days[index]


def _day_end(day, spec, zone, schedule):
    if spec.due_hour or schedule is None:
        return on_day(day, spec.due_hour, zone)
    index = bisect_left(schedule.days, day)
    if index == len(schedule.days):
        raise TooShort
    if index == 0 and schedule.days[0] != day:
        raise TooShort  # a day before the first one that was read: nobody knows
    if schedule.days[index] != day:
        return on_day(day, 0, zone)
    return schedule.closes[index]
