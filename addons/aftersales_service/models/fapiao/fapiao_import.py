import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from odoo import fields, models

from ...kernel.dates import ImpossibleDate, read_date
from ...kernel.fapiao import DIGITAL, find_faults, guess_kind
from ...kernel.text import clean

# An invoice and its 发票 are seldom further apart.
_DAYS = timedelta(days=92)
_ORIGINAL = re.compile(r"被红冲蓝字\D*(\d{20}|\d{8})")
_VOID = ("作废",)


@dataclass
class Known:
    """What the rows of an import share."""

    seen: set = field(default_factory=set)


class ImportFapiao(models.Model):
    """The list of 发票 that the tax office's site exports (全量发票查询): known again by their
    numbers, registered, and assigned to the invoice they can only mean."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("fapiao", "Fapiaos")],
        ondelete={"fapiao": "cascade"},
    )

    def _get_fault_texts(self):
        return (
            super()._get_fault_texts()
            | {
                f"fapiao_{code}": text
                for code, text in self.env["aftersales.fapiao"]
                ._get_fault_texts()
                .items()
            }
            | {
                "fapiao_kind": self.env._("Which kind of fapiao this is, is not said."),
                "fapiao_twice": self.env._(
                    "This number appears twice: the list has a row for each line of goods. Export the list of fapiaos themselves (发票基础信息)."
                ),
                "fapiao_sums": self.env._("Amount and tax must be numbers."),
                "fapiao_date": self.env._("The day of issue is missing or wrong."),
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
            "fapiao_date": "date",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "digital_number": "code",
            "number": "code",
            "code": "code",
        }

    def _find_tables(self):
        """The sheet of the 发票 themselves goes before that of their lines (extends)."""
        tables, needed = super()._find_tables()
        if self.kind == "fapiao":
            whole = [(s, t) for s, t in tables if "goods" not in t.fields]
            tables = whole or tables
        return tables, needed

    def _prepare_fapiao(self, _rows, earlier=None):
        return earlier or Known()

    def _parse_fapiao(self, values, known):
        """(values of one 发票, [fault codes])."""
        text = {name: clean(value) for name, value in values.items()}
        digital, eight = text.get("digital_number", ""), text.get("number", "")
        if len(eight) == 20:
            digital, eight = eight, ""
        kind = guess_kind(text.get("kind", ""), digital or eight)
        vals = {
            "kind": kind,
            "number": digital or eight,
            "code": text.get("code", ""),
            "paper_number": eight if digital else "",
            "net": _read_amount(values.get("net")),
            "tax": _read_amount(values.get("tax")),
            "date": _read_day(values.get("date")),
            "remark": text.get("remark", ""),
            "void": text.get("state", "") in _VOID,
            "is_ours": self._is_ours(text.get("seller_tax", "")),
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
        if vals["net"] is None or vals["tax"] is None:
            faults.append("fapiao_sums")
        if not faults:
            wrong = find_faults(
                vals["kind"],
                vals["number"],
                vals["code"],
                vals["paper_number"],
                vals["date"].year,
            )
            faults += [f"fapiao_{code}" for code in wrong]
        key = (vals["number"], vals["code"])
        if key in known.seen:
            faults.append("fapiao_twice")
        known.seen.add(key)
        return faults

    def _is_ours(self, tax_number):
        """Whether we issued it; a list without sellers is one of our own."""
        return not tax_number or tax_number == self.company_id.vat

    def _create_fapiao(self, rows):
        """[True where a 发票 was registered, False where it was there already]."""
        fapiao = self.env["aftersales.fapiao"].with_company(self.company_id)
        numbers = [row["number"] for row in rows]
        there = {
            (one.side, one.number, one.code or "")
            for one in fapiao.search(
                [("company_id", "=", self.company_id.id), ("number", "in", numbers)]
            )
        }
        new = [row for row in rows if _key(row) not in there]
        made = fapiao.create(self._prepare_fapiao_vals(new))
        self._register_fapiao(made, new)
        return [_key(row) not in there for row in rows]

    def _prepare_fapiao_vals(self, rows):
        partners = self._find_fapiao_partners(rows)
        return [
            {
                "side": _key(row)[0],
                "kind": row["kind"],
                "number": row["number"],
                "code": row["code"] or False,
                "paper_number": row["paper_number"] or False,
                "date": row["date"],
                "net": row["net"],
                "tax": row["tax"],
                "company_id": self.company_id.id,
                "partner_id": partners.get(_party(row)),
                "party_tax_number": _party(row)[0],
                "party_name": _party(row)[1],
                "note": row["remark"],
            }
            for row in rows
        ]

    def _find_fapiao_partners(self, rows):
        """{(tax number, name): id}; the number decides, else the name where it is one's."""
        parties = {_party(row) for row in rows}
        found = self.env["res.partner"].search(
            [
                ("parent_id", "=", False),
                ("company_id", "in", (False, self.company_id.id)),
                "|",
                ("vat", "in", [tax for tax, _name in parties if tax]),
                ("name", "in", [name for _tax, name in parties if name]),
            ]
        )
        by_tax, by_name = found.grouped("vat"), found.grouped("name")
        ids = {}
        for tax, name in parties:
            mine = by_tax.get(tax) if tax else None
            mine = mine or by_name.get(name, found.browse())
            if len(mine) == 1:
                ids[tax, name] = mine.id
        return ids

    def _register_fapiao(self, made, rows):
        """They stand as the tax office has them; what takes back is tied to what it takes."""
        pairs = list(zip(made, rows, strict=True))
        for fapiao, row in pairs:
            original = _ORIGINAL.search(row["remark"])
            if original and fapiao.total < 0:
                fapiao.original_id = fapiao.search(
                    [
                        ("company_id", "=", fapiao.company_id.id),
                        ("side", "=", fapiao.side),
                        ("number", "=", original[1]),
                    ],
                    limit=1,
                )
        made._move_to("registered")
        for fapiao, row in pairs:
            if row["void"] and fapiao.kind not in DIGITAL:
                fapiao._move_to("void")
        self._assign_fapiao(made.filtered(lambda one: one.state == "registered"))

    def _assign_fapiao(self, made):
        """To the invoice that its remark names, else to the only one of its partner, amount
        and quarter; what could be two is left to a person."""
        invoices = self._find_fapiao_invoices(made)
        by_name = {move.name: move for move in invoices}
        by_sum = defaultdict(list)
        for move in invoices:
            left = move._aftersales_get_without_fapiao()
            by_sum[move.commercial_partner_id, left].append(move)
        twins = Counter((fapiao.partner_id, fapiao.total) for fapiao in made)
        links = []
        for fapiao in made:
            key = (fapiao.partner_id, fapiao.total)
            named = [m for name, m in by_name.items() if name in (fapiao.note or "")]
            alike = [
                move
                for move in by_sum[key]
                if twins[key] == 1 and abs(move.invoice_date - fapiao.date) <= _DAYS
            ]
            found = named or alike
            if len(found) == 1 and fapiao.partner_id:
                links.append({"fapiao_id": fapiao.id, "move_id": found[0].id})
        self.env["aftersales.fapiao.link"].create(links)

    def _find_fapiao_invoices(self, made):
        if not made.partner_id:
            return self.env["account.move"]
        days = made.mapped("date")
        # sudo: whoever imports 发票 sees which invoice each is for, not the invoices
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "posted"),
                    ("commercial_partner_id", "in", made.partner_id.ids),
                    ("move_type", "in", self.env["account.move"].get_invoice_types()),
                    ("invoice_date", ">=", min(days) - _DAYS),
                    ("invoice_date", "<=", max(days) + _DAYS),
                    ("aftersales_fapiao_link_ids", "=", False),
                ]
            )
        )


def _key(row):
    return "issued" if row["is_ours"] else "received", row["number"], row["code"]


def _party(row):
    return row["buyer"] if row["is_ours"] else row["seller"]


def _read_amount(value):
    text = clean(value).replace(",", "").strip("¥￥元 ")
    try:
        return float(text or 0)
    except ValueError:
        return None


def _read_day(value):
    try:
        return read_date(value)
    except ImpossibleDate:
        return None
