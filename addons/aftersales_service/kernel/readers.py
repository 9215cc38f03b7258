"""Workbooks in: .xls through xlrd, .xlsx through openpyxl, both to plain rows.

A merged range repeats its first cell's value in every cell it covers, because a register
that merges the customer over three machines means all three.
"""

import datetime
import io
import re
import zipfile

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


_FORMULA = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f[^>]*>([^<]*)</(?:\w+:)?f>'
    rb"(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)


class Formula:
    """A cell with a formula whose result the file does not hold: as text it is empty."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return ""

    def __repr__(self):
        return f"Formula({self.text!r})"


class UnreadableFile(ValueError):
    """The bytes are no workbook this reader knows, or it is damaged."""


def read_rows(data):
    """Rows of the first sheet of the workbook ``data`` (bytes), all at once."""
    return list(iter_rows(data))


def iter_rows(data):
    """Rows of the first sheet, one after the other; .xlsx is never held as a whole.

    Dates are `datetime.date`, `datetime.datetime` where the cell has a time too, and
    `datetime.time` where it has nothing else; the rest is as the workbook holds it.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return iter(_read_xls(data))
    if data[:2] == b"PK":
        return _iter_xlsx(data)
    raise UnreadableFile("not a workbook")


def _read_xls(data):
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True)
        sheet = book.sheet_by_index(0)
        rows = [
            [_xls_value(cell, book.datemode) for cell in sheet.row(index)]
            for index in range(sheet.nrows)
        ]
    except Exception as error:
        raise UnreadableFile(str(error)) from error
    for top, bottom, left, right in sheet.merged_cells:
        _fill(rows, top, bottom, left, right)
    return rows


def _xls_value(cell, datemode):
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(cell.value, datemode)
            return moment.time() if 0 < cell.value < 1 else _shortened(moment)
        except (ValueError, OverflowError):
            return cell.value
    if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    return cell.value


def _iter_xlsx(data):
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # Some programs write a wrong size into the sheet; the rows themselves count.
        sheet.reset_dimensions()
        merged = _merged_ranges(data, sheet._worksheet_path)
        rows = (
            [_xlsx_value(value) for value in row]
            for row in sheet.iter_rows(values_only=True)
        )
        bare = _bare_formulas(data, sheet._worksheet_path)
        yield from _filled(_with_formulas(rows, bare), merged)
    except Exception as error:
        raise UnreadableFile(str(error)) from error


def _bare_formulas(data, path):
    """{(row, column): formula} of cells without a stored result, from 0.

    Programs that write workbooks without calculating leave them so. Read as bytes, like
    the merged ranges, because the reader of values passes over formulas.
    """
    from openpyxl.utils import column_index_from_string as column

    found, rest = {}, b""
    with zipfile.ZipFile(io.BytesIO(data)).open(path.lstrip("/")) as sheet:
        while part := sheet.read(1 << 20):
            text = rest + part
            cut = text.rfind(b"<row") if sheet.peek(1) else len(text)
            cut = cut if cut > 0 else 0
            rest = text[cut:]
            for name, row, formula in _FORMULA.findall(text[:cut]):
                found[int(row) - 1, column(name.decode()) - 1] = formula.decode()
    return found


def _with_formulas(rows, bare):
    """``rows`` with a `Formula` where a cell has one and no value."""
    if not bare:
        yield from rows
        return
    for index, row in enumerate(rows):
        for (top, left), text in bare.items():
            if top == index and left < len(row) and row[left] in (None, ""):
                row[left] = Formula(text)
        yield row


def _merged_ranges(data, path):
    """[(top, bottom, left, right)] of a sheet, half open, from 0; sorted by top.

    They stand behind all rows, so the rows are passed over as bytes.
    """
    from openpyxl.utils import column_index_from_string as column

    found, rest = [], b""
    with zipfile.ZipFile(io.BytesIO(data)).open(path.lstrip("/")) as sheet:
        while part := sheet.read(1 << 20):
            text = rest + part
            cut = text.rfind(b"<") if len(text) > 1 else 0
            rest = text[cut:]
            for left, top, right, bottom in _MERGED.findall(text[:cut]):
                left, right = column(left.decode()), column(right.decode())
                found.append((int(top) - 1, int(bottom), left - 1, right))
    return sorted(found)


def _filled(rows, merged):
    """``rows`` with the first value of each merged range in all its cells."""
    waiting, open_ranges = iter(merged), []
    upcoming = next(waiting, None)
    for index, row in enumerate(rows):
        while upcoming and upcoming[0] <= index:
            _top, bottom, left, right = upcoming
            if left < len(row):
                open_ranges.append((bottom, left, right, row[left]))
            upcoming = next(waiting, None)
        open_ranges = [found for found in open_ranges if found[0] > index]
        for _bottom, left, right, value in open_ranges:
            row += [None] * (right - len(row))
            row[left:right] = [value] * (right - left)
        yield row


def _xlsx_value(value):
    return _shortened(value) if isinstance(value, datetime.datetime) else value


def _shortened(moment):
    """A day when ``moment`` is no more than that."""
    return moment if moment.time() != datetime.time() else moment.date()


def _fill(rows, top, bottom, left, right):
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top:bottom]:
        row[left:right] = [value] * len(row[left:right])
