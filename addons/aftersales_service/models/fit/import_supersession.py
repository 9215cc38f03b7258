from collections import defaultdict, namedtuple

from odoo import fields, models
from odoo.tools import float_round

from ...kernel.fit import Change, find_circle, read_exchange
from ...kernel.text import clean
from ..catalogue.part_import import NO, YES

# ``unknown`` is {code: (name, rows)} of parts that nobody entered yet; ``after`` is {old part:
# {changes}} of what is entered and of the rows before; ``shared`` is {(old, new, since): last
# day} of what all companies share.
Known = namedtuple("Known", "parts after shared unknown")
PARTS = (("aftersales_is_part", "=", True),)
BOTH = YES | {"双向", "互换", "可互换", "双向互换", "both", "<->", "↔"}
FORWARD = NO | {"单向", "不可互换", "仅新代旧", "forward", "->", "→"}


class ImportSupersession(models.Model):
    """Lists of parts that replace each other (零件替代表), as makers send them."""

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("supersession", "Supersession of Parts")],
        ondelete={"supersession": "cascade"},
    )

    def _prepare_supersession(self, rows, earlier=None):
        """Parts that the rows name, and what is entered about them already."""
        known = earlier or Known({}, defaultdict(set), {}, {})
        codes = {clean(row.get(name)) for row in rows for name in ("old", "new")}
        codes -= {""} | set(known.parts)
        found = self._find_by_code(codes, PARTS)
        known.parts.update(found)
        entered = self.env["aftersales.part.supersession"]._find_changes(
            [part.id for parts in found.values() for part in parts],
            self.company_id.ids,
        )
        for change, owner in entered:
            known.after[change.old].add(_bare(change))
            if not owner:
                known.shared[change.old, change.new, change.since] = change.until
        return known

    def _parse_supersession(self, values, known):
        """(values of one supersession, [fault codes])."""
        old, faults = self._read_part(values, "old", known, "old", "old_name")
        new, more = self._read_part(values, "new", known, "new", "new_name")
        days, wrong = self._read_days(values, ("since", "until"))
        faults += more + wrong
        if days.get("since") and days.get("until") and days["until"] < days["since"]:
            faults.append("days_reversed")
        direction = clean(values.get("both_ways")).lower()
        if direction and direction not in BOTH | FORWARD:
            faults.append("both_ways_wrong")
        quantities = self._read_exchange(values)
        if not quantities:
            faults.append("exchange_wrong")
        old_quantity, new_quantity = quantities or (1.0, 1.0)
        vals = {
            "product_id": old and old.id,
            "successor_id": new and new.id,
            "since": days.get("since"),
            "until": days.get("until"),
            "both_ways": direction in BOTH,
            "old_quantity": old_quantity,
            "new_quantity": new_quantity,
            "note": clean(values.get("note")),
            "company_id": self.company_id.id,
        }
        faults = faults or self._check_change(vals, known)
        return vals | {"told": _get_told(values)}, faults

    def _read_exchange(self, values):
        """(old, new) quantities as they will be stored, None where nothing is left of one."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        pair = [
            float_round(number, precision_digits=digits)
            for number in read_exchange(values.get("exchange")) or ()
        ]
        return pair if all(pair) else None

    def _check_change(self, vals, known):
        """A row that closes a circle is refused, not the rows around it."""
        names = ("product_id", "successor_id", "since", "until")
        change = Change(*(vals[name] for name in names))
        if change.old == change.new:
            return ["replaces_itself"]
        after, pair = known.after[change.old], (change.old, change.new, change.since)
        if pair in known.shared:
            differs = change.until and change.until != known.shared[pair]
            return ["shared_differs"] if differs else []
        if change in after:
            return []
        before = {one for one in after if (one.old, one.new, one.since) == pair}
        if before and not change.until:
            return []
        after -= before
        if self._closes(change, known):
            after |= before
            return ["circle"]
        after.add(change)
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
        """[True where a supersession was created, False where it was there already]; what a
        list says of one that is there is written, such as its last day."""
        # sudo: whoever may import registers may import lists of the house
        model = self.env["aftersales.part.supersession"].sudo()
        old_ids = {row["product_id"] for row in rows}
        known, fresh = model._find_known(old_ids, self.company_id), {}
        new = []
        for row in rows:
            told = row.pop("told")
            pair = (row["product_id"], row["successor_id"], row["since"] or False)
            new.append(pair not in known and pair not in fresh)
            if new[-1]:
                fresh[pair] = row
                continue
            said = {name: row[name] for name in told}
            if pair in fresh:
                fresh[pair] |= said
            else:
                known[pair]._tell(said)
        model.create(list(fresh.values()))
        return new


def _bare(change):
    """What makes a circle: who replaces whom, and when."""
    return Change(change.old, change.new, change.since, change.until)


def _get_told(values):
    """Fields about which a row says something, beside what it is about."""
    fields_of = {
        "until": ("until",),
        "both_ways": ("both_ways",),
        "exchange": ("old_quantity", "new_quantity"),
        "note": ("note",),
    }
    return {
        name
        for cell, names in fields_of.items()
        if clean(values.get(cell))
        for name in names
    }


class Supersession(models.Model):
    _inherit = "aftersales.part.supersession"

    def _tell(self, vals):
        """Write what is new of ``vals``; what all companies share is nobody's to change."""
        changed = {name: value for name, value in vals.items() if self[name] != value}
        if changed and self.company_id:
            self.write(changed)
