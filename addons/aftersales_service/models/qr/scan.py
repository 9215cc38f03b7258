from odoo import api, models
from odoo.fields import Domain

from ..scan.scan import Kind


class Scan(models.AbstractModel):
    """A device by the QR code of its warranty card, or the number of its voucher."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        """The card apart from the name plate: one condition or the other would read every
        device, each alone is an index."""
        kinds = super()._get_kinds(read)
        if read.token:
            # sudo: the key is nobody's to read; the rules of devices hold all the same
            devices = self.env["aftersales.device"].sudo()
            keys = devices._search([("public_token", "=", read.token)])
            card = Domain("id", "in", keys)
            kinds.insert(0, Kind("device", devices._name, self.env._("Device"), card))
        return kinds

    @api.model
    def _get_device_domain(self, read):
        known = super()._get_device_domain(read)
        vouchers = [name for name in read.names if name.upper().startswith("PZ")]
        return known | Domain("voucher_number", "in", vouchers) if vouchers else known
