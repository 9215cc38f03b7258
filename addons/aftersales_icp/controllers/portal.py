import base64

from odoo import Command, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

MESSAGES = ("saved", "confirmed", "refused", "told")
MAX_WORDS = 2000
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
        values |= {"filings": self._icp_subjects()._portal_cards(), "page_name": "icp"}
        return request.render("aftersales_icp.portal_my_icp", values)

    @http.route("/my/icp/<int:subject_id>", type="http", auth="user", website=True)
    def portal_icp_subject(self, subject_id, message=None):
        """Services, deadlines and documents of one filing."""
        subject = self._icp_subject(subject_id)
        values = self._prepare_portal_layout_values()
        documents = self._icp_documents(subject)
        values |= {
            "filing": subject._portal_page(),
            "documents": [one._portal_values() for one in documents],
            "page_name": "icp",
            "message": message if message in MESSAGES else None,
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
        self._icp_attach(document, file.filename, content, kind)
        return self._icp_back(subject, "saved")

    def _icp_attach(self, document, name, content, kind):
        """Keep the file with the item; its name is theirs, its type is what we saw."""
        # sudo: as above
        attachments = request.env["ir.attachment"].sudo()
        attachment = attachments.create(
            {
                "name": (name or "file")[:100],
                "datas": base64.b64encode(content),
                "mimetype": kind,
                "res_model": document._name,
                "res_id": document.id,
            }
        )
        document.attachment_ids = [Command.link(attachment.id)]

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
        text = request.env._("The customer confirmed the data.")
        subject.message_post(body=text, author_id=request.env.user.partner_id.id)
        subject._confirm_data(text)
        return self._icp_back(subject, "confirmed")

    @http.route(
        "/my/icp/<int:subject_id>/wrong",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_icp_wrong(self, subject_id, words=""):
        """The customer says what is wrong: ten working days to correct it (D10)."""
        subject = self._icp_subject(subject_id)
        words = words.strip()[:MAX_WORDS]
        if not words:
            return self._icp_back(subject)
        subject._note_wrong_data(words)
        subject.message_post(body=words, author_id=request.env.user.partner_id.id)
        return self._icp_back(subject, "told")

    def _icp_back(self, subject, message=""):
        return request.redirect(f"/my/icp/{subject.id}?message={message}")
