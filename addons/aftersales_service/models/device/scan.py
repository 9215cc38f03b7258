from odoo import api, models
from odoo.fields import Domain

from ...kernel.codes import read_code
from ...kernel.text import serial_key
from ..scan.scan import Kind


class Scan(models.AbstractModel):
    """Devices by the serial number on their name plate, however it is spelled."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        device = self.env._("Device")
        return [
            Kind("device", "aftersales.device", device, self._get_device_domain(read)),
            *super()._get_kinds(read),
        ]

    @api.model
    def _get_device_domain(self, read):
        """Hook: what is printed on a device, or about it."""
        known = Domain("id", "=", read.get_id("aftersales.device"))
        keys = [serial_key(serial) for serial in read.serials] or [read.key]
        plate = Domain("serial_key", "in", keys) & self._get_article_domain(read)
        return known | plate

    @api.model
    def _find_devices(self, code):
        """Devices by what was scanned, as the user may read them."""
        found = self._find(read_code(code), names={"device"})
        return found.get("device", self.env["aftersales.device"])

    @api.model
    def _drop_doubles(self, found):
        """A device says more than its serial number in stock, and than its product."""
        found = super()._drop_doubles(found)
        devices = found.get("device", self.env["aftersales.device"])
        for name, same in (("serial", devices.lot_id), ("part", devices.product_id)):
            if devices and name in found:
                found[name] -= same
        return {name: records for name, records in found.items() if records}

    @api.model
    def _describe(self, record, read):
        if record._name == "aftersales.device":
            return (record.user_partner_id or record.partner_id).display_name or ""
        return super()._describe(record, read)
