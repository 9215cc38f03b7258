import re
from collections import namedtuple

from odoo import Command, fields, models

from ...kernel.text import clean
from ..migrate.import_unknown import note_unknown
from .fault import PARENTS

# ``unknown`` is {word: (name, rows)} of parts that nobody entered yet.
Known = namedtuple("Known", "kinds categories templates parts unknown")
KIND_WORDS = {
    "现象": "symptom",
    "故障现象": "symptom",
    "symptom": "symptom",
    "原因": "cause",
    "故障原因": "cause",
    "cause": "cause",
    "措施": "action",
    "处理": "action",
    "解决办法": "action",
    "维修措施": "action",
    "remedy": "action",
    "action": "action",
}
_BETWEEN = re.compile("[、,;\n]")
_TIMES = re.compile(r"^(.*?)\s*[×xX*]\s*(\d+(?:\.\d+)?)$")


class ImportFaults(models.Model):
    """Registers of the fault tree (故障排查问题树): one row is one symptom, cause or
    remedy, which names the code above it (S-19)."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("fault", "Fault Tree")], ondelete={"fault": "cascade"}
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "fault_code_missing": self.env._("The code of the fault is missing."),
            "fault_name_missing": self.env._("The name of the fault is missing."),
            "fault_kind_unknown": self.env._(
                "The kind is none of: symptom, cause, remedy."
            ),
            "fault_parent_unknown": self.env._(
                "No row above and no fault in the tree has the code it belongs to."
            ),
            "fault_parent_wrong": self.env._(
                "A cause belongs to a symptom and a remedy to a cause."
            ),
            "fault_category_unknown": self.env._("No product category has this name."),
            "fault_product_unknown": self.env._("No product has this code."),
            "fault_part_unknown": self.env._(
                "A part is neither the code nor the name of a spare part."
            ),
            "fault_hours_wrong": self.env._("The hours are no number from 0."),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "fault_code_missing": "code",
            "fault_name_missing": "name",
            "fault_kind_unknown": "kind",
            "fault_parent_unknown": "parent",
            "fault_parent_wrong": "parent",
            "fault_category_unknown": "category",
            "fault_product_unknown": "product",
            "fault_part_unknown": "parts",
            "fault_hours_wrong": "hours",
        }

    def _get_readings(self):
        return super()._get_readings() | {
            "parent": "code",
            "parts": "note",
            "words": "note",
            "guidance": "note",
        }

    def _prepare_product(self, line):
        """What a fault tree names beside its machines are spare parts."""
        vals = super()._prepare_product(line)
        if self.kind == "fault":
            vals |= {"is_storable": True, "aftersales_is_part": True}
        return vals

    def _prepare_fault(self, rows, earlier=None):
        """Codes, categories, products and parts that the rows name: one search for each."""
        codes = _values(rows, "code") | _values(rows, "parent")
        company = ("company_id", "in", [False, self.company_id.id])
        found = self.env["aftersales.fault"].search_fetch(
            [("code", "in", list(codes)), company], ["code", "kind"]
        )
        kinds = (earlier.kinds if earlier else {}) | {f.code: f.kind for f in found}
        categories = self.env["product.category"].search(
            [("name", "in", list(_values(rows, "category")))], order="id desc"
        )
        templates = self.env["product.template"].search(
            [("default_code", "in", list(_values(rows, "product"))), company],
            order="id desc",
        )
        return Known(
            kinds,
            {category.name: category.id for category in categories},
            {template.default_code: template.id for template in templates},
            self._find_fault_parts(rows),
            earlier.unknown if earlier else {},
        )

    def _find_fault_parts(self, rows):
        """{code or name: id} of the spare parts that the rows name."""
        words = {word for row in rows for word, _n in read_parts(row.get("parts"))}
        parts = self.env["product.product"].search(
            [
                "|",
                ("default_code", "in", list(words)),
                ("name", "in", list(words)),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            order="id desc",
        )
        by_name = {part.name: part.id for part in parts}
        return by_name | {p.default_code: p.id for p in parts if p.default_code}

    def _parse_fault(self, values, known):
        """(values of one row of the tree, [fault codes])."""
        vals, faults = self._parse_fault_place(values, known)
        for field, column, table in (
            ("categ_id", "category", known.categories),
            ("product_tmpl_id", "product", known.templates),
        ):
            text = clean(values.get(column))
            vals[field] = table.get(text)
            if text and not vals[field]:
                faults.append(f"fault_{column}_unknown")
        vals["parts"] = {}
        for word, quantity in read_parts(values.get("parts")):
            if word in known.parts:
                vals["parts"][known.parts[word]] = quantity
                continue
            faults.append("fault_part_unknown")
            note_unknown(known.unknown, word, word)
        vals["hours"] = _read_hours(values.get("hours"))
        if vals["hours"] is None:
            faults.append("fault_hours_wrong")
        if not faults:
            known.kinds.setdefault(vals["code"], vals["kind"])
        return vals, faults

    def _parse_fault_place(self, values, known):
        faults = []
        vals = {
            name: clean(values.get(name)) for name in ("code", "name", "parent")
        } | {
            "search_words": clean(values.get("words")),
            "guidance": clean(values.get("guidance")),
        }
        for name in ("code", "name"):
            if not vals[name]:
                faults.append(f"fault_{name}_missing")
        above = known.kinds.get(vals["parent"])
        vals["kind"] = _read_kind(clean(values.get("kind")), above)
        if vals["parent"] and not above:
            faults.append("fault_parent_unknown")
        elif not vals["kind"]:
            faults.append("fault_kind_unknown")
        elif above != PARENTS[vals["kind"]] and (above or vals["kind"] != "symptom"):
            faults.append("fault_parent_wrong")
        return vals, faults

    def _create_fault(self, rows):
        """[True where the row is new]; from the top of the tree down, a level at a time."""
        fault = self.env["aftersales.fault"]
        codes = {row["code"] for row in rows} | {row["parent"] for row in rows}
        found = fault.search_fetch(
            [
                ("code", "in", list(codes)),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            ["code"],
        )
        ids = {record.code: record.id for record in found}
        waiting, created = {}, []
        for row in rows:
            created.append(row["code"] not in ids and row["code"] not in waiting)
            if created[-1]:
                waiting[row["code"]] = row
        while waiting:
            ready = [
                r for r in waiting.values() if not r["parent"] or r["parent"] in ids
            ]
            records = fault.create([self._prepare_fault_vals(r, ids) for r in ready])
            for row, record in zip(ready, records, strict=True):
                ids[row["code"]] = record.id
                del waiting[row["code"]]
        return created

    def _prepare_fault_vals(self, row, ids):
        plain = ("name", "code", "kind", "search_words", "guidance", "hours")
        return {name: row[name] for name in plain} | {
            "company_id": self.company_id.id,
            "parent_id": ids.get(row["parent"]),
            "categ_id": row["categ_id"],
            "product_tmpl_id": row["product_tmpl_id"],
            "part_ids": [
                Command.create({"product_id": product, "quantity": quantity})
                for product, quantity in row["parts"].items()
            ],
        }


def read_parts(value):
    """[(code or name, quantity)] of a cell like ``轴承6205×2、P1003``.

    >>> read_parts("轴承6205×2、P1003")
    [('轴承6205', 2.0), ('P1003', 1.0)]
    """
    parts = []
    for piece in _BETWEEN.split(clean(value)):
        word = piece.strip()
        found = _TIMES.match(word)
        if found and float(found[2]):
            parts.append((found[1], float(found[2])))
        elif word:
            parts.append((word, 1.0))
    return parts


def _read_kind(text, above):
    """The kind that is written, else the one that follows from what stands above."""
    if text:
        return KIND_WORDS.get(text.lower())
    return {None: "symptom", "symptom": "cause", "cause": "action"}.get(above)


def _read_hours(value):
    """Hours as a number, 0 when empty, None when it is no number from 0."""
    text = clean(value)
    if not text:
        return 0.0
    try:
        hours = float(text)
    except ValueError:
        return None
    return hours if 0 <= hours < 10000 else None


def _values(rows, name):
    return {clean(row.get(name)) for row in rows} - {""}
