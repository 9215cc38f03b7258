"""When a duty falls due and when to say so (design: natural days, working days, hours).

Working days are counted by a calendar that knows make-up days; it is handed in as a
function ``plan(day, n)`` so that this module stays plain.

>>> due_date(date(2026, 11, 21), 30, "day")
datetime.date(2026, 12, 21)
>>> due_date(date(2027, 5, 31), -3, "month"), due_date(date(2026, 8, 31), 6, "month")
(datetime.date(2027, 2, 28), datetime.date(2027, 2, 28))
"""

from datetime import date, datetime, timedelta  # noqa: F401 (datetime: doctest)

from dateutil.relativedelta import relativedelta

UNITS = ("hour", "day", "working_day", "month", "year")


def due_date(base, offset, unit, plan=None):
    """The day on which something due ``offset`` ``unit`` after ``base`` is due."""
    if unit == "day":
        return base + timedelta(days=offset)
    if unit == "hour":
        return base + timedelta(days=offset // 24)
    if unit == "working_day":
        return plan(base, offset)
    return base + relativedelta(months=offset * (12 if unit == "year" else 1))


def reminders(due, days_before):
    """The days to speak up, earliest first; the due day itself is always one.

    >>> [str(day) for day in reminders(date(2026, 12, 21), "20,5")]
    ['2026-12-01', '2026-12-16', '2026-12-21']
    """
    numbers = {int(n) for n in (days_before or "").split(",") if n.strip()} | {0}
    return [due - timedelta(days=n) for n in sorted(numbers, reverse=True)]


def next_reminder(due, days_before, after):
    """The first reminder later than ``after``; weekly once the due day has passed.

    >>> next_reminder(date(2026, 12, 21), "5", date(2026, 12, 16))
    datetime.date(2026, 12, 21)
    >>> next_reminder(date(2026, 12, 21), "5", date(2026, 12, 22))
    datetime.date(2026, 12, 29)
    """
    for day in reminders(due, days_before):
        if day > after:
            return day
    return after + timedelta(days=7)


def first_reminder(due, days_before, today):
    """The first day to speak up of a duty that is new or moved today: today itself counts,
    and what is late already is told at once.

    >>> first_reminder(date(2026, 12, 21), "5", date(2026, 12, 16))
    datetime.date(2026, 12, 16)
    >>> first_reminder(date(2026, 12, 21), "5", date(2026, 12, 22))
    datetime.date(2026, 12, 22)
    """
    if due < today:
        return today
    return next_reminder(due, days_before, today - timedelta(days=1))


def retention_end(day, months=6):
    """Logs are kept for the longer of 60 days and six months (I-21, cybersecurity law).

    >>> retention_end(date(2026, 1, 31))
    datetime.date(2026, 7, 31)
    >>> retention_end(date(2026, 1, 31), months=1)
    datetime.date(2026, 4, 1)
    """
    return max(day + timedelta(days=60), day + relativedelta(months=months))


def annual_window(year):
    """The report of a year is made from 1 January to 31 March of the next, made up in April.

    >>> annual_window(2026)
    (datetime.date(2027, 1, 1), datetime.date(2027, 3, 31), datetime.date(2027, 4, 30))
    """
    return date(year + 1, 1, 1), date(year + 1, 3, 31), date(year + 1, 4, 30)


def china_day(moment):
    """The day in China of a moment kept in UTC; there is no summer time there.

    >>> china_day(datetime(2026, 11, 20, 16, 30))
    datetime.date(2026, 11, 21)
    """
    return (moment + timedelta(hours=8)).date()
