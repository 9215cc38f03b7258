from odoo import fields, models
from odoo.fields import Domain

from ...kernel.fapiao import DIGITAL, read_remark
from ...kernel.text import name_key
from .fapiao_import_read import get_key

_HALF = str.maketrans("（）", "()")
_FULL = str.maketrans("()", "（）")


class ImportFapiao(models.Model):
    """The list of 发票 that the tax office's site exports (全量发票查询): known again by their
    numbers, registered, and assigned to the invoice they can only mean."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("fapiao", "Fapiaos")],
        ondelete={"fapiao": "cascade"},
    )

    def _find_tables(self):
        """The sheet of the 发票 themselves goes before that of their lines (extends)."""
        tables, needed = super()._find_tables()
        if self.kind == "fapiao":
            whole = [(s, t) for s, t in tables if "goods" not in t.fields]
            tables = whole or tables
        return tables, needed

    def _create_fapiao(self, rows):
        """[True where a 发票 was registered, False where it was there already]."""
        fapiao = self.env["aftersales.fapiao"].with_company(self.company_id)
        there = {
            one._get_key(): one
            for one in fapiao.search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("number", "in", [row["number"] for row in rows]),
                ]
            )
        }
        new = [row for row in rows if get_key(row) not in there]
        made = fapiao.create(self._prepare_fapiao_vals(new))
        for row in rows:
            if known := there.get(get_key(row)):
                known._follow_list(row["void"])
        made._tie_red_letters()
        made._stand()
        for one, row in zip(made, new, strict=True):
            one._follow_list(row["void"])
        (made | made.red_ids)._assign()
        return [get_key(row) not in there for row in rows]

    def _prepare_fapiao_vals(self, rows):
        partners = self._find_fapiao_partners(rows)
        return [
            {
                "side": row["side"],
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
        """{(tax number, name): id}; the number decides, else the name where it is one's who
        has no other number."""
        parties = {_party(row) for row in rows}
        names = {name for _tax, name in parties if name}
        names |= {name.translate(signs) for name in names for signs in (_HALF, _FULL)}
        found = self.env["res.partner"].search(
            Domain("parent_id", "=", False)
            & Domain("company_id", "in", (False, self.company_id.id))
            & (
                Domain("vat", "in", [tax for tax, _name in parties if tax])
                | Domain("name", "in", list(names))
            )
        )
        by_tax = found.grouped("vat")
        by_name = found.grouped(lambda partner: name_key(partner.name))
        ids = {}
        for tax, name in parties:
            mine = by_tax.get(tax) if tax else None
            if not mine:
                mine = by_name.get(name_key(name), found.browse())
                mine = mine.filtered(
                    lambda p, tax=tax: not tax or p.vat in (False, tax)
                )
            if len(mine) == 1:
                ids[tax, name] = mine.id
        return ids


class Fapiao(models.Model):
    _inherit = "aftersales.fapiao"

    def _get_key(self):
        """By which a row of a list is known again."""
        return self.side, self.number, self.code or ""

    def _follow_list(self, void):
        """What the tax office's list says of it now: issued, or made void since."""
        if self.state == "draft":
            self._stand()
        if void and self.state == "registered" and self.kind not in DIGITAL:
            self._make_void()

    def _tie_red_letters(self):
        """Red letters of these, or that came before these, to what they take back."""
        reds = self._find_reds()
        told = {red: read_remark(red.note or "") for red in reds}
        numbers = [number for number, _code, _confirmation in told.values() if number]
        blue = self.search(
            [("company_id", "in", self.company_id.ids), ("number", "in", numbers)]
        ).filtered(lambda fapiao: fapiao.total > 0)
        by_number = blue.grouped(lambda fapiao: (fapiao.side, fapiao.number))
        for red, (number, code, confirmation) in told.items():
            found = by_number.get((red.side, number), blue.browse())
            found = found.filtered(lambda f, code=code: not code or f.code == code)
            if len(found) == 1:
                red._tie_to(found, confirmation)

    def _tie_to(self, original, confirmation):
        named = self.confirmation_number or confirmation or False
        self._in_flow().write(
            {"original_id": original.id, "confirmation_number": named}
        )
        if self.state == "registered":
            self._find_confirmation()._use_up(self)


def _party(row):
    return row["buyer"] if row["side"] == "issued" else row["seller"]
