from collections import namedtuple

from odoo import fields, models

from ...kernel.fit import is_limit, is_upside_down, read_range
from ...kernel.register import Fault
from ...kernel.text import clean
from ..catalogue.part_import import read_amount
from .import_supersession import note_unknown

# ``unknown`` is {code: (name, rows)} of parts that nobody entered yet.
Known = namedtuple("Known", "parts machines unknown")
_WHERE = ("product_id", "machine_tmpl_id", "serial_from", "serial_to", "place")


class ImportFit(models.Model):
    """Parts books: which part fits which machine, from which serial number on (适用机号)."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("fit", "Machines of Parts")], ondelete={"fit": "cascade"}
    )

    def _prepare_fit(self, rows, earlier=None):
        known = earlier or Known({}, {}, {})
        codes = {clean(row.get("part")) for row in rows} - {""}
        known.parts.update(self._find_parts_by_code(codes - set(known.parts)))
        machines = {clean(row.get("machine")) for row in rows} - {""}
        products = self.env["product.product"].with_context(active_test=False)
        found = products.search_fetch(
            [
                ("default_code", "in", list(machines - set(known.machines))),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            ["default_code", "product_tmpl_id"],
            order="active, id desc",
        )
        known.machines.update({machine.default_code: machine for machine in found})
        return known

    def _parse_fit(self, values, known):
        """(values of one row of the parts book, [fault codes])."""
        faults, ids = [], {}
        for name, table in (("part", known.parts), ("machine", known.machines)):
            code = clean(values.get(name))
            ids[name] = table.get(code)
            if not code:
                faults.append(f"fit_{name}_missing")
            elif not ids[name]:
                faults.append(f"fit_{name}_unknown")
        code = clean(values.get("part"))
        if code and not ids["part"]:
            note_unknown(known.unknown, code, values.get("part_title"))
        first, last, more = self._read_serials(values)
        faults += more
        quantity = read_amount(values.get("quantity"))
        if quantity is None or (clean(values.get("quantity")) and not quantity):
            faults.append("fit_quantity_wrong")
        part, machine = ids["part"], ids["machine"]
        return {
            "product_id": part and part.id,
            "machine_tmpl_id": machine and machine.product_tmpl_id.id,
            "serial_from": first,
            "serial_to": last,
            "place": clean(values.get("place")),
            "quantity": quantity or 1.0,
            "note": clean(values.get("note")),
            "company_id": self.company_id.id,
        }, faults

    def _read_serials(self, values):
        """(first, last, faults), in two columns, or in one as people write it."""
        names = ("serial_from", "serial_to")
        first, last = (clean(values.get(name)) for name in names)
        if first or last:
            wrong = [name for name in names if not is_limit(values.get(name))]
            faults = [Fault("fit_range_unclear", name) for name in wrong]
        else:
            found = read_range(values.get("serial_range"))
            first, last = found or ("", "")
            faults = [] if found else ["fit_range_unclear"]
        if not faults and is_upside_down(first, last):
            faults = ["fit_range_reversed"]
        return first, last, faults

    def _create_fit(self, rows):
        """[True where a row was created, False where it was there already]."""
        # sudo: as `_create_supersession`
        model = self.env["aftersales.part.fit"].sudo()
        there = model.search_fetch(
            [
                ("product_id", "in", [row["product_id"] for row in rows]),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            _WHERE,
        )
        seen, new = {one._get_key() for one in there}, []
        for row in rows:
            key = tuple(row[name] or False for name in _WHERE)
            new.append(key not in seen)
            seen.add(key)
        model.create([row for row, is_new in zip(rows, new, strict=True) if is_new])
        return new


class PartFit(models.Model):
    _inherit = "aftersales.part.fit"

    def _get_key(self):
        """What makes two rows of a parts book the same."""
        names = _WHERE[2:]
        return (
            *(self.product_id.id, self.machine_tmpl_id.id),
            *(self[name] or False for name in names),
        )
