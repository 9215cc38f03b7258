"""Statements of banks: whatever the headings, one line per movement."""

import re

from .dates import ImpossibleDate
from .register import SEARCHED, find_table, is_footer
from .statement_cells import (
    StatementFault,
    bare,
    is_day,
    printed,
    read_all,
    read_direction,
    read_fen,
    read_moment,
)
from .statement_line import Line
from .statement_words import EVERY, FAILED, FUNDS, OURS
from .text import name_key

_OWN = re.compile(r"(?:账号|帐号|卡号|账户)(?:/卡号)?:?\s*([\d* -]{6,})?")
_CURRENCY = re.compile(r"币(?:种|别):?\s*([^\s,;()]+)")
_ENGLISH = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*[\[(（]\s*[A-Za-z][A-Za-z .'’/-]*[\])）]"
)
# Rows with amounts that are no movements.
_CARRIED = re.compile(
    r"(期初|期末|上期|上页|承前|过次|本期|本页|合计|总|共|小计|累计|余额|笔数).*"
)
_TOTAL = re.compile(r"(合计|总计)(:.*)?")
_REFERENCE = re.compile(r"(?=.*\d)[\w-]{6,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
# Longer whole numbers a workbook has rounded.
_EXACT = 10**15
_WITH_MONEY = ("into", "out_of", "amount")


def find_bank_table(rows, headings):
    """The `Table` of a sheet, or None."""
    return find_table("", list(map(_plain, rows[:SEARCHED])), headings, ())


def read_bank(rows, headings):
    """The lines of a sheet."""
    table = find_bank_table(rows, headings)
    if not table or not {"day", "moment"} & set(table.fields):
        raise StatementFault("no_table")
    if FUNDS & {column.text for column in table.columns}:
        raise StatementFault("funds", row=table.index + 1)
    if not set(_WITH_MONEY) & set(table.fields):
        raise StatementFault("no_amounts", row=table.index + 1)
    own = _check_titles(rows[: table.index])
    movements = [
        (row.number, row.values)
        for row in table.iter_rows(rows)
        if _is_movement(row.values)
    ]
    if not movements:
        raise StatementFault("no_amounts", row=table.index + 1)
    signed = _find_signed([values for _number, values in movements])
    _check_end(movements)
    lines = read_all(_to_line, [(v, n, own, signed) for n, v in movements])
    _check_totals(rows, table, lines)
    return [line for line in lines if line.amount]


def _plain(row):
    """A row whose Chinese headings are not told in English again: ``日期[ Date ]``."""
    return [_ENGLISH.sub("", v) if isinstance(v, str) else v for v in row]


def _check_titles(rows):
    """The number of the account that the lines above the table tell, digits only."""
    own = ""
    for row in rows:
        cells = [bare(value) for value in row if bare(value)]
        for cell, behind in zip(cells, [*cells, ""][1:], strict=True):
            found = _CURRENCY.search(cell)
            if found and found[1].lower() not in OURS:
                raise StatementFault("foreign_currency", text=found[1])
            found = None if own else _OWN.search(cell)
            if found:
                own = re.sub(r"\D", "", found[1] or behind)
    return own


def _is_movement(values):
    """Whether a row tells of one; balances carried forward and notes do not."""
    if bare(values.get("state")) in FAILED:
        return False
    day = values.get("day") or values.get("moment")
    if bare(day) and not _CARRIED.fullmatch(bare(day)):
        return is_day(day) or _has_money(values)
    texts = [bare(value) for value in values.values() if isinstance(value, str)]
    return _has_money(values) and not any(map(_CARRIED.fullmatch, texts))


def _has_money(values):
    return any(bare(values.get(field)) for field in _WITH_MONEY)


def _find_signed(all_values):
    """The columns of amounts in which what went out is negative already.

    A direction beside them, or a column of their own, then says it a second time.
    """
    outs = [v for v in all_values if _tell(read_direction, v.get("direction"), 0) < 0]
    columns = {"amount": outs, "out_of": all_values}
    told = {
        field: [_tell(read_fen, values.get(field), 0) for values in rows]
        for field, rows in columns.items()
    }
    return {f for f, amounts in told.items() if any(amounts) and max(amounts) <= 0}


def _tell(reader, value, otherwise):
    try:
        return reader(value) or otherwise
    except ValueError:
        return otherwise


def _check_end(movements):
    """A file that breaks off loses the last cells of its last row."""
    if len(movements) < 2:
        return
    number, last = movements[-1]
    full = all(bare(v.get("balance")) for _n, v in movements[:-1])
    if "balance" in last and full and not bare(last["balance"]):
        raise StatementFault("cut", row=number)


def _to_line(values, number, own, signed):
    currency = bare(values.get("currency"))
    if currency.lower() not in OURS:
        raise StatementFault("foreign_currency", row=number, text=currency)
    day, time = _read_day(values, number)
    amount = _read_amount(values, number, signed)
    payer, account = _read_payer(values, amount)
    trade = _read_reference(values.get("number"))
    balance = _read(read_fen, values.get("balance"), number, "bad_amount")
    own = re.sub(r"\D", "", bare(values.get("own"))) or own
    key = _get_key(own, day, amount, trade, balance, (payer, account))
    return Line(
        key=key,
        source="bank",
        date=day,
        amount=amount,
        payer=payer,
        account=account,
        memo=_read_memo(values),
        trade=trade,
        balance=balance,
        time=time,
    )


def _get_key(own, day, amount, trade, balance, payer):
    """The bank's reference, else the balance after, else payer and account."""
    if trade:
        told = f"ref{trade}"
    elif balance is not None:
        told = f"bal{balance}"
    else:
        told = "/".join(map(name_key, payer))
    return f"bank:{own}:{day:%Y%m%d}:{amount}:{told}"


def _read_day(values, number):
    day, moment = values.get("day"), values.get("moment")
    try:
        found = read_moment(day, moment) if bare(day) else read_moment(moment)
    except ImpossibleDate as error:
        raise StatementFault(
            "bad_date", row=number, text=bare(day or moment)
        ) from error
    if not found[0]:
        raise StatementFault("bad_date", row=number, text="")
    return found


def _read_amount(values, number, signed):
    into = _read(read_fen, values.get("into"), number, "bad_amount")
    out_of = _read(read_fen, values.get("out_of"), number, "bad_amount")
    if into is not None or out_of is not None:
        return (into or 0) + (out_of or 0) * (1 if "out_of" in signed else -1)
    amount = _read(read_fen, values.get("amount"), number, "bad_amount")
    if amount is None:
        raise StatementFault("bad_amount", row=number, text="")
    direction = _read(read_direction, values.get("direction"), number, "bad_direction")
    return amount * (direction or 1) if "amount" not in signed else amount


def _read_payer(values, amount):
    """(name, account) of the other side."""
    side = "sender" if amount > 0 else "receiver"
    payer = printed(values.get("payer")) or printed(values.get(side))
    account = bare(values.get("account")) or bare(values.get(f"{side}_account"))
    return payer, account


def _read_memo(values):
    """What the payer wrote, then what else the bank tells; each once."""
    texts = [printed(values.get(f)) for f in ("memo", "purpose", "remark", "summary")]
    return " ".join(t for t in dict.fromkeys(texts) if t and t not in EVERY)


def _read_reference(value):
    """The bank's reference; a mere count of rows, or a rounded number, is none."""
    if isinstance(value, float | int) and abs(value) >= _EXACT:
        return ""
    text = bare(value)
    known = _REFERENCE.fullmatch(text) and not _SCIENTIFIC.fullmatch(text)
    return text if known else ""


def _read(reader, value, number, code):
    try:
        return reader(value)
    except ValueError as error:
        raise StatementFault(code, row=number, text=bare(value)) from error


def _check_totals(rows, table, lines):
    """A last row with totals must say what the lines say."""
    totals = [
        row
        for row in rows[table.index + 1 :]
        if row and is_footer(row) and _TOTAL.fullmatch(_first(row))
    ]
    column = table.fields.get("into")
    if len(totals) != 1 or not column or column.index >= len(totals[0]):
        return
    told = _tell(read_fen, totals[0][column.index], None)
    found = sum(line.amount for line in lines if line.amount > 0)
    if told is not None and told != found:
        raise StatementFault("totals", name="合计", text=str(told), found=found)


def _first(row):
    return next((bare(v).replace(" ", "") for v in row if bare(v)), "")
