"""Rows of an uploaded workbook or text file. Knows nothing of Odoo."""

import csv
import io
import zipfile

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 50
# What a workbook may unpack to: its texts are held as a whole.
MAX_UNPACKED = 20_000_000


class Unreadable(Exception):
    """The file is no workbook or table; ``args[0]`` is a code of ``messages``."""


def rows_of(content, name):
    """Cells of the first sheet, row by row."""
    if not content:
        raise Unreadable("empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("big")
    reader = _workbook if content[:2] == b"PK" else _text
    rows = reader(content, (name or "").lower())
    if len(rows) > MAX_ROWS:
        raise Unreadable("big")
    return rows


def unpacks_to(content):
    """Bytes that the parts of a workbook unpack to, as its directory says; reading a part
    never gives more.

    :raises zipfile.BadZipFile: when it is no archive
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def _workbook(content, _name):
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if unpacks_to(content) > MAX_UNPACKED:
            raise Unreadable("big")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A sheet may claim a million empty rows: stop one behind the limit.
        rows = sheet.iter_rows(
            max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True
        )
        return [list(row) for row in rows]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Unreadable("workbook") from error


def _text(content, name):
    if content[:4] == b"\xd0\xcf\x11\xe0" or name.endswith(".xls"):
        raise Unreadable("xls")
    # Excel in China writes "CSV" in GB 18030, everything else in UTF-8.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return list(csv.reader(io.StringIO(text, newline="")))
    raise Unreadable("workbook")
