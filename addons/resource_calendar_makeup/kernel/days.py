"""Special days of a year as plain data: read from rows, compared. Knows nothing of Odoo.

>>> rows = [["日期", "类型", "名称"], ["2027年1月1日", "放假", "元旦"]]
>>> days, faults = read_rows(rows, 2027, "zh_CN")
>>> days[0].date.isoformat(), days[0].kind, days[0].names, faults
('2027-01-01', 'holiday', {'zh_CN': '元旦'}, [])
>>> read_rows([["date", "kind", "name"], ["2026-13-01", "holiday", "x"]], 2026, "en_US")
([], [Fault(row=2, code='date', value='2026-13-01')])
"""

import re
from datetime import date, datetime
from typing import NamedTuple

HEADINGS = {
    "date": {"date", "日期"},
    "kind": {"kind", "type", "类型", "类别"},
    "name": {"name", "名称", "节日"},
    "source": {"source", "依据", "来源"},
}
REQUIRED = ("date", "kind", "name")
KIND_WORDS = {
    "holiday": {
        "holiday", "public holiday", "放假", "节假日", "法定节假日", "休", "休息",
    },
    "makeup": {
        "makeup", "make-up", "make-up working day", "workday", "working day",
        "调休上班日", "调休上班", "调休", "上班", "补班", "班",
    },
}  # fmt: skip
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class Day(NamedTuple):
    """One special day; ``names`` maps a language code to the festival's name."""

    date: date
    kind: str
    names: dict
    source: str = ""


class Fault(NamedTuple):
    row: int
    code: str
    value: str = ""


class Change(NamedTuple):
    """What happens to one date; ``old`` or ``new`` is None where there is no day."""

    date: date
    old: Day | None
    new: Day | None

    @property
    def kind(self):
        if self.old and self.new:
            return "change"
        return "add" if self.new else "remove"


def read_rows(rows, year, lang):
    """Days of ``year`` and faults, from rows of cells of which the first has headings."""
    rows = list(rows)
    columns = read_headings(rows[0], lang) if rows else {}
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        return [], [Fault(1, "heading", ", ".join(missing))]
    days, faults, seen = [], [], {}
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: _cell(row, index) for name, index in columns.items()}
        if not any(cells.values()):
            continue
        fault = _fault(cells, year, seen)
        if fault:
            faults.append(Fault(number, *fault))
        else:
            days.append(_day(cells, lang))
            seen[days[-1].date] = number
    if not days and not faults:
        faults.append(Fault(1, "empty"))
    return days, faults


def read_headings(cells, lang):
    """Column of each field; ``name@zh_CN`` is the name in that language."""
    columns = {}
    for index, cell in enumerate(cells):
        text = str(cell if cell is not None else "").strip()
        for name, words in HEADINGS.items():
            if text.lower() in words:
                columns.setdefault(name, index)
        if re.fullmatch(r"name@\w+", text):
            columns[text] = index
    return columns


def _cell(row, index):
    value = row[index] if index < len(row) else None
    return value.strip() if isinstance(value, str) else value


def _fault(cells, year, seen):
    """Code and value of the first thing that is wrong with a row."""
    day = to_date(cells["date"])
    if day is None:
        return "date", str(cells["date"] or "")
    if day.year != year:
        return "year", day.isoformat()
    if day in seen:
        return "double", f"{day.isoformat()} ({seen[day]})"
    if to_kind(cells["kind"]) is None:
        return "kind", str(cells["kind"] or "")
    return None if cells["name"] else ("name", day.isoformat())


def _day(cells, lang):
    names = {lang: str(cells["name"])}
    for column, value in cells.items():
        if column.startswith("name@") and value:
            names[column.partition("@")[2]] = str(value)
    source = str(cells.get("source") or "")
    return Day(to_date(cells["date"]), to_kind(cells["kind"]), names, source)


def to_date(value):
    """A date from a cell: a date, a time stamp, or text in a usual spelling."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = DATE.fullmatch(str(value or "").strip().removesuffix(" 00:00:00"))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def to_kind(value):
    word = str(value or "").strip().lower()
    return next((kind for kind, words in KIND_WORDS.items() if word in words), None)


def compare(old, new, languages):
    """Changes, by date, that turn the days ``old`` into ``new``."""
    before = {day.date: day for day in old}
    after = {day.date: day for day in new}
    changes = []
    for day in sorted(before.keys() | after.keys()):
        was, will = before.get(day), after.get(day)
        if not was or not will or not same(was, will, languages):
            changes.append(Change(day, was, will))
    return changes


def same(was, will, languages):
    """Whether nothing of ``will`` differs; what it does not tell is not compared."""
    names = all(
        was.names.get(lang) == name
        for lang, name in will.names.items()
        if lang in languages
    )
    source = not will.source or was.source == will.source
    return names and source and was.kind == will.kind
