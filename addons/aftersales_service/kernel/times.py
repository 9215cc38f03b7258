"""Times of the day as registers spell them."""

import datetime
import re

from .text import clean

# Words before a time, and whether an hour from 1 to 11 after them lies after noon.
_WORDS = {
    "凌晨": False,
    "早上": False,
    "早晨": False,
    "上午": False,
    "am": False,
    "中午": None,
    "下午": True,
    "傍晚": True,
    "晚上": True,
    "pm": True,
}
_PATTERN = re.compile(
    rf"^({'|'.join(_WORDS)})?(\d{{1,2}})(?:[:.点时](\d{{1,2}}|半)?分?)?(?::\d{{1,2}})?(am|pm)?$"
)


class ImpossibleTime(ValueError):
    """The text looks like nothing, or like a time that no clock shows."""


def read_time(value):
    """The time of the day that ``value`` means, or None when it is empty.

    >>> [str(read_time(t)) for t in ("8:30", "14：05", "下午3点", "上午9点半", "中午12点", "15:00:30")]
    ['08:30:00', '14:05:00', '15:00:00', '09:30:00', '12:00:00', '15:00:00']
    >>> str(read_time(0.375)), read_time(" ")
    ('09:00:00', None)
    >>> read_time("25:00")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ImpossibleTime: 25:00
    """
    if isinstance(value, datetime.datetime):
        value = value.time()
    if isinstance(value, datetime.time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60) % (24 * 60)
        return datetime.time(minutes // 60, minutes % 60)
    text = clean(value).replace(" ", "").lower()
    if not text:
        return None
    found = _PATTERN.match(text)
    if not found:
        raise ImpossibleTime(text)
    word, hour, minute, suffix = found.groups()
    try:
        return datetime.time(
            _hour(int(hour), word or suffix), 30 if minute == "半" else int(minute or 0)
        )
    except ValueError as error:
        raise ImpossibleTime(text) from error


def _hour(hour, word):
    """The hour on a clock of 24; 中午1点 is one in the afternoon, 凌晨12点 is midnight."""
    late = hour < 10 if word == "中午" else _WORDS.get(word)
    if late and hour < 12:
        return hour + 12
    return 0 if hour == 12 and word in ("凌晨", "am") else hour
