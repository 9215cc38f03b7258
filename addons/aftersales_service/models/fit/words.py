from fractions import Fraction

from ...kernel.fit import OLDER, SUPERSEDED, UNKNOWN, WRONG
from .part_fit import write_range

MOST = 3  # machines that a sentence names


class Words:
    """The sentence of a verdict, in the language of who asks (see `Fitting`)."""

    def _speaks(self, verdict, units):
        """Whether there may be something to say."""
        if verdict.state == UNKNOWN:
            return not units[0].serial
        return verdict.state in (WRONG, SUPERSEDED, OLDER)

    def _find_unit(self, units, part_id):
        """Of the machine and the devices inside it the one for which the part is stated."""
        stated = (unit for unit in units if self._get_rows(unit, part_id))
        return next(stated, units[0])

    def _write(self, verdict, units, part_id):
        if not self._speaks(verdict, units):
            return ""
        part, state = self.products[part_id], verdict.state
        unit = self._find_unit(units, part_id)
        instead = self.products[verdict.instead] if verdict.instead else part.browse()
        if state == WRONG:
            return self._write_wrong(unit, part, instead)
        if state == SUPERSEDED:
            return self._write_superseded(part, instead)
        if state == OLDER:
            return self._write_older(part, instead)
        return self._write_unread(unit, part)

    def _write_wrong(self, unit, part, instead):
        ranges = self._get_ranges(unit, part)
        machine = self.products[unit.product].display_name
        if ranges:
            text = self.words._(
                "%(part)s fits %(machine)s only with serial number %(ranges)s; this one is %(serial)s.",
                part=part.display_name,
                machine=machine,
                ranges=ranges,
                serial=unit.serial,
            )
        else:
            text = self.words._(
                "%(part)s belongs to %(machines)s, not to %(machine)s.",
                part=part.display_name,
                machines=self._name_machines(part),
                machine=machine,
            )
        if not instead:
            return text
        old, new = self._name_exchange(part, instead)
        take = new if old == part.display_name else f"{new} ({old})"
        return f"{text} {self.words._('Take %s.', take)}"

    def _get_ranges(self, unit, part):
        rows = self._get_rows(unit, part.id)
        texts = [
            write_range(self.words, row.serial_from, row.serial_to) for row in rows
        ]
        return ", ".join(dict.fromkeys(filter(None, texts)))

    def _get_named_machines(self, part_id):
        """[(template, variant or None)] of the machines that the part is stated for."""
        rows = self.elsewhere[part_id]
        return list(dict.fromkeys((row.template, row.variant) for row in rows))

    def _name_machines(self, part):
        pairs = self._get_named_machines(part.id)
        machines = (
            self.products[variant] if variant else self.machines[template]
            for template, variant in pairs[:MOST]
        )
        names = ", ".join(machine.display_name for machine in machines)
        return f"{names} …" if len(pairs) > MOST else names

    def _name_exchange(self, part, instead):
        """Names of both, with their numbers of pieces where they are not the same."""
        ratio = Fraction(self.chains.get_ratio(part.id, instead.id))
        old, new = part.display_name, instead.display_name
        if ratio == 1:
            return old, new
        old = old if ratio.denominator == 1 else f"{ratio.denominator} × {old}"
        return old, f"{ratio.numerator} × {new}"

    def _write_superseded(self, part, instead):
        old, new = self._name_exchange(part, instead)
        if since := self.chains.get_since(part.id, instead.id):
            return self.words._(
                "%(part)s is replaced by %(instead)s since %(day)s.",
                part=old,
                instead=new,
                day=since,
            )
        return self.words._(
            "%(part)s is replaced by %(instead)s.", part=old, instead=new
        )

    def _write_older(self, part, instead):
        return self.words._(
            "First use up %(older)s, which serves for %(part)s: %(left)g in stock.",
            older=instead.display_name,
            part=part.display_name,
            left=self.left[instead.id],
        )

    def _write_unread(self, unit, part):
        ranges = self._get_ranges(unit, part)
        if not ranges:
            return ""
        return self.words._(
            "%(part)s fits only with serial number %(ranges)s. Read the number on the plate.",
            part=part.display_name,
            ranges=ranges,
        )
