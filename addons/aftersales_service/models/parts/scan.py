from odoo import api, models
from odoo.fields import Domain

from ..scan.scan import Kind


class Scan(models.AbstractModel):
    """Requisitions by their number or the QR code of the slip."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        known = Domain("name", "in", read.names)
        known |= Domain("id", "=", read.get_id("aftersales.requisition"))
        label = self.env._("Requisition")
        return [
            *super()._get_kinds(read),
            Kind("requisition", "aftersales.requisition", label, known),
        ]
