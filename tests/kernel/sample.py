"""The month of `shared/samples/statements`, where that folder is at hand."""

import csv
import datetime
import json
from pathlib import Path

from kernel.matching import Item
from kernel.statement import read
from month import Month, Move

_PLACES = [p / "shared/samples/statements" for p in Path(__file__).resolve().parents]
FOLDER = next((place for place in _PLACES if place.is_dir()), None)
FILES = {
    "bank": "银行流水.xls",
    "wechat": "微信账单.csv",
    "alipay": "支付宝业务明细.csv",
}
OVERLAP = "银行流水-重叠.xls"


def read_file(name):
    return read((FOLDER / name).read_bytes(), name)


def make_month():
    """(`Month`, lines) with the truth of ``expected.json``."""
    truth = json.loads((FOLDER / "expected.json").read_text())
    month, lines, moves = Month(0, size=0), [], {}
    for source, name in FILES.items():
        for line, told in zip(read_file(name), truth[source], strict=True):
            moves[told["key"]] = _to_move(line, told)
            lines.append(line)
    for move in moves.values():
        move.moves = [moves[key] for key in move.moves]
    month.moves, month.items = list(moves.values()), _read_items()
    return month, lines


def _to_move(line, told):
    """A channel's charge stands on its line, a bank's is the proposal's."""
    of_bank = line.source == "bank"
    assert line.amount == told["amount"]
    assert of_bank or line.fee == told["fee"]
    return Move(
        line.source,
        None,
        line.amount,
        items=told["items"],
        moves=told.get("lines", []),
        charge=told["fee"] if of_bank else 0,
        any_of=told.get("any", []),
        kind=told.get("note", ""),
        key=line.key,
    )


def _read_items():
    with (FOLDER / "未收款项.csv").open(encoding="utf-8-sig") as stream:
        return [
            Item(
                row["id"],
                row["kind"],
                row["partner"],
                round(float(row["amount"]) * 100),
                datetime.date.fromisoformat(row["date"]),
                row["number"],
                row["method"],
            )
            for row in csv.DictReader(stream)
        ]
