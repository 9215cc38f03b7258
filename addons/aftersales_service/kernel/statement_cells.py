"""What the cells of a statement hold: money in fen, days, directions."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .dates import ImpossibleDate, read_date, split_moment
from .sheets import UnreadableFile
from .statement_words import INTO, OUT_OF
from .text import clean

_MONEY = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_SIGNS = str.maketrans("", "", "¥￥$ 元`")
_NONE = {"", "-", "--", "/", "—", "无"}
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?")
# What a number of a workbook may be off a fen, from the way it is kept.
_NOISE = Decimal("0.000001")


class StatementFault(UnreadableFile):
    """A file that is a table or a text, but no statement that may be taken in.

    ``code`` says why: ``empty``, ``no_table``, ``no_amounts``, ``foreign_currency``,
    ``funds`` (the bill of an account at a channel instead of that of its payments),
    ``cut``, ``totals``, ``bad_date``, ``bad_amount``, ``bad_direction``, ``scientific``
    (numbers that a workbook rounded), ``too_long`` (a cell). ``values`` hold where and what: ``row``, ``text``,
    of totals ``name``, ``text`` and ``found``, of a whole file ``file``. ``all`` are those
    of all rows, itself the first.
    """

    def __init__(self, code, **values):
        super().__init__(f"{code} {values or ''}".strip())
        self.code, self.values, self.all = code, values, [self]


def read_all(reader, rows):
    """[what ``reader`` makes of each of ``rows``, its arguments].

    :raises StatementFault: the first one, with those of all rows
    """
    read, faults = [], []
    for row in rows:
        try:
            read.append(reader(*row))
        except StatementFault as fault:
            faults.append(fault)
    if faults:
        faults[0].all = faults
        raise faults[0]
    return read


def bare(value):
    """Text of a cell without what keeps a workbook from reading it as a number.

    >>> bare("`2026-10-01 11:39:39"), bare("4200\\t"), bare(" SK-1 ")
    ('2026-10-01 11:39:39', '4200', 'SK-1')
    """
    return clean(value).lstrip("`").strip()


def printed(value):
    """Text of a cell as it was written, full-width signs and all.

    >>> printed("`示例泵业（集团） 有限公司\t"), printed(12.0), printed(None)
    ('示例泵业（集团） 有限公司', '12', '')
    """
    if not isinstance(value, str):
        return clean(value)
    return " ".join(value.split()).lstrip("`") if bare(value) else ""


def read_fen(value):
    """An amount in fen, or None where the cell holds none.

    >>> [read_fen(v) for v in ("1,130.40", "`278.60", 1130.4, "￥-60.00", "(60.00)", "--")]
    [113040, 27860, 113040, -6000, -6000, None]
    >>> read_fen("＋２.５０"), read_fen(248.60000000000002)
    (250, 24860)
    >>> read_fen("1,13")
    Traceback (most recent call last):
    ...
    ValueError: 1,13
    """
    return _read_fen(value, exact=True)


def read_charge(value):
    """Like `read_fen`, for charges, which channels tell in parts of a fen.

    >>> read_charge("1.67160"), read_charge("-0.36000"), read_charge("")
    (167, -36, 0)
    """
    return _read_fen(value, exact=False) or 0


def _read_fen(value, exact):
    text = bare(value).translate(_SIGNS)
    if text in _NONE:
        return None
    if text[:1] == "(" and text[-1:] == ")":
        text = f"-{text[1:-1]}"
    if not _MONEY.fullmatch(text):
        raise ValueError(clean(value))
    try:
        fen = Decimal(text.replace(",", "")) * 100
        whole = fen.quantize(Decimal(1), ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValueError(clean(value)) from error
    if exact and abs(fen - whole) > _NOISE * max(1, abs(whole)):
        raise ValueError(clean(value))
    return int(whole)


def read_direction(value):
    """1 for money that comes in, -1 for money that goes out, 0 where nothing is said.

    >>> [read_direction(v) for v in ("贷", "借", "收入", "D", "")]
    [1, -1, 1, -1, 0]
    """
    text = bare(value).lower()
    if text in INTO:
        return 1
    if text in OUT_OF:
        return -1
    if text in _NONE:
        return 0
    raise ValueError(clean(value))


def read_moment(day, moment=None):
    """(day, time of day or None) of one or two cells; (None, None) where no day stands.

    >>> read_moment("20261001", "102311")
    (datetime.date(2026, 10, 1), datetime.time(10, 23, 11))
    >>> read_moment("`2026-10-01 11:39:39"), read_moment("20261001 10:23:11")[1].minute
    ((datetime.date(2026, 10, 1), datetime.time(11, 39, 39)), 23)
    >>> read_moment("2026-10-01", "10:23")[1], read_moment("", "")
    (datetime.time(10, 23), (None, None))
    """
    if isinstance(day, datetime.datetime):
        return day.date(), day.time()
    if not isinstance(day, datetime.date):
        day = bare(day)
        if re.fullmatch(r"\d{14}", day):
            day = f"{day[:8]} {day[8:]}"
        if isinstance(moment, (datetime.datetime, datetime.time)) or not bare(moment):
            text, behind = _split(day)
            return read_date(text), _read_clock(behind or moment)
        day = _split(day)[0]
    return read_date(day), _read_clock(moment) or _read_clock(_split(bare(moment))[1])


def _split(text):
    """(day, time): the time after a blank or after what a register writes between."""
    found = re.fullmatch(r"(\d{8})[ T](\d{6}|\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)", text)
    return found.groups() if found else split_moment(text)


def _read_clock(value):
    if isinstance(value, datetime.datetime):
        return value.time()
    if isinstance(value, datetime.time):
        return value
    found = _CLOCK.fullmatch(bare(value))
    try:
        return datetime.time(*(int(n or 0) for n in found.groups())) if found else None
    except ValueError:
        return None


def is_day(value):
    """Whether a cell holds a day."""
    try:
        return bool(read_moment(value)[0])
    except ImpossibleDate:
        return False
