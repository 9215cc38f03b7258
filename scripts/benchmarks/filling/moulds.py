"""Texts and JSON of a cell as moulds: literal parts, and between them what each copy has of
its own: an id, a number, a day.

A mould is a list of texts. Odd places are literal; even ones begin with a letter: ``i`` an
id and how far ids of its table lie apart, ``n`` the place of a number among the cell's,
``d`` a date or a moment, ``e`` the last day of a warranty. `to_sql` casts it for a copy ``k``.
"""

import datetime
import json
import re

DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?")
# Marks that no text of ours holds.
OPEN, CLOSE = "\ue000", "\ue001"

FUNCTION = """
CREATE FUNCTION fill_end(first date, months int, plus int) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
    SELECT (first + make_interval(months => months))::date - 1 + plus
$$
"""


class Caster:
    """Makes the moulds of one cell.

    ``numbers``: what is counted, as it stands in the cell's texts; ``ends``: {last day of a
    warranty: (first day, months, days added)}.
    """

    def __init__(self, numbers, ends):
        self.numbers, self.ends = numbers, ends
        words = sorted(numbers, key=len, reverse=True)
        self.words = re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def mark(self, text):
        """``text`` with its numbers and days between marks."""
        text = self.words.sub(self._mark_number, text)
        return DAY.sub(self._mark_day, text)

    def _mark_number(self, found):
        return f"{OPEN}n{self.numbers.index(found[0]) + 1}{CLOSE}"

    def _mark_day(self, found):
        day = found[0]
        if len(day) == 10 and (end := self.ends.get(datetime.date.fromisoformat(day))):
            return f"{OPEN}e{end[0]}|{end[1]}|{end[2]}{CLOSE}"
        return f"{OPEN}d{day}{CLOSE}"

    def mark_all(self, value):
        """The same for every text within JSON data."""
        if isinstance(value, str):
            return self.mark(value)
        if isinstance(value, list):
            return [self.mark_all(item) for item in value]
        if isinstance(value, dict):
            return {self.mark(key): self.mark_all(item) for key, item in value.items()}
        return value

    def make(self, value):
        """The mould of plain data; sorted, as fingerprints are made of it."""
        text = json.dumps(self.mark_all(value), sort_keys=True, ensure_ascii=False)
        # A marked id is a number in JSON, so it loses the quotes of its mark.
        text = re.sub(f'"{OPEN}(i[^{CLOSE}]*){CLOSE}"', rf"{OPEN}\1{CLOSE}", text)
        return split(text)


def mark_id(number, apart):
    """An id of a cell's record within JSON data."""
    return f"{OPEN}i{number}|{apart}{CLOSE}"


def split(text):
    return re.split(f"[{OPEN}{CLOSE}]", text)


def to_sql(mould):
    """SQL text of a mould, for a copy ``k``."""
    parts = enumerate(mould)
    return " || ".join(
        _cast(text) if place % 2 else _quote(text) for place, text in parts
    )


def to_fingerprint(chain):
    """SQL of the fingerprint over moulds, each chained to the one before."""
    result = ""
    for mould in chain:
        text = f"{result} || {to_sql(mould)}" if result else to_sql(mould)
        result = f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
    return result or "NULL"


def _quote(text):
    text = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{text}'"


def _cast(part):
    kind, (first, *more) = part[0], part[1:].split("|")
    if kind == "i":
        return f"({first} + k.copy * {more[0]})::text"
    if kind == "n":
        return f"k.new[{first}]"
    if kind == "e":
        return f"fill_end('{first}'::date + k.days, {more[0]}, {more[1]})::text"
    if len(first) == 10:
        return f"('{first}'::date + k.days)::text"
    return f"to_char('{first}'::timestamp + k.shift, 'YYYY-MM-DD HH24:MI:SS')"
