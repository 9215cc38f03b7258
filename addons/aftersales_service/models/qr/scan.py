from odoo import api, models
from odoo.fields import Domain


class Scan(models.AbstractModel):
    """A device by the QR code of its warranty card, or the number of its voucher."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_device_domain(self, read):
        known = super()._get_device_domain(read)
        vouchers = [name for name in read.names if name.upper().startswith("PZ")]
        if vouchers:
            known |= Domain("voucher_number", "in", vouchers)
        if read.token:
            # sudo: the key is nobody's to read; the rules of devices hold all the same
            devices = self.env["aftersales.device"].sudo()
            known |= Domain(
                "id", "in", devices._search([("public_token", "=", read.token)])
            )
        return known
