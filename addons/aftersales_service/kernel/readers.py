"""Workbooks in: .xls through xlrd, .xlsx through openpyxl, both to plain rows.

A merged range repeats its first cell's value in every cell it covers, because a register
that merges the customer over three machines means all three.
"""

import datetime
import io


class UnreadableFile(ValueError):
    """The bytes are no workbook this reader knows, or it is damaged."""


def read_rows(data):
    """Rows of the first sheet of the workbook ``data`` (bytes).

    Dates are `datetime.date`; everything else as the workbook holds it.
    """
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _read_xls(data)
    if data[:2] == b"PK":
        return _read_xlsx(data)
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
            return xlrd.xldate_as_datetime(cell.value, datemode).date()
        except (ValueError, OverflowError):
            return cell.value
    if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    return cell.value


def _read_xlsx(data):
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        sheet = book.worksheets[0]
        rows = [
            [_xlsx_value(value) for value in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        merged = [r.bounds for r in sheet.merged_cells.ranges]
    except Exception as error:
        raise UnreadableFile(str(error)) from error
    for left, top, right, bottom in merged:
        _fill(rows, top - 1, bottom, left - 1, right)
    return rows


def _xlsx_value(value):
    return value.date() if isinstance(value, datetime.datetime) else value


def _fill(rows, top, bottom, left, right):
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top:bottom]:
        row[left:right] = [value] * len(row[left:right])
