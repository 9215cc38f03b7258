"""A sheet of an .xlsx workbook, passed over as bytes before it is read."""

import re

from .sheets import MOST_ROWS, TooLarge

_PIECE = 1 << 20
_TITLES = 1000  # rows above and below the table do not count against it
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ROWS_END = re.compile(rb"</(?:\w+:)?sheetData>")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
# A filled cell to the right of column GR, the 200th.
_FAR = re.compile(
    rb'<(?:\w+:)?c r="(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+"[^/>]*>\s*<(?:\w+:)?(?:v|is|f)\b'
)


def scan(stream):
    """(merged ranges of a sheet, sorted by top; rows); refuses what is no register.

    Ranges stand behind all rows, so the rows are passed over as bytes, which is cheap
    enough to count them before the first is read.
    """
    merged, rows, rest, in_rows = [], 0, b"", True
    while part := stream.read(_PIECE):
        text = rest + part
        cut = text.rfind(b"<") if len(text) > 1 else 0
        text, rest = text[:cut], text[cut:]
        ends = len(_ROW_END.findall(text)) if in_rows else 0
        rows += ends
        if len(rest) > _PIECE or rows > MOST_ROWS + _TITLES or _FAR.search(text):
            raise TooLarge("rows or columns")
        if in_rows and not ends and len(part) == _PIECE and b"row" not in text:
            raise TooLarge("one endless row")
        in_rows = in_rows and not _ROWS_END.search(text)
        for left, top, right, bottom in _MERGED.findall(text):
            left, right = column_of(left.decode()), column_of(right.decode())
            merged.append((int(top) - 1, int(bottom), left, right + 1))
            if len(merged) > MOST_ROWS:
                raise TooLarge("merged ranges")
    return sorted(merged), rows


def column_of(place):
    """Column from 0 of a place such as ``C7``.

    >>> column_of("A1"), column_of("GR20"), column_of("AB")
    (0, 199, 27)
    """
    number = 0
    for sign in place:
        if sign.isdigit():
            break
        number = number * 26 + ord(sign) - 64
    return number - 1
