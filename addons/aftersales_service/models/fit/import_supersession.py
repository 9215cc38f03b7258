from collections import defaultdict, namedtuple

from odoo import fields, models

from ...kernel.fit import Change, find_circle, read_exchange
from ...kernel.text import clean

# ``unknown`` is {code: (name, rows)} of parts that nobody entered yet; ``after`` is {old part:
# {changes}} of what is entered and of the rows before.
Known = namedtuple("Known", "parts after unknown")
BOTH = {
    "双向",
    "互换",
    "可互换",
    "双向互换",
    "是",
    "both",
    "yes",
    "y",
    "1",
    "√",
    "<->",
    "↔",
}
FORWARD = {
    "",
    "单向",
    "不可互换",
    "仅新代旧",
    "否",
    "forward",
    "no",
    "n",
    "0",
    "×",
    "->",
    "→",
}


class ImportSupersession(models.Model):
    """Lists of parts that replace each other (零件替代表), as makers send them."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("supersession", "Supersession of Parts")],
        ondelete={"supersession": "cascade"},
    )

    def _prepare_supersession(self, rows, earlier=None):
        """Parts that the rows name, and what is entered about them already."""
        known = earlier or Known({}, defaultdict(set), {})
        codes = {clean(row.get(name)) for row in rows for name in ("old", "new")}
        parts = self._find_parts_by_code(codes - {""} - set(known.parts))
        known.parts.update(parts)
        entered = self.env["aftersales.part.supersession"]._find_changes(
            [part.id for part in parts.values()], self.company_id.ids
        )
        for change, _owner in entered:
            known.after[change.old].add(_bare(change))
        return known

    def _find_parts_by_code(self, codes):
        """{code: spare part of this company}; old ones may be archived by now."""
        products = self.env["product.product"].with_context(active_test=False)
        parts = products.search_fetch(
            [
                ("default_code", "in", list(codes)),
                ("aftersales_is_part", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            ["default_code"],
            order="active, id desc",
        )
        return {part.default_code: part for part in parts}

    def _parse_supersession(self, values, known):
        """(values of one supersession, [fault codes])."""
        faults, ids = [], {}
        for name in ("old", "new"):
            code = clean(values.get(name))
            ids[name] = known.parts[code].id if code in known.parts else False
            if not code:
                faults.append(f"{name}_missing")
            elif not ids[name]:
                faults.append(f"{name}_unknown")
                note_unknown(known.unknown, code, values.get(f"{name}_name"))
        days, more = self._read_days(values, ("since", "until"))
        faults += more
        if days.get("since") and days.get("until") and days["until"] < days["since"]:
            faults.append("days_reversed")
        direction = clean(values.get("both_ways")).lower()
        if direction not in BOTH | FORWARD:
            faults.append("both_ways_wrong")
        quantities = read_exchange(values.get("exchange"))
        if quantities is None:
            faults.append("exchange_wrong")
        old_quantity, new_quantity = quantities or (1.0, 1.0)
        vals = {
            "product_id": ids["old"],
            "successor_id": ids["new"],
            "since": days.get("since"),
            "until": days.get("until"),
            "both_ways": direction in BOTH,
            "old_quantity": old_quantity,
            "new_quantity": new_quantity,
            "note": clean(values.get("note")),
            "company_id": self.company_id.id,
        }
        return vals, faults or self._check_change(vals, known)

    def _check_change(self, vals, known):
        """A row that closes a circle is refused, not the rows around it."""
        names = ("product_id", "successor_id", "since", "until")
        change = Change(*(vals[name] for name in names))
        if change.old == change.new:
            return ["replaces_itself"]
        if change not in known.after[change.old] and self._closes(change, known):
            return ["circle"]
        known.after[change.old].add(change)
        return []

    def _closes(self, change, known):
        """Whether a circle would be there; only what replaces the new part is looked at."""
        reached, waiting, found = {change.new}, [change.new], []
        while waiting:
            for other in known.after.get(waiting.pop(), ()):
                found.append(other)
                if other.new not in reached:
                    reached.add(other.new)
                    waiting.append(other.new)
        return change.old in reached and bool(find_circle([*found, change]))

    def _create_supersession(self, rows):
        """[True where a supersession was created, False where it was there already]."""
        # sudo: whoever may import registers may import lists of the house
        model = self.env["aftersales.part.supersession"].sudo()
        old_ids = {row["product_id"] for row in rows}
        new, seen = [], model._find_known(old_ids, self.company_id)
        for row in rows:
            pair = (row["product_id"], row["successor_id"], row["since"] or False)
            new.append(pair not in seen)
            seen.add(pair)
        model.create([row for row, is_new in zip(rows, new, strict=True) if is_new])
        return new

    def _prepare_product(self, line):
        """What such a list names are spare parts."""
        vals = super()._prepare_product(line)
        if self.kind in ("supersession", "fit", "built"):
            vals |= {"is_storable": True, "aftersales_is_part": True}
        return vals


def _bare(change):
    """What makes a circle: who replaces whom, and when."""
    return Change(change.old, change.new, change.since, change.until)


def note_unknown(unknown, code, name):
    before, rows = unknown.get(code, ("", 0))
    unknown[code] = (before or clean(name), rows + 1)
