"""The golden table of decisions: facts as data, read for the kernel (★1).

``facts`` are those of `kernel.Facts`; a cover without ``end`` has ``amount`` and ``unit``.
"""

import csv
import datetime
import json
import pathlib

from odoo.tools import file_path

from ...kernel.coverage import period_end
from ...kernel.decision import COST_KINDS, Cover, Facts, Line

_DATES = ("start", "end", "voided_on", "suspended_on")
_day = datetime.date.fromisoformat


def read_table():
    """Rows of the table; ``facts`` of each is read, ``text`` is how it is written."""
    path = pathlib.Path(file_path("aftersales_service/tests/data/decisions.csv"))
    with path.open(newline="") as file:
        return [
            row | {"text": row["facts"], "facts": _read_facts(json.loads(row["facts"]))}
            for row in csv.DictReader(file)
        ]


def _read_facts(vals):
    part = Line("part", vals.pop("part_class", "ordinary"), vals.pop("product", None))
    lines = tuple(part if kind == "part" else Line(kind) for kind in COST_KINDS)
    covers = [_read_cover(n, c) for n, c in enumerate(vals.pop("covers", ()), 1)]
    vals["day"] = _day(vals["day"])
    return Facts(covers=tuple(covers), lines=lines, **vals)


def _read_cover(number, given):
    vals = {"key": number, "kind": "standard"} | given
    vals |= {name: _day(vals[name]) for name in _DATES if name in vals}
    if "amount" in vals:
        vals["end"] = period_end(vals["start"], vals.pop("amount"), vals.pop("unit"))
    for name in ("cost_kinds", "part_classes"):
        if name in vals:
            vals[name] = frozenset(vals[name])
    return Cover(**vals)


def spell(answer):
    """An answer as the table writes it: payer(s), result, rule."""
    if not answer.shares:
        payer = "nobody"
    elif len(answer.shares) == 1:
        payer = answer.shares[0][0]
    else:
        payer = "+".join(f"{who}:{percent:g}" for who, percent in answer.shares)
    return f"{payer} {answer.result} {answer.rule}"
