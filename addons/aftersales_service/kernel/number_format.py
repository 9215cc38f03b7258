"""Numbers as a workbook shows them, where that differs from the number itself."""

import datetime
import re
from functools import lru_cache

# Formats that stand for a date or a time without being written into the file; from 27
# those of East Asian versions.
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_TOKENS = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|(.)', re.DOTALL)
_PLAIN = set("-() /+: ")
_EPOCHS = (datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1))


def is_date(number, code):
    """Whether a format shows a day or a time.

    >>> [is_date(*f) for f in ((14, None), (31, None), (176, 'yyyy"年"m"月"'), (0, "General"))]
    [True, True, True, False]
    >>> is_date(180, '"day"00000'), is_date(181, "[Red]0.00")
    (False, False)
    """
    if number in _DATES:
        return True
    tokens = _TOKENS.findall((code or "").split(";")[0])
    return any(plain in "dmhysDMHYS" for _q, _e, plain in tokens if plain)


def to_moment(number, from_1904=False):
    """The day, moment or time of day that ``number`` stands for.

    >>> to_moment(46086), to_moment(46086.625), to_moment(0.375)
    (datetime.date(2026, 3, 5), datetime.datetime(2026, 3, 5, 15, 0), datetime.time(9, 0))
    """
    seconds = round(number * 86400)
    try:
        moment = _EPOCHS[from_1904] + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return number
    if 0 < number < 1:
        return moment.time()
    return moment if moment.time() != datetime.time() else moment.date()


def shown(number, code):
    """Text where the format adds zeros or signs that belong to it, else ``number``.

    >>> shown(123, "00000"), shown(17.0, '"YJ"0000'), shown(53188881234, "0000-00000000")
    ('00123', 'YJ0017', '0531-88881234')
    >>> shown(123, "0"), shown(12.5, "00000"), shown(1200, "#,##0.00"), shown(7, "General")
    (123, 12.5, 1200, 7)
    """
    tokens = _placeholders(code or "")
    if not tokens or number < 0 or number != int(number):
        return number
    digits = str(int(number))
    zeros = sum(token == "0" for is_place, token in tokens if is_place)
    places = sum(is_place for is_place, _token in tokens)
    digits = digits.zfill(zeros).rjust(places)
    # What the places cannot hold stands before the first.
    surplus, rest = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    text = ""
    for is_place, token in tokens:
        if is_place:
            text, surplus = text + surplus + next(rest), ""
        else:
            text += token
    return text.replace(" ", "") if places > zeros else text


@lru_cache(maxsize=1024)
def _placeholders(code):
    """[(whether a digit goes here, sign)] of a format with leading zeros, or nothing."""
    tokens = []
    for quoted, escaped, plain in _TOKENS.findall(code.split(";")[0]):
        if plain in ("0", "#") and plain:
            tokens.append((True, plain))
        elif plain and plain not in _PLAIN:
            return ()
        elif quoted or escaped or plain:
            tokens.append((False, quoted or escaped or plain))
    return tuple(tokens) if sum(t == (True, "0") for t in tokens) > 1 else ()
