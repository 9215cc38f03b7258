from odoo import api, models
from odoo.fields import Domain

from ..scan.scan import Kind


class Visit(models.Model):
    """The paper that belongs to a visit, in one click."""

    _inherit = "aftersales.visit"

    def action_print_slip(self):
        """派工单 before the work, 回执单 once it is done; several visits at once too."""
        report = self.env.ref(f"aftersales_service.{self._get_slip()}")
        return report.report_action(self, config=False)

    def _get_slip(self):
        """External id of the report that suits these visits."""
        if any(not visit.ended_at for visit in self):
            return "action_report_dispatch_order"
        return "action_report_receipt"


class Scan(models.AbstractModel):
    """Visits by the number or the QR code of their papers."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        known = Domain("name", "in", read.names)
        known |= Domain("id", "=", read.get_id("aftersales.visit"))
        label = self.env._("Visit")
        return [
            *super()._get_kinds(read),
            Kind("visit", "aftersales.visit", label, known),
        ]
