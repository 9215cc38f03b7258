"""Travel claims: what stands against a receipt (F-50). Plain Python."""

from datetime import timedelta

# What a town's name may or may not be written with.
_ENDINGS = "省市区县镇"
_MARGIN = timedelta(days=1)  # who leaves early buys his ticket the day before

PLACE, DAY, OVER, TWICE, NO_RULE = "place", "day", "over", "twice", "no_rule"
# What is not paid back at all, unless somebody says why it is right after all.
BARRED = frozenset((PLACE, DAY, TWICE))


def get_town(name):
    """A place without the word that says what kind of place it is.

    >>> get_town("济南市"), get_town(" Jinan "), get_town("市")
    ('济南', 'jinan', '市')
    """
    name = (name or "").strip().casefold()
    return name.rstrip(_ENDINGS) if len(name) > 2 else name


def is_there(told, places):
    """Whether a receipt names the place of the job: one of its ends, for a ticket. Where
    nobody knows the place of the job, every receipt does.

    >>> is_there("济南西—青岛北", ["青岛市", "山东省"]), is_there("上海", ["青岛市"])
    (True, False)
    >>> is_there("上海", []), is_there("", ["青岛市"])
    (True, False)
    """
    told = (told or "").casefold()
    towns = [town for town in map(get_town, places) if len(town) > 1]
    return not towns or any(town in told for town in towns)


def is_on_trip(day, first, last):
    """
    >>> from datetime import date
    >>> is_on_trip(date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))
    True
    >>> is_on_trip(date(2026, 3, 9), date(2026, 3, 2), date(2026, 3, 3))
    False
    """
    return first - _MARGIN <= day <= last + _MARGIN


def get_days(first, last):
    """
    >>> from datetime import date
    >>> get_days(date(2026, 3, 2), date(2026, 3, 3))
    2
    """
    return max((last - first).days + 1, 1)


def get_accepted(amount, limit, doubts):
    """What is paid back as long as nobody decides otherwise; no limit: None.

    >>> get_accepted(300, 260, [OVER]), get_accepted(300, None, [])
    (260, 300)
    >>> get_accepted(300, 260, [PLACE])
    0.0
    """
    if BARRED.intersection(doubts):
        return 0.0
    return amount if limit is None else min(amount, limit)
