from collections import namedtuple

from odoo import fields, models

from ...kernel.fit import is_limit, is_upside_down, read_range
from ...kernel.register import Fault
from ...kernel.text import clean
from .import_supersession import PARTS

# ``unknown`` is {code: (name, rows)} of parts that nobody entered yet.
Known = namedtuple("Known", "parts machines unknown")
_WHERE = (
    *("product_id", "machine_tmpl_id", "machine_id"),
    *("serial_from", "serial_to", "place"),
)


class ImportFit(models.Model):
    """Parts books: which part fits which machine, from which serial number on (适用机号)."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("fit", "Machines of Parts")], ondelete={"fit": "cascade"}
    )

    def _prepare_fit(self, rows, earlier=None):
        known = earlier or Known({}, {}, {})
        for name, table, domain in (
            ("part", known.parts, PARTS),
            ("machine", known.machines, ()),
        ):
            codes = {clean(row.get(name)) for row in rows} - {""}
            table.update(self._find_by_code(codes - set(table), domain))
        return known

    def _parse_fit(self, values, known):
        """(values of one row of the parts book, [fault codes])."""
        part, faults = self._read_part(values, "part", known, "fit_part", "part_title")
        template, variant, more = self._read_model(values, known)
        faults += more
        first, last, more = self._read_serials(values)
        faults += more
        quantity = self._read_quantity(values)
        if not quantity:
            faults.append("fit_quantity_wrong")
        return {
            "product_id": part and part.id,
            "machine_tmpl_id": template and template.id,
            "machine_id": variant and variant.id,
            "serial_from": first,
            "serial_to": last,
            "place": clean(values.get("place")),
            "quantity": quantity,
            "note": clean(values.get("note")),
            "company_id": self.company_id.id,
        }, faults

    def _read_model(self, values, known):
        """(model, variant, faults): the code of one variant of several means that one."""
        found = known.machines.get(clean(values.get("machine")))
        if found and len(found.product_tmpl_id) == 1:
            model = found.product_tmpl_id
            others = model.with_context(active_test=True).product_variant_ids - found
            return model, found if others and len(found) == 1 else None, []
        _product, faults = self._read_code(
            values, "machine", known.machines, "fit_machine"
        )
        return None, None, faults

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
        links, plain = _WHERE[:3], _WHERE[3:]
        return (*(self[n].id for n in links), *(self[n] or False for n in plain))
