"""Statements in: what a bank, WeChat Pay or Alipay says that came and went.

`read` takes the file as it was downloaded; whose it is, where its table stands and what
its columns hold is told from its headings. Money is an integer of fen.
"""

from .headings import Headings
from .readers import read_sheets
from .statement_bank import read_bank
from .statement_cells import StatementFault
from .statement_channel import find_channel, read_channel
from .statement_line import Line, number_equals
from .statement_words import BANK

__all__ = ["Line", "StatementFault", "read"]

# What a bank writes into a cell is far shorter; more would only cost time.
_LONGEST = 2000


def read(data, filename="", chosen=None):
    """The `Line` of each movement in ``data`` (bytes), in the order of the file.

    :param filename: what the file is called; its content decides what it is
    :param chosen: {heading key: field of `statement_words.BANK`} that a person assigned
    :raises UnreadableFile: it is no table; `StatementFault`: it is no whole statement

    >>> text = '日期,收入,支出,对方户名,附言\\n20261001,"1,130.40",,甲公司,INV/1\\n'
    >>> [(str(n.date), n.amount, n.payer, n.memo) for n in read(text.encode("gbk"), "a.csv")]
    [('2026-10-01', 113040, '甲公司', 'INV/1')]
    """
    if not data.strip():
        raise StatementFault("empty", file=filename)
    lines, nothing = [], StatementFault("no_table", file=filename)
    for sheet in read_sheets(data):
        try:
            lines += _read_sheet(list(sheet), chosen)
        except StatementFault as fault:
            if fault.code not in ("no_table", "no_amounts"):
                raise
            # A cover, or a month in which nothing moved, beside sheets that hold some.
            nothing = fault if fault.code == "no_amounts" else nothing
    if not lines:
        raise nothing
    return number_equals(lines)


def _read_sheet(rows, chosen):
    _check_cells(rows)
    channel = find_channel(rows)
    if channel:
        lines = read_channel(rows, *channel)
    else:
        lines = read_bank(rows, Headings(BANK, chosen))
    if not lines:
        raise StatementFault("no_amounts")
    return lines


def _check_cells(rows):
    for number, row in enumerate(rows, 1):
        for value in row:
            if isinstance(value, str) and len(value) > _LONGEST:
                raise StatementFault("too_long", row=number, text=value[:40])
