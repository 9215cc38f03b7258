"""What all readers of workbooks share: limits, errors, cells as a person saw them."""

import re

MOST_ROWS, MOST_COLUMNS = 200_000, 200
MOST_BYTES = 300 << 20  # of everything that is unpacked
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# What no database column of text takes: control characters and halves of pairs.
_UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class UnreadableFile(ValueError):
    """The bytes are no workbook or table that a reader knows, or are damaged."""


class TooLarge(UnreadableFile):
    """More rows, columns or bytes than a register has."""


class Formula:
    """A cell with a formula whose result the file does not hold: as text it is empty."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return ""

    def __repr__(self):
        return f"Formula({self.text!r})"


class Sheet:
    """A visible sheet. Each iteration reads its rows anew, one after the other.

    ``count`` tells, without reading them, about how many rows there are.
    """

    def __init__(self, name, read, count):
        self.name, self._read, self.count = name, read, count

    def __iter__(self):
        try:
            yield from _bounded(self._read())
        except UnreadableFile:
            raise
        except Exception as error:
            raise UnreadableFile(str(error)) from error


def _bounded(rows):
    filled = 0
    for row in rows:
        if row:
            filled += 1
            if filled > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise TooLarge(f"row {filled} with {len(row)} columns")
        yield row


def told(text):
    """``text`` of a cell without what nobody sees: escapes are what they stand for.

    >>> told("YJ_x0032_1_x000D_"), told("A_x005F_x0041_")
    ('YJ21\\r', 'A_x0041_')
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _UNTOLD.sub("", text)


def filled(rows, merged):
    """``rows`` with the first value of each merged range in all its cells.

    A register that merges the customer over three machines means all three.

    :param merged: [(top, bottom, left, right)], half open, from 0, sorted by top
    """
    waiting, open_ranges = iter(merged), []
    upcoming = next(waiting, None)
    for index, row in enumerate(rows):
        open_ranges = [found for found in open_ranges if found[0] > index]
        while upcoming and upcoming[0] <= index:
            _top, bottom, left, right = upcoming
            right = min(right, MOST_COLUMNS)
            # No program lets ranges overlap; a file that does would cost its square.
            apart = all(right <= o[1] or o[2] <= left for o in open_ranges)
            if left < len(row) and bottom > index and apart:
                open_ranges.append((bottom, left, right, row[left]))
            upcoming = next(waiting, None)
        for _bottom, left, right, value in open_ranges:
            row += [None] * (right - len(row))
            row[left:right] = [value] * (right - left)
        yield row
