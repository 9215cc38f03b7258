from odoo import models


class ServiceOrder(models.Model):
    """The paper that belongs to a job, in one click."""

    _inherit = "aftersales.order"

    def action_print_slip(self):
        """Complaints are printed as complaint applications, all else as the customer's
        request."""
        self.ensure_one()
        report = self.env.ref(f"aftersales_service.{self._get_slip()}")
        return report.report_action(self, config=False)

    def _get_slip(self):
        """Hook: external id of the report that suits this job."""
        return "action_report_service_request"
