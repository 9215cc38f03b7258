"""Workbooks of the old .xls format; xlrd holds them as a whole."""

import xlrd

from .number_format import shown, to_moment
from .sheets import MOST_COLUMNS, Sheet, TooLarge, filled, told

# 65,536 rows of fifteen columns are a third of this.
_MOST_BYTES = 40 << 20
_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(data):
    """The visible sheets of the workbook ``data``."""
    if len(data) > _MOST_BYTES:
        raise TooLarge("size")
    book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    sheets = [sheet for sheet in book.sheets() if not sheet.visibility]
    return [
        Sheet(sheet.name, _reader(book, sheet), lambda s=sheet: s.nrows)
        for sheet in sheets
    ]


def _reader(book, sheet):
    merged = [
        (top, bottom, left, right) for top, bottom, left, right in sheet.merged_cells
    ]

    def read():
        return filled(_iter_rows(book, sheet), sorted(merged))

    return read


def _iter_rows(book, sheet):
    for index in range(sheet.nrows):
        row = [_to_value(book, cell) for cell in sheet.row(index)]
        while row and row[-1] is None:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise TooLarge(f"{len(row)} columns")
        yield row


def _to_value(book, cell):
    if cell.ctype in _NOTHING:
        return None
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return told(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR!")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_DATE:
        return to_moment(cell.value, bool(book.datemode))
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    return shown(cell.value, code)
