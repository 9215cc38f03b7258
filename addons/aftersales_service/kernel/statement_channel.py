"""Bills of WeChat Pay (交易账单) and Alipay (业务明细)."""

import re
from dataclasses import replace

from .dates import ImpossibleDate
from .register import SEARCHED, find_table
from .statement_cells import (
    StatementFault,
    bare,
    printed,
    read_all,
    read_charge,
    read_fen,
    read_moment,
)
from .statement_line import Line
from .statement_words import CHANNELS, FAILED, OURS

_TOTALS = "总交易单数"
_COUNT = re.compile(r"(?<!\d)(\d+)\s*笔")
_ACCOUNT = re.compile(r"^:?\s*\[?(\d+)")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)


def find_channel(rows):
    """(channel, its `Table`) when ``rows`` are the bill of one, else None."""
    for channel, (headings, needed) in CHANNELS.items():
        table = find_table("", rows[:SEARCHED], headings, needed)
        if table and not table.lacks(needed):
            return channel, table
    return None


def read_channel(rows, channel, table):
    """The lines of a bill; its totals must say the same, or the bill was cut."""
    body, tail = _split(rows[table.index + 1 :])
    filled = []
    for number, row in enumerate(body, table.index + 2):
        cells = {
            field: printed(row[column.index]) if column.index < len(row) else ""
            for field, column in table.fields.items()
        }
        if any(cells.values()):
            filled.append((cells, number))
    reader = _READERS[channel]
    read = read_all(lambda cells, number: list(reader(cells, number)), filled)
    lines = [line for some in read for line in some]
    if channel == "wechat":
        _check_totals(lines, tail)
        return lines
    _check_count(lines, rows[: table.index], tail)
    account = _find(rows[: table.index], "账号", _ACCOUNT)
    return [replace(line, account=line.account or account) for line in lines]


def _split(rows):
    """(rows of data, rows behind them)."""
    for index, row in enumerate(rows):
        first = bare(row[0]) if row else ""
        if first == _TOTALS or first[:1] == "#":
            return rows[:index], rows[index:]
    return rows, []


def _read_wechat(cells, number):
    if cells.get("state", "") in FAILED:
        return
    common = _read_common(cells, number, "wechat")
    trade = _read_trade(cells["trade"], number)
    amount = _read(read_fen, cells["amount"], number) or 0
    refund = _read(read_fen, cells.get("refund"), number) or 0
    fee = _read(read_charge, cells["fee"], number)
    if amount:
        yield Line(
            f"wechat:{trade}",
            amount=amount,
            number=cells["number"],
            trade=trade,
            fee=0 if refund else fee,
            **common,
        )
    if refund:
        mine = _read_trade(cells.get("refund_trade", ""), number)
        yield Line(
            f"wechat:{mine}",
            amount=-abs(refund),
            number=cells.get("refund_number", ""),
            trade=mine,
            refund_of=trade,
            fee=-abs(fee),
            **common,
        )
    if not (amount or refund):
        raise StatementFault("bad_amount", row=number, text=cells["amount"])


def _read_alipay(cells, number):
    common = _read_common(cells, number, "alipay")
    trade = _read_trade(cells["trade"], number)
    amount = _read(read_fen, cells["amount"], number)
    fee = -_read(read_charge, cells["fee"], number)
    if not amount:
        raise StatementFault("bad_amount", row=number, text=cells["amount"])
    if amount > 0 and "退款" not in cells.get("kind", ""):
        yield Line(
            f"alipay:{trade}",
            amount=amount,
            number=cells["number"],
            trade=trade,
            fee=fee,
            **common,
        )
        return
    # A refund bears the number of the payment; only its request is its own.
    mine = cells.get("refund_number") or "refund"
    yield Line(
        f"alipay:{trade}:{mine}",
        amount=-abs(amount),
        number=mine if mine != "refund" else cells["number"],
        trade=mine,
        refund_of=trade,
        fee=-abs(fee),
        **common,
    )


_READERS = {"wechat": _read_wechat, "alipay": _read_alipay}


def _read_common(cells, number, channel):
    if cells.get("currency", "").lower() not in OURS:
        raise StatementFault("foreign_currency", row=number, text=cells["currency"])
    try:
        day, time = read_moment(cells["moment"] or cells.get("begun", ""))
    except ImpossibleDate as error:
        raise StatementFault("bad_date", row=number, text=cells["moment"]) from error
    if not day:
        raise StatementFault("bad_date", row=number, text="")
    return {
        "source": channel,
        "channel": channel,
        "date": day,
        "time": time,
        "payer": cells.get("payer", ""),
        "account": cells.get("own", ""),
        "memo": cells.get("memo", ""),
    }


def _read_trade(text, number):
    """The number by which a line is known again: a workbook may have rounded it."""
    if not text or _SCIENTIFIC.fullmatch(text):
        raise StatementFault("scientific" if text else "cut", row=number, text=text)
    return text


def _read(reader, text, number):
    try:
        return reader(text)
    except ValueError as error:
        raise StatementFault("bad_amount", row=number, text=text) from error


def _check_totals(lines, tail):
    if len(tail) < 2:
        raise StatementFault("cut", row=len(lines))
    told = dict(zip(map(bare, tail[0]), map(bare, tail[1]), strict=False))
    found = {
        _TOTALS: 100 * len(lines),
        "应结订单总金额": sum(n.amount for n in lines if n.amount > 0),
        "退款总金额": -sum(n.amount for n in lines if n.amount < 0),
    }
    for name, value in found.items():
        text = told.get(name, "")
        if text and _read(read_fen, text, "") != value:
            raise StatementFault("totals", name=name, text=text, found=value)


def _check_count(lines, head, tail):
    """Alipay frames its table with lines that begin with ``#``; the last count."""
    framed = any(bare(row[0])[:1] == "#" for row in head if row)
    if framed and not tail:
        raise StatementFault("cut", row=len(lines))
    count = _find(tail, "合计", _COUNT)
    payments = sum(not line.refund_of for line in lines)
    if count and int(count) not in (len(lines), payments):
        raise StatementFault("totals", name="合计", text=count, found=len(lines))


def _find(rows, word, pattern):
    """What ``pattern`` finds behind ``word`` in one of the lines that begin with ``#``."""
    for row in rows:
        text = bare(row[0]) if row else ""
        found = pattern.search(text.partition("#")[2].partition(word)[2])
        if found:
            return found[1]
    return ""
