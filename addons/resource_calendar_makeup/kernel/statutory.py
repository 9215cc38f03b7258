"""Days that are free by law in mainland China, whatever a year's notice says later.

Source: 全国年节及纪念日放假办法, in force since 1 January 2025 (国务院令第795号): New Year 1 day,
Spring Festival 4 (the eve and three days), Tomb-Sweeping 1, Labour Day 2, Dragon Boat 1,
Mid-Autumn 1, National Day 3. A notice adds bridging and make-up days, it takes none of
these away; so as long as it is not published nobody works on them.

>>> [str(day) for day in days(2027)][:5]
['2027-01-01', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08']
>>> len(days(2026)), days(2024), days(2061)
(13, (), ())
"""

from datetime import date, timedelta

# First day of the Spring Festival, Tomb-Sweeping, Dragon Boat, Mid-Autumn: month and day.
_MOVABLE = {}
YEARS = range(min(_MOVABLE), max(_MOVABLE) + 1)


def days(year):
    """The thirteen days in order (twelve when two meet); none where the law is not known."""
    if year not in _MOVABLE:
        return ()
    spring, *others = (date(year, *divmod(number, 100)) for number in _MOVABLE[year])
    found = {spring + timedelta(days=n) for n in range(-1, 3)}
    found |= {*others, date(year, 1, 1), date(year, 5, 1), date(year, 5, 2)}
    found |= {date(year, 10, day) for day in (1, 2, 3)}
    return tuple(sorted(found))
