import base64

from odoo import Command, fields, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

MAX_BYTES = 4 * 1024 * 1024
TYPES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


class IcpPortal(CustomerPortal):
    """The customer's own filings: services, deadlines, documents, confirmation.

    Portal users have no access to the models at all. Each route finds the records by the
    customer of the reader first and then checks that every further id hangs on them.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "icp_count" in counters:
            values["icp_count"] = len(self._icp_subjects())
        return values

    def _icp_subjects(self):
        """The filings of the reader's own customer, and of nobody else."""
        partner = request.env.user.partner_id.commercial_partner_id
        # sudo: the customer is the filter; the pages show a fixed list of fields
        subjects = request.env["aftersales.icp.subject"].sudo()
        return subjects.search([("partner_id", "child_of", partner.id)])

    def _icp_subject(self, subject_id):
        """One of them, or not found: a stranger learns nothing from the difference."""
        subject = self._icp_subjects().filtered(lambda one: one.id == subject_id)
        if not subject:
            raise request.not_found()
        return subject

    @http.route("/my/icp", type="http", auth="user", website=True)
    def portal_my_icp(self):
        """All filings of the customer."""
        values = self._prepare_portal_layout_values()
        values |= {"subjects": self._icp_subjects(), "page_name": "icp"}
        return request.render("aftersales_icp.portal_my_icp", values)

    @http.route("/my/icp/<int:subject_id>", type="http", auth="user", website=True)
    def portal_icp_subject(self, subject_id, message=None):
        """Services, deadlines and documents of one filing."""
        subject = self._icp_subject(subject_id)
        values = self._prepare_portal_layout_values()
        values |= {
            "subject": subject,
            "services": subject.service_ids,
            "duties": subject._report_duties(),
            "documents": self._icp_documents(subject),
            "page_name": "icp",
            "message": message
            if message in ("saved", "confirmed", "refused")
            else None,
        }
        return request.render("aftersales_icp.portal_icp_subject", values)

    def _icp_documents(self, subject):
        """Items of open orders that the customer can bring."""
        documents = request.env["aftersales.icp.document"].sudo()  # sudo: as above
        return documents.search(
            [
                ("subject_id", "=", subject.id),
                ("order_id.state", "in", ("draft", "to_fix", "provider_rejected")),
            ]
        )

    @http.route(
        "/my/icp/<int:subject_id>/upload/<int:document_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_icp_upload(self, subject_id, document_id, file=None):
        """A file for an item of an open order of this very filing."""
        subject = self._icp_subject(subject_id)
        document = self._icp_documents(subject).filtered(lambda d: d.id == document_id)
        if not document:
            raise request.not_found()
        content = file.read(MAX_BYTES + 1) if file else b""
        kind = next((t for mark, t in TYPES.items() if content.startswith(mark)), None)
        if not kind or len(content) > MAX_BYTES:
            return self._icp_back(subject, "refused")
        # sudo: as above; the name of the file is kept, its type is what we saw
        attachment = (
            request.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": (file.filename or "file")[:100],
                    "datas": base64.b64encode(content),
                    "mimetype": kind,
                    "res_model": document._name,
                    "res_id": document.id,
                }
            )
        )
        document.attachment_ids = [Command.link(attachment.id)]
        return self._icp_back(subject, "saved")

    @http.route(
        "/my/icp/<int:subject_id>/confirm",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_icp_confirm(self, subject_id):
        """The customer says that the data are right."""
        subject = self._icp_subject(subject_id)
        subject.data_confirmed_on = fields.Datetime.now()
        subject.message_post(
            body=request.env._("The customer confirmed the data."),
            author_id=request.env.user.partner_id.id,
        )
        return self._icp_back(subject, "confirmed")

    def _icp_back(self, subject, message):
        return request.redirect(f"/my/icp/{subject.id}?message={message}")
