"""Finding the table in a sheet that people laid out: titles, merged cells, totals.

A sheet is a list of rows, a row a list of values; `readers` turns workbooks into sheets.
"""

import re

from .text import clean

_FOOTER = re.compile(r"^(合计|总计|小计|total)[:(]?$|^(制表|审核)[:]", re.IGNORECASE)


def heading_row(rows, synonyms, needed, search=30):
    """(index, {column: field}) of the row whose cells name most fields, or None.

    ``synonyms`` maps a field to its accepted headings; ``needed`` fields must be there.

    >>> heading_row([["登记簿"], ["机号", "客户"]], {"serial": ["机号"], "partner": ["客户"]}, ["serial"])
    (1, {0: 'serial', 1: 'partner'})
    """
    lookup = {
        _heading_key(word): field for field, words in synonyms.items() for word in words
    }
    best = None
    for index, row in enumerate(rows[:search]):
        columns = {}
        for column, value in enumerate(row):
            field = lookup.get(_heading_key(value))
            if field and field not in columns.values():
                columns[column] = field
        if set(needed) <= set(columns.values()) and (
            best is None or len(columns) > len(best[1])
        ):
            best = (index, columns)
    return best


def _heading_key(value):
    text = clean(value).replace(" ", "").lower()
    return text.replace("(月)", "").rstrip(":*").strip()


def data_rows(rows, heading, columns):
    """Yield (row number as the sheet counts it, {field: value}) below the heading.

    ``rows`` may be any iterable. Empty lines and lines of totals or signatures are
    passed over.
    """
    for index, row in enumerate(rows):
        if index <= heading:
            continue
        values = {
            field: row[column] if column < len(row) else None
            for column, field in columns.items()
        }
        if not any(clean(value) for value in values.values()):
            continue
        if is_footer(row):
            continue
        yield index + 1, values


def is_footer(row):
    """Whether the first filled cell of ``row`` says that it is no data.

    >>> is_footer(["合 计", "", 300]), is_footer(["", "总计量器具厂"])
    (True, False)
    """
    first = next((clean(value) for value in row if clean(value)), "")
    return bool(_FOOTER.match(first.replace(" ", "")))
