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

    def _prepare_extension_paper(self):
        """What an extension request (延期申请单) says; a room with deadlines fills the rest.

        The first due date stays beside the wanted one, and nothing holds before it was
        approved (T-71).

        :return: texts by name; moments are UTC `datetime` or False
        """
        return {
            "number": self.name or "",
            "subject": self.fault or "",
            "customer": self.commercial_partner_id.name or "",
            "deadline": "",
            "original_due_at": False,
            "due_at": False,
            "wanted_at": False,
            "reason": "",
            "requested_by": "",
            "requested_at": False,
            "approver_role": "",
            "approved_by": "",
            "approved_at": False,
            "answer": "",
        }
