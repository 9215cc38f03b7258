from dataclasses import dataclass, field

from odoo import models

from ...kernel.dates import ImpossibleDate, read_date
from ...kernel.fapiao import find_faults, guess_kind
from ...kernel.statement_cells import read_fen
from ...kernel.text import clean

_VOID = ("作废",)
# What the tax office writes instead of a tax that there is not.
_NO_TAX = ("", "*", "***", "免税", "不征税", "-")


@dataclass
class Known:
    """What the rows of an import share: numbers of its rows, and what is registered."""

    seen: set = field(default_factory=set)
    totals: dict = field(default_factory=dict)


class ImportFapiao(models.Model):
    """Rows of the tax office's list, and what is wrong with them."""

    _inherit = "aftersales.import"

    def _get_fault_texts(self):
        fapiao = self.env["aftersales.fapiao"]
        texts = fapiao._get_fault_texts().items()
        return (
            super()._get_fault_texts()
            | {f"fapiao_{code}": text for code, text in texts}
            | {
                "fapiao_kind": self.env._(
                    "Only general and special fapiaos are registered; this kind is not known."
                ),
                "fapiao_twice": self.env._(
                    "This number appears twice: the list has a row for each line of goods. Export the list of fapiaos themselves (发票基础信息)."
                ),
                "fapiao_sums": self.env._("Amount and tax must be numbers."),
                "fapiao_signs": self.env._(
                    "Amount and tax of a fapiao have the same sign."
                ),
                "fapiao_date": self.env._("The day of issue is missing or wrong."),
                "fapiao_differs": self.env._(
                    "It is registered already, with another amount. Compare both and correct one of them by hand."
                ),
                "fapiao_stranger": self.env._(
                    "Neither seller nor buyer has the tax number of %(company)s (%(number)s).",
                    company=self.company_id.name or "",
                    number=self.company_id.vat or self.env._("none is set"),
                ),
            }
        )

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "fapiao_number_digital": "number",
            "fapiao_number_paper": "number",
            "fapiao_year": "number",
            "fapiao_code": "code",
            "fapiao_on_paper": "code",
            "fapiao_kind": "kind",
            "fapiao_twice": "number",
            "fapiao_sums": "net",
            "fapiao_signs": "net",
            "fapiao_date": "date",
            "fapiao_differs": "number",
            "fapiao_stranger": "seller_tax",
        }

    def _get_readings(self):
        readings = super()._get_readings()
        return readings | dict.fromkeys(("digital_number", "number", "code"), "code")

    def _prepare_fapiao(self, rows, earlier=None):
        known = earlier or Known()
        numbers = {
            clean(row.get(name))
            for row in rows
            for name in ("number", "digital_number")
        }
        there = self.env["aftersales.fapiao"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("number", "in", [number for number in numbers if number]),
            ]
        )
        known.totals |= {one._get_key(): one.total for one in there}
        return known

    def _parse_fapiao(self, values, known):
        """(values of one 发票, [fault codes])."""
        text = {name: clean(value) for name, value in values.items()}
        digital, eight = text.get("digital_number", ""), text.get("number", "")
        if len(eight) == 20:
            digital, eight = eight, ""
        tax = values.get("tax")
        vals = {
            "kind": guess_kind(text.get("kind", ""), digital or eight),
            "number": digital or eight,
            "code": text.get("code", ""),
            "paper_number": eight if digital else "",
            "net": _read_amount(values.get("net")),
            "tax": 0.0 if clean(tax) in _NO_TAX else _read_amount(tax),
            "date": _read_day(values.get("date")),
            "remark": text.get("remark", ""),
            "void": text.get("state", "") in _VOID,
            "side": self._find_side(text),
            "buyer": (text.get("buyer_tax", ""), text.get("buyer", "")),
            "seller": (text.get("seller_tax", ""), text.get("seller", "")),
        }
        return vals, self._find_fapiao_faults(vals, known)

    def _find_fapiao_faults(self, vals, known):
        faults = []
        if not vals["kind"]:
            faults.append("fapiao_kind")
        if not vals["date"]:
            faults.append("fapiao_date")
        if not vals["side"]:
            faults.append("fapiao_stranger")
        if vals["net"] is None or vals["tax"] is None:
            faults.append("fapiao_sums")
        elif vals["net"] * vals["tax"] < 0:
            faults.append("fapiao_signs")
        return faults or self._find_number_faults(vals, known)

    def _find_number_faults(self, vals, known):
        wrong = find_faults(
            vals["kind"],
            vals["number"],
            vals["code"],
            vals["paper_number"],
            vals["date"].year,
        )
        faults = [f"fapiao_{code}" for code in wrong]
        key = get_key(vals)
        if key in known.seen:
            faults.append("fapiao_twice")
        known.seen.add(key)
        total = known.totals.get(key)
        if total is not None and round(total - vals["net"] - vals["tax"], 2):
            faults.append("fapiao_differs")
        return faults

    def _find_side(self, text):
        """Whose it is by the tax numbers; a list without sellers is one of our own. None:
        neither side is us."""
        seller, buyer = (
            text.get(name, "").upper() for name in ("seller_tax", "buyer_tax")
        )
        ours = (self.company_id.vat or "").strip().upper()
        if not seller or seller == ours:
            return "issued"
        if ours and (not buyer or buyer == ours):
            return "received"
        return None


def get_key(row):
    return row["side"], row["number"], row["code"]


def _read_amount(value):
    """In yuan, or None where the cell holds no amount."""
    try:
        fen = read_fen(value)
    except ValueError:
        return None
    return fen if fen is None else fen / 100


def _read_day(value):
    try:
        return read_date(value)
    except ImpossibleDate:
        return None
