from odoo import models


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
