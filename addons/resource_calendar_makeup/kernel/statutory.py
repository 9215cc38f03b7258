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
_MOVABLE = {
    2025: (129, 404, 531, 1006),
    2026: (217, 405, 619, 925),
    2027: (206, 405, 609, 915),
    2028: (126, 404, 528, 1003),
    2029: (213, 404, 616, 922),
    2030: (203, 405, 605, 912),
    2031: (123, 405, 624, 1001),
    2032: (211, 404, 612, 919),
    2033: (131, 404, 601, 908),
    2034: (219, 405, 620, 927),
    2035: (208, 405, 610, 916),
    2036: (128, 404, 530, 1004),
    2037: (215, 404, 618, 924),
    2038: (204, 405, 607, 913),
    2039: (124, 405, 527, 1002),
    2040: (212, 404, 614, 920),
    2041: (201, 404, 603, 910),
    2042: (122, 404, 622, 928),
    2043: (210, 405, 611, 917),
    2044: (130, 404, 531, 1005),
    2045: (217, 404, 619, 925),
    2046: (206, 404, 608, 915),
    2047: (126, 405, 529, 1004),
    2048: (214, 404, 615, 922),
    2049: (202, 404, 604, 911),
    2050: (123, 404, 623, 930),
    2051: (211, 405, 613, 919),
    2052: (201, 404, 601, 907),
    2053: (219, 404, 620, 926),
    2054: (208, 404, 610, 916),
    2055: (128, 405, 530, 1005),
    2056: (215, 404, 617, 924),
    2057: (204, 404, 606, 913),
    2058: (124, 404, 625, 1002),
    2059: (212, 405, 614, 921),
    2060: (202, 404, 603, 909),
}
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
