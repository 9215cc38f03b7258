from odoo import api, models
from odoo.fields import Domain

from ..scan.scan import Kind


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
        """External id of the report that suits this job."""
        if self.order_kind == "complaint":
            return "action_report_complaint_application"
        return "action_report_service_request"


class SlaExtension(models.Model):
    _inherit = "aftersales.sla.extension"

    def _prepare_extension_paper(self):
        """What an extension request (延期申请单) says; all empty for the blank form.

        The first due date stays beside the wanted one, and nothing holds before it was
        approved (T-71).

        :return: texts by name; moments are UTC `datetime` or False
        """
        clock, question = self.clock_id, self.approval_ids.sorted("id")[-1:]
        # sudo: the paper names the job and the people, whoever prints it
        order, question = clock.order_id.sudo(), question.sudo()
        document = order.name or (clock.document_name if clock else "")
        agreed = self.state == "approved"
        return {
            "number": document or "",
            "subject": order.fault or "",
            "customer": order.commercial_partner_id.name or "",
            "deadline": clock.name or "",
            "original_due_at": self.original_due_at,
            "due_at": self.old_due_at or clock.due_at,
            "wanted_at": self.due_at,
            "reason": self.reason or "",
            "requested_by": question.requested_by_id.name or "",
            "requested_at": question.create_date,
            "approver_role": self.role_id.name or "",
            "approved_by": (agreed and question.decided_by_id.name) or "",
            "approved_at": agreed and question.decided_at,
            "answer": question.note or "",
        }


class Scan(models.AbstractModel):
    """Service orders by their number, that of the register, or the QR code of a paper."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        known = Domain("name", "in", read.names)
        known |= Domain("register_number", "in", read.names)
        known |= Domain("id", "=", read.get_id("aftersales.order"))
        label = self.env._("Service Order")
        return [
            *super()._get_kinds(read),
            Kind("order", "aftersales.order", label, known),
        ]
