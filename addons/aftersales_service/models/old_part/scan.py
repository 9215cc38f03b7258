from odoo import api, models
from odoo.fields import Domain

from ...kernel.text import serial_key
from ..scan.scan import Kind


class Scan(models.AbstractModel):
    """Old parts by their tag."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        known = Domain("name", "in", read.names)
        known |= Domain("id", "=", read.get_id("aftersales.old.part"))
        label = self.env._("Old Part")
        return [
            *super()._get_kinds(read),
            Kind("old_part", "aftersales.old.part", label, known),
        ]

    @api.model
    def _get_screen_kinds(self, screen, read):
        """By the serial number that is still on the part."""
        kinds = super()._get_screen_kinds(screen, read)
        if screen == "aftersales.old.part":
            known = Domain("serial", "in", read.serials or read.names)
            kinds.append(Kind("old_part", screen, self.env._("Old Part"), known))
        return kinds


class OldPart(models.Model):
    _inherit = "aftersales.old.part"

    def _is_scanned(self, read):
        """Whether a code is the tag of this part, or the serial number on it."""
        if read.get_id(self._name) == self.id or self.name in read.names:
            return True
        keys = {serial_key(text) for text in read.serials or read.names}
        return bool(self.serial) and serial_key(self.serial) in keys
