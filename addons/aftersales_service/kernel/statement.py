"""Statements in: what a bank, WeChat Pay or Alipay says that came and went.

`read` takes the file as it was downloaded; whose it is, where its table stands and what
its columns hold is told from its headings. Money is an integer of fen.
"""

from .headings import Headings
from .readers import read_sheets
from .register import letter
from .statement_bank import find_bank_table, read_bank
from .statement_cells import StatementFault
from .statement_channel import find_channel, read_channel
from .statement_line import Line, number_equals
from .statement_words import BANK

__all__ = ["Line", "StatementFault", "read", "read_columns"]

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


def read_columns(data, chosen=None):
    """[the columns of a bank's statement], whatever is recognised of them.

    Each is a dict: ``place``, ``name`` (its heading), ``key``, ``samples``, ``field`` and,
    where a person should say, ``proposal``.

    >>> data = "记账的日子,收入\\n20261001,5\\n20261002,6".encode()
    >>> [(c["place"], c["field"], c["samples"]) for c in read_columns(data)]
    [('A', None, '20261001 | 20261002'), ('B', 'into', '5 | 6')]
    """
    found, words = {}, Headings(BANK, chosen)
    for sheet in read_sheets(data):
        rows = list(sheet)
        _check_cells(rows)
        table = find_bank_table(rows, words)
        for column in table.columns if table else ():
            known = {
                "place": letter(column.index),
                "name": column.text,
                "key": column.key,
                "samples": " | ".join(table.get_samples(column)),
                "field": column.field,
                "proposal": None if column.source else column.proposal,
            }
            found.setdefault(column.key, known)
    return list(found.values())


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
