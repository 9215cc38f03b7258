from odoo import api, models
from odoo.fields import Domain

from ...kernel.text import serial_key
from ..scan.scan import Kind


class Scan(models.AbstractModel):
    """Goods in our care by the receipt that the customer holds, or the card on them."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        known = Domain("name", "in", read.names)
        known |= Domain("id", "=", read.get_id("aftersales.custody"))
        label = self.env._("Custody of Customer's Goods")
        return [
            *super()._get_kinds(read),
            Kind("custody", "aftersales.custody", label, known),
        ]

    @api.model
    def _get_screen_kinds(self, screen, read):
        """By the serial number: what of it is here, not what was given back long ago."""
        kinds = super()._get_screen_kinds(screen, read)
        if screen == "aftersales.custody":
            numbers = read.serials or read.names
            known = Domain("device_id.serial_key", "in", [*map(serial_key, numbers)])
            known |= Domain("line_id.serial", "in", numbers)
            known &= Domain("state", "not in", ("given_back", "left", "filed"))
            kinds.append(
                Kind(
                    "custody", screen, self.env._("Custody of Customer's Goods"), known
                )
            )
        return kinds
