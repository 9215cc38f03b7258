"""What the State Council published, and working time counted on it by hand.

Typed from the notices and not read from the shipped list; counted in half hours and not
in intervals: nothing here is shared with what it checks.
"""

from bisect import bisect_left
from datetime import date, datetime, timedelta

NOTICES = {
    2024: {
        "rest": "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.10 9.15-9.17 10.1-10.7",
        "work": "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    },
    2025: {
        "rest": "1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8",
        "work": "1.26 2.8 4.27 9.28 10.11",
    },
    2026: {
        "rest": "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7",
        "work": "1.4 2.14 2.28 5.9 9.20 10.10",
    },
}
FIRST = datetime(2024, 1, 1)
HALF_HOUR = timedelta(minutes=30)
STARTS = 2 * 24 * (366 + 365 + 365)
# The longest plan from the last start ends well before this: 2027 has no notice yet and
# is planned by weekday.
SLOTS = STARTS + 2 * 24 * 90
OPEN = {hour * 2 + half for hour in (9, 10, 11, 13, 14, 15, 16, 17) for half in (0, 1)}


def listed(year, what):
    """Dates of one line of a notice."""
    days = set()
    for part in NOTICES[year][what].split():
        first, _dash, last = part.partition("-")
        day, end = (date(year, *map(int, d.split("."))) for d in (first, last or first))
        while day <= end:
            days.add(day)
            day += timedelta(days=1)
    return days


# The last 90 days belong to a year without a notice: free by law are New Year and the
# Spring Festival of 2027, its eve and three days.
BY_LAW = {date(2027, 1, 1), *(date(2027, 2, day) for day in (5, 6, 7, 8))}
REST = BY_LAW.union(*(listed(year, "rest") for year in NOTICES))
WORK = set().union(*(listed(year, "work") for year in NOTICES))


def works(day):
    """Whether people work on a date."""
    return day in WORK or (day.weekday() < 5 and day not in REST)


class HalfHours:
    """Every half hour from 2024 on, in China: the numbers of those that are worked."""

    def __init__(self):
        days = [FIRST.date() + timedelta(days=n) for n in range(SLOTS // 48)]
        self.worked = [
            48 * n + slot for n, day in enumerate(days) if works(day) for slot in range(48)
            if slot in OPEN
        ]  # fmt: skip

    def hours(self, start, hours):
        """Half hour in which ``hours`` of work from half hour ``start`` on are done."""
        return self.worked[bisect_left(self.worked, start) + 2 * hours - 1] + 1

    def days(self, start, count):
        """End of the first stretch of work on the ``count``-th day with work left."""
        at = bisect_left(self.worked, start)
        for _n in range(count - 1):
            at = bisect_left(self.worked, (self.worked[at] // 48 + 1) * 48, at)
        while self.worked[at + 1] == self.worked[at] + 1:
            at += 1
        return self.worked[at] + 1


def moment(slot):
    """Begin of a half hour, in China, naive."""
    return FIRST + slot * HALF_HOUR
