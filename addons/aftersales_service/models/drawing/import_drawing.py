import base64
from collections import namedtuple
from pathlib import PurePath

from odoo import fields, models

from ...kernel.fit import is_upside_down
from ...kernel.text import clean
from ..fit.import_supersession import PARTS
from .import_pictures import get_picture_key

# ``there`` are keys of drawings that were entered before, ``seen`` rows of this file.
Known = namedtuple("Known", "parts machines pictures there seen unknown")
_DRAWING = ("name", "sheet", "machine", "serial_from", "serial_to")


class ImportDrawing(models.Model):
    """Lists of drawings: position, part, quantity; pictures come beside the list."""

    _name = "aftersales.import"
    _inherit = ["aftersales.import", "aftersales.adopt.mixin"]
    _upload_fields = ("drawing_file_ids",)

    kind = fields.Selection(
        selection_add=[("drawing", "Exploded Drawings")],
        ondelete={"drawing": "cascade"},
    )
    drawing_file_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_import_drawing_rel",
        "import_id",
        "attachment_id",
        "Pictures of the Drawings",
        copy=False,
        help="PNG or JPEG, each named as its drawing or its sheet, or one .zip with all.",
    )
    drawing_machine_id = fields.Many2one(
        "product.template",
        "Drawings Of",
        index="btree_not_null",
        help="Where the list does not name the machine.",
    )

    def _prepare_drawing(self, rows, earlier=None):
        known = earlier or self._begin_drawings()
        for name, table, domain in (
            ("part", known.parts, PARTS),
            ("machine", known.machines, ()),
        ):
            codes = {clean(row.get(name)) for row in rows} - {""}
            table.update(self._find_by_code(codes - set(table), domain))
        return known

    def _begin_drawings(self):
        # sudo: whoever may import registers may import lists of the house
        drawings = self.env["aftersales.drawing"].sudo()
        ours = [("company_id", "in", (False, self.company_id.id))]
        there = drawings.with_context(active_test=False).search(ours)
        keys = {key for drawing in there for key in drawing._get_keys()}
        return Known({}, {}, self._find_pictures(), keys, set(), {})

    def _parse_drawing(self, values, known):
        """(values of one row, [fault codes])."""
        told = {name: clean(values.get(name)) for name in values}
        faults = [] if told.get("position") else ["drawing_position_missing"]
        part, more = self._read_part(
            values, "part", known, "drawing_part", "part_title"
        )
        drawing, further = self._parse_drawing_head(told, values, known)
        quantity = self._read_quantity(values)
        faults += more + further + ["drawing_quantity_wrong"] * (not quantity)
        key = (*drawing.values(), told.get("position"), part and part.id)
        if not faults and key in known.seen:
            faults.append("drawing_row_twice")
        known.seen.add(key)
        return {
            "drawing": drawing,
            "picture": self._find_picture(drawing, told, known),
            "position": told.get("position"),
            "product_id": part and part.id,
            "quantity": quantity,
            "note": told.get("note") or False,
        }, faults

    def _read_drawn_machine(self, values, known):
        """(model, [fault codes]); its variants may share a code."""
        code = clean(values.get("machine"))
        if not code and self.drawing_machine_id:
            return self.drawing_machine_id, []
        found = known.machines.get(code)
        if found and len(found.product_tmpl_id) == 1:
            return found.product_tmpl_id, []
        _product, faults = self._read_code(
            values, "machine", known.machines, "drawing_machine"
        )
        return self.drawing_machine_id.browse(), faults

    def _parse_drawing_head(self, told, values, known):
        """({name, sheet, machine, range} of the drawing, [fault codes])."""
        machine, faults = self._read_drawn_machine(values, known)
        stem = PurePath(self.filename or "").stem
        first, last = told.get("serial_from") or "", told.get("serial_to") or ""
        if is_upside_down(first, last):
            faults.append("drawing_range_reversed")
        sheet = told.get("sheet") or ""
        drawing = {
            "name": told.get("drawing") or sheet or stem,
            "sheet": sheet,
            "machine": machine.id,
            "serial_from": first,
            "serial_to": last,
        }
        if not faults and tuple(drawing.values()) not in known.there:
            picture = self._find_picture(drawing, told, known)
            if not picture:
                faults.append("drawing_picture_missing")
            elif not picture.good:
                faults.append("drawing_picture_wrong")
        return drawing, faults

    def _find_picture(self, drawing, told, known):
        """The picture that is named, else that of the sheet, of the drawing, or the only one."""
        names = (told.get("picture"), drawing["sheet"], drawing["name"])
        keys = [get_picture_key(name) for name in names if name]
        found = next((known.pictures[k] for k in keys if k in known.pictures), None)
        every = set(known.pictures.values())
        if found or told.get("picture") or len(every) != 1:
            return found
        return every.pop()

    def _create_drawing(self, rows):
        """[True where a row was drawn, False where it was there already]."""
        # sudo: as `_begin_drawings`
        drawings = self.env["aftersales.drawing"].sudo()
        by_key = drawings._find_or_draw(self, rows)
        spots = self.env["aftersales.drawing.spot"].sudo()
        there = spots.search_fetch(
            [("drawing_id", "in", [drawing.id for drawing in by_key.values()])],
            ["drawing_id", "position", "product_id"],
        )
        seen = {(s.drawing_id.id, s.position, s.product_id.id) for s in there}
        new, vals_list = [], []
        for place, row in enumerate(rows):
            drawing = by_key[tuple(row["drawing"].values())]
            key = (drawing.id, row["position"], row["product_id"])
            new.append(key not in seen)
            if key not in seen:
                names = ("position", "product_id", "quantity", "note")
                vals = {name: row[name] for name in names}
                vals_list.append(vals | {"drawing_id": drawing.id, "sequence": place})
            seen.add(key)
        spots.create(vals_list)
        return new

    def _prepare_product(self, line):
        """What such a list names are spare parts (extends)."""
        vals = super()._prepare_product(line)
        if self.kind == "drawing":
            vals |= {"is_storable": True, "aftersales_is_part": True}
        return vals


class Drawing(models.Model):
    _inherit = "aftersales.drawing"

    def _get_keys(self):
        """What makes it the drawing that a row of a list means, for each of its machines."""
        rest = [self.serial_from or "", self.serial_to or ""]
        return [
            (self.name, self.sheet or "", machine.id, *rest)
            for machine in self.machine_tmpl_ids
        ]

    def _find_or_draw(self, register, rows):
        """{key: drawing} of all rows; those that are not there get their picture."""
        wanted = {tuple(row["drawing"].values()): row for row in rows}
        company = register.company_id
        found = self.with_context(active_test=False).search(
            [
                ("name", "in", [key[0] for key in wanted]),
                ("company_id", "in", (False, company.id)),
            ],
            order="id desc",
        )
        by_key = {key: drawing for drawing in found for key in drawing._get_keys()}
        for key, row in wanted.items():
            if key not in by_key:
                vals = dict(zip(_DRAWING, key, strict=True))
                raw = register._read_picture(row["picture"])
                by_key[key] = self.create(
                    {
                        "name": vals["name"],
                        "sheet": vals["sheet"] or False,
                        "machine_tmpl_ids": [(6, 0, [vals["machine"]])],
                        "serial_from": vals["serial_from"] or False,
                        "serial_to": vals["serial_to"] or False,
                        "picture": base64.b64encode(raw),
                        "company_id": company.id,
                    }
                )
        return {key: by_key[key] for key in wanted}
