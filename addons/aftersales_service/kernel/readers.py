"""Workbooks in: .xlsx, .xls and .csv, each to sheets of plain rows.

A cell is what a person saw in it: text where its format adds zeros or signs, a
`datetime.date` (`datetime.datetime` with a time, `datetime.time` with nothing else) where
it shows one, ``#N/A`` where it shows that; numbers stay numbers.
"""

from .read_csv import read_csv
from .read_xls import read_xls
from .read_xlsx import read_xlsx
from .sheets import UnreadableFile


def read_sheets(data):
    """The visible sheets of ``data`` (bytes); iterating one reads its rows.

    :raises UnreadableFile: also `TooLarge`; later, while a sheet is read, the same
    """
    try:
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return read_xls(data)
        if data[:2] == b"PK":
            return read_xlsx(data)
        return read_csv(data)
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(str(error)) from error
