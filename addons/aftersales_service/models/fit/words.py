from ...kernel.fit import OLDER, SUPERSEDED, UNKNOWN, WRONG


class Words:
    """The sentence of a verdict, in the language of who asks (see `Fitting`)."""

    def _speaks(self, verdict, device):
        """Whether there may be something to say."""
        if verdict.state == UNKNOWN:
            return not device.serial
        return verdict.state in (WRONG, SUPERSEDED, OLDER)

    def _write(self, verdict, device, machine, part_id):
        if not self._speaks(verdict, device):
            return ""
        part, state = self.products[part_id], verdict.state
        machine = self.products.get(machine.id, machine)
        instead = self.products[verdict.instead] if verdict.instead else part.browse()
        if state == WRONG:
            return self._write_wrong(device, machine, part, instead)
        if state == SUPERSEDED:
            return self._write_superseded(part, instead)
        if state == OLDER:
            return self._write_older(part, instead)
        return self._write_unread(machine, part)

    def _write_wrong(self, device, machine, part, instead):
        ranges = self._get_ranges(machine, part)
        if ranges:
            text = self.words._(
                "%(part)s fits %(machine)s only with serial number %(ranges)s; this one is %(serial)s.",
                part=part.display_name,
                machine=machine.display_name,
                ranges=ranges,
                serial=device.serial,
            )
        else:
            text = self.words._(
                "%(part)s belongs to %(machines)s, not to %(machine)s.",
                part=part.display_name,
                machines=self._name_machines(part),
                machine=machine.display_name,
            )
        if not instead:
            return text
        take = self.words._("Take %s.", instead.display_name)
        return f"{text} {take}"

    def _get_ranges(self, machine, part):
        rows = self._get_rows(machine, part.id)
        texts = [row.with_env(self.words)._get_range_text() for row in rows]
        return ", ".join(dict.fromkeys(filter(None, texts)))

    def _name_machines(self, part, most=3):
        machines = self.elsewhere[part.id]
        names = ", ".join(machines[:most].mapped("display_name"))
        return f"{names} …" if len(machines) > most else names

    def _write_superseded(self, part, instead):
        since = self.days.get((part.id, instead.id))
        names = {"part": part.display_name, "instead": instead.display_name}
        if since:
            return self.words._(
                "%(part)s is replaced by %(instead)s since %(day)s.", day=since, **names
            )
        return self.words._("%(part)s is replaced by %(instead)s.", **names)

    def _write_older(self, part, instead):
        return self.words._(
            "First use up %(older)s, which serves for %(part)s: %(left)g in stock.",
            older=instead.display_name,
            part=part.display_name,
            left=self.left[instead.id],
        )

    def _write_unread(self, machine, part):
        ranges = self._get_ranges(machine, part)
        if not ranges:
            return ""
        return self.words._(
            "%(part)s fits only with serial number %(ranges)s. Read the number on the plate.",
            part=part.display_name,
            ranges=ranges,
        )
