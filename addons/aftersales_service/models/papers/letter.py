import base64
import hashlib
import io
import secrets
from datetime import timedelta

import qrcode

from odoo import api, fields, models
from odoo.exceptions import MissingError

from ...exceptions import MoveRefused
from ...groups import BACK_OFFICE, FINANCE, HOTLINE, MANAGER, any_of

SENDERS = (HOTLINE, BACK_OFFICE, FINANCE, MANAGER)
_DAYS = 90
_LONGEST = 64


class Letter(models.Model):
    """A paper that went out to somebody: as it was, to whom, by which way, whether it was
    opened. One for all papers, so that nobody has to look in five places."""

    _name = "aftersales.letter"
    _description = "Paper Sent Out"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "ready": ("sent", "withdrawn"),
        "sent": ("withdrawn",),
        "withdrawn": (),
    }

    name = fields.Char("Paper", required=True, readonly=True)
    state = fields.Selection(
        [("ready", "Ready"), ("sent", "Sent"), ("withdrawn", "Withdrawn")],
        default="ready",
        required=True,
        readonly=True,
        index=True,
    )
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID",
        model_field="res_model",
        required=True,
        readonly=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    form_id = fields.Many2one(
        "aftersales.form",
        "Paper Form",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", "Addressee", required=True, readonly=True, index=True
    )
    lang = fields.Char("Language", readonly=True)
    words = fields.Text("In Short", readonly=True)
    channel = fields.Selection(
        [("mail", "E-Mail"), ("text", "Link, QR or Text")],
        required=True,
        readonly=True,
    )
    until = fields.Date("Valid Until", required=True, readonly=True)
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", "Sent Out By", readonly=True, copy=False, index="btree_not_null"
    )
    opened_at = fields.Datetime(
        "First Opened On",
        readonly=True,
        copy=False,
        help="When somebody first opened its link.",
    )
    pdf = fields.Binary("Paper as It Went Out", readonly=True, attachment=True)
    pdf_name = fields.Char(readonly=True)
    paper_hash = fields.Char("SHA-256", readonly=True)
    token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    # Whoever has the link answers in the name of its addressee: nothing for auditors.
    link = fields.Char(
        compute="_compute_link", compute_sudo=True, groups=any_of(*SENDERS)
    )
    qr = fields.Binary(
        "QR Code", compute="_compute_link", compute_sudo=True, groups=any_of(*SENDERS)
    )
    text = fields.Text(
        "Text to Paste",
        compute="_compute_text",
        compute_sudo=True,
        groups=any_of(*SENDERS),
        help="Ready to be pasted into WeChat or a text message.",
    )

    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL")

    @api.depends("token", "state")
    def _compute_link(self):
        """The key is shown with the link only, and not of what was withdrawn."""
        for letter in self:
            going = letter.token and letter.state != "withdrawn"
            base = letter.get_base_url()
            letter.link = f"{base}/aftersales/p/{letter.token}" if going else False
            letter.qr = _draw_qr(letter.link) if going else False

    @api.depends("link", "words")
    def _compute_text(self):
        for letter in self:
            told = letter.with_context(lang=letter.lang or self.env.lang)
            letter.text = told._get_text() if letter.link else False

    def _get_text(self):
        """What is pasted: who writes, what about, where to look."""
        return self.env._(
            "[%(company)s]\n%(partner)s: %(paper)s\n%(words)s\nPlease open: %(link)s\n(valid until %(until)s)",
            company=self.company_id.name,
            partner=self.partner_id.name,
            paper=self.name,
            words=self.words or "",
            link=self.link,
            until=self.until,
        )

    # --- born

    @api.model
    def _write_letter(self, document, form, partner, channel):
        """Freeze the paper as ``partner`` gets it.

        :return: the letter, ready to be sent
        """
        lang = partner.lang or self.env.lang
        # What stands against it is said to whoever sends, in his own language.
        document._check_aftersales_paper(form)
        record = document.with_context(lang=lang)
        form = form.with_context(lang=lang)
        company = record._get_aftersales_paper_company()
        # sudo: people who send papers write no letters by hand
        letters = self.sudo()._in_flow()
        letter = letters.create(
            {
                "name": record._get_aftersales_paper_name(form),
                "res_model": record._name,
                "res_id": record.id,
                "company_id": company.id,
                "form_id": form.id,
                "partner_id": partner.id,
                "lang": lang,
                "words": record._get_aftersales_paper_words(form),
                "channel": channel,
                "until": company._aftersales_today() + timedelta(days=_DAYS),
                "token": secrets.token_urlsafe(16),
            }
        )
        letter._freeze(form)
        return letter._out_of_flow().sudo(self.env.su)

    def _freeze(self, form):
        # sudo: whoever sends may read the document, and need not read all that it prints
        report = self.env["ir.actions.report"].sudo().with_context(lang=self.lang)
        content, _kind = report._render_qweb_pdf(
            form.report_id.report_name, [self.res_id], data={"letter_id": self.id}
        )
        self._in_flow().write(
            {
                "pdf": base64.b64encode(content),
                "pdf_name": f"{self.name}.pdf".replace("/", "-"),
                "paper_hash": hashlib.sha256(content).hexdigest(),
            }
        )

    # --- out

    def _mail_out(self):
        """By mail, with the paper and, as its button, its link: what stays under the letter
        is read by people who must not answer. Replies come to this letter."""
        # sudo: the template is the company's, whoever sends
        letter = self.sudo()
        template = self.env.ref("aftersales_service.mail_template_letter").sudo()
        subject, body = (
            template._render_field(name, letter.ids, set_lang=letter.lang)[letter.id]
            for name in ("subject", "body_html")
        )
        letter.message_post(
            subject=subject,
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=letter.partner_id.ids,
            attachments=[(letter.pdf_name, base64.b64decode(letter.pdf))],
            email_layout_xmlid="mail.mail_notification_layout",
            author_id=self.env.user.partner_id.id,
        )
        self._set_sent()

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The addressee's button opens the page of this letter (extends)."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        letter = self.sudo()  # sudo: whoever writes to the addressee, the button is his
        if not letter.link:
            return groups
        button = {"url": letter.link, "title": self.env._("Open and Answer")}
        addressee = (
            "aftersales_addressee",
            lambda pdata: pdata["id"] == letter.partner_id.id,
            {"has_button_access": True, "button_access": button},
        )
        return [addressee, *groups]

    def action_mark_sent(self):
        """Whoever pasted the text, or handed the link over, says so."""
        for letter in self:
            letter._get_document()._check_may_send_paper()
            letter._set_sent()

    def _set_sent(self):
        # sudo: as in `_write_letter`
        letter = self.sudo()
        letter._move_to("sent", sent_at=self._now(), sent_by_id=self.env.uid)
        document = letter._get_document()
        document._log_aftersales_letter(letter)
        document._on_aftersales_letter(letter)

    def action_withdraw(self):
        """Its link opens nothing any more."""
        for letter in self:
            letter._find_document()._check_may_send_paper()
            letter.sudo()._move_to("withdrawn")  # sudo: as in `_write_letter`

    def action_open_document(self):
        return self._get_document().get_formview_action()

    def _get_document(self):
        """:raises MissingError: of a window that is gone meanwhile"""
        document = self._find_document()
        if not document:
            raise MissingError(self.env._("The document of this paper is gone."))
        return document

    def _find_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    # --- read by its addressee

    @api.model
    def _find_by_token(self, token):
        """The letter of ``token`` while it may be read, as superuser; else none."""
        if not token or len(token) > _LONGEST:
            return self.browse()
        # sudo: the key is the right
        letter = self.sudo().search([("token", "=", token)], limit=1)
        over = letter and letter.until < letter.company_id._aftersales_today()
        if not letter or over or letter.state == "withdrawn":
            return self.browse()
        return letter.with_context(lang=letter.lang)

    def _note_opened(self):
        """The first time only; who opens it has it, whoever said so or not."""
        if not self.opened_at:
            self._in_flow().opened_at = fields.Datetime.now()

    def _get_answer_link(self):
        """Where the addressee answers, signs or pays; empty where he only reads."""
        document = self._find_document()
        return document._get_aftersales_paper_link(self.form_id) if document else False

    def _check_letter(self, record):
        """:raises MoveRefused: when this is a letter about something else"""
        if (self.res_model, self.res_id) != (record._name, record.id):
            raise MoveRefused(self.env._("This letter is about another document."))


def _draw_qr(address):
    stream = io.BytesIO()
    qrcode.make(address, box_size=6, border=2).save(stream, format="PNG")
    return base64.b64encode(stream.getvalue())
