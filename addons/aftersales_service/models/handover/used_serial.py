import re

from odoo import api, fields, models

from ...exceptions import PartRefused, ProofMissing
from ...kernel.text import clean, serial_key

_SEPARATORS = re.compile(r"[,;、\n]")


class RequisitionLine(models.Model):
    """Which of the serial numbers that were issued was built in: the one that was scanned,
    never the first by chance."""

    _inherit = "aftersales.requisition.line"

    used_serials = fields.Char(
        "Serial Numbers Built In",
        copy=False,
        help="Scanned or typed, with commas between them. Without them the one that was issued first counts.",
    )

    @api.model
    def _get_use_fields(self):
        return super()._get_use_fields() | {"used_serials"}

    def _get_used_lots(self):
        """Lots that were named as built in.

        :raises PartRefused: for a number that is not with the technician
        """
        self.ensure_one()
        held = {serial_key(lot.name): lot for lot, _quantity in self._get_held_lots()}
        lots = self.env["stock.lot"]
        for serial in self._split_serials(held):
            lot = held.get(serial_key(serial))
            if not lot:
                raise PartRefused(
                    self.env._(
                        "%(part)s: %(serial)s was not issued for this visit. Issued: %(held)s.",
                        part=self.product_id.display_name,
                        serial=serial,
                        held=", ".join(lot.name for lot in held.values()) or "–",
                    )
                )
            lots |= lot
        return lots

    def _split_serials(self, held):
        """The numbers that were named; one may bear a comma itself."""
        text = clean(self.used_serials)
        if serial_key(text) in held:
            return [text]
        return list(filter(None, map(str.strip, _SEPARATORS.split(text))))

    def _check_held(self):
        """What was named was issued, and is not more than was used (extends)."""
        result = super()._check_held()
        for line in self.filtered("used_serials"):
            named = line._get_used_lots()
            if line.product_id.tracking == "serial" and len(named) > round(
                line.quantity_to_use
            ):
                raise PartRefused(
                    self.env._(
                        "%(part)s: %(count)s serial numbers are named, but %(used)g used.",
                        part=line.product_id.display_name,
                        count=len(named),
                        used=line.quantity_to_use,
                    )
                )
        return result

    def _check_named(self):
        """Who names some of them names all: what else was built in is not guessed.

        :raises ProofMissing: while some are not known
        """
        for line in self.filtered("used_serials"):
            single = line.product_id.tracking == "serial"
            used = round(line.quantity_to_use)
            if single and len(line._get_used_lots()) < used < round(line.held_quantity):
                raise ProofMissing(
                    self.env._(
                        "%(part)s: which serial numbers were built in? Scan or choose all of them. Issued: %(held)s.",
                        part=line.product_id.display_name,
                        held=", ".join(lot.name for lot, _q in line._get_held_lots()),
                    )
                )

    def _prepare_use_move(self, source, destination):
        """The named ones leave the van first (extends)."""
        self._check_named()
        named = self.with_context(aftersales_named_lots=self._get_used_lots()._ids)
        return super(RequisitionLine, named)._prepare_use_move(source, destination)

    def _get_held_lots(self):
        """In the order in which they leave: what was named, then the oldest (extends)."""
        held = super()._get_held_lots()
        named = self.env.context.get("aftersales_named_lots") or ()
        return sorted(held, key=lambda pair: pair[0].id not in named)
