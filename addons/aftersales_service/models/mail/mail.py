from hashlib import sha256

from lxml import html
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import email_normalize, html2plaintext
from odoo.tools.mail import email_split_tuples, html_sanitize

from ...kernel import mail as kernel
from ...kernel.text import clean

_SUBJECT = 250  # what fits into a list; the message keeps the whole subject
_WORDS = 4000
_PREVIEW = 120
REASONS = [
    ("unknown", "Unknown Sender"),
    ("ambiguous", "Address of Several Customers"),
    ("staff", "Sent by a Colleague"),
    ("stranger", "Answers the Order of Somebody Else"),
    ("finished", "About a Finished Order"),
    ("forged", "Sender Looks Forged"),
    ("auto", "Automatic Answer"),
    ("bulk", "Newsletter or List"),
    ("bounce", "Undeliverable Mail"),
    ("own", "Sent by Ourselves"),
    ("flood", "Too Many Mails"),
    ("sender", "Sender Not Readable"),
    ("failed", "Could Not Be Opened"),
]
DISCARDED = [
    ("spam", "Advertising or Spam"),
    ("automatic", "Automatic Message"),
    ("duplicate", "Known Already"),
    ("answered", "Answered Otherwise"),
    ("not_ours", "Not for Us"),
]


class IncomingMail(models.Model):
    """A mail that came to the address of a service unit: what became of it, or why it is
    held (待处理邮件). One row for each mail, so that none is lost and senders can be counted.
    """

    _name = "aftersales.mail"
    _description = "Incoming E-Mail"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "received_at desc, id desc"
    _check_company_auto = True

    _transitions = {
        "held": ("opened", "added", "discarded"),
        "discarded": ("held",),
        "opened": (),
        "added": (),
    }
    _flow_fields = frozenset(
        {
            "name",
            "email_from",
            "email_key",
            "message_key",
            "text",
            "received_at",
            "reason",
            "note",
            "left_out",
            "handled_by_id",
            "handled_at",
            "discard_reason",
        }
    )

    name = fields.Char("Subject Line", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [
            ("held", "To Decide"),
            ("opened", "Order Opened"),
            ("added", "Added to an Order"),
            ("discarded", "Not Pursued"),
        ],
        default="held",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    reason = fields.Selection(
        REASONS, "Held Because", readonly=True, help="Why no order was opened at once."
    )
    note = fields.Text("Why Exactly", readonly=True)
    email_from = fields.Char("Sender", readonly=True)
    email_key = fields.Char("Sender's Address", readonly=True, index="btree_not_null")
    # What core knows a mail by, hashed, because senders write it as long as they like.
    message_key = fields.Char(readonly=True, copy=False)
    received_at = fields.Datetime(
        "Came In On", required=True, readonly=True, default=fields.Datetime.now
    )
    text = fields.Text(
        "What He Writes",
        readonly=True,
        help="Without the mail it answers; the whole mail is shown below.",
    )
    preview = fields.Char("First Words", compute="_compute_preview")
    left_out = fields.Text("Files Not Taken Over", readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", compute="_compute_attachment_ids"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        check_company=True,
        help="Choose whose mail it is; the address is remembered.",
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    handled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    handled_at = fields.Datetime("Handled On", readonly=True, copy=False)
    discard_reason = fields.Selection(
        DISCARDED, "Not Pursued As", readonly=True, copy=False
    )

    _message_unique = models.UniqueIndex(
        "(company_id, message_key) WHERE message_key IS NOT NULL",
        "This mail came in already.",
    )
    # A sender's mails of the last hour are counted with each new one.
    _sender_idx = models.Index("(email_key, create_date) WHERE email_key IS NOT NULL")

    @api.depends("name")
    def _compute_display_name(self):
        for mail in self:
            mail.display_name = mail.name or self.env._("(no subject)")

    @api.depends("text")
    def _compute_preview(self):
        for mail in self:
            mail.preview = " ".join((mail.text or "").split())[:_PREVIEW] or False

    def _compute_attachment_ids(self):
        # sudo: files of mails belong to those who see the mail
        groups = (
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["id:recordset"],
            )
        )
        found = {res_id: files.ids for res_id, files in groups}
        for mail in self:
            mail.attachment_ids = found.get(mail.id, [])

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail that is held (overrides core's, which would not fill what is guarded).

        The author is not followed: whoever wrote it gets no answer before a person of the
        desk has decided who he is.
        """
        mail = self._take_in(msg_dict, custom_values or {})
        msg_dict["author_id"] = False
        return mail

    @api.model
    def _take_in(self, msg_dict, values):
        """The row of a mail; files over the limits are taken out of ``msg_dict``.

        :param msg_dict: what core parsed; see `message_parse` of `mail.thread`
        :param values: ``company_id``, ``unit_id``, ``reason``, ``partner_id`` and so on
        """
        company = self.env["res.company"].browse(values.get("company_id"))
        company = company or self.env.company
        subject = clean(msg_dict.get("subject"))
        vals = {
            "name": subject[:_SUBJECT] or False,
            "company_id": company.id,
            "email_from": msg_dict.get("email_from") or False,
            "email_key": email_normalize(msg_dict.get("email_from") or "") or False,
            "text": self._read_words(msg_dict.get("body")),
            "message_key": self._get_message_key(msg_dict),
            "left_out": self._limit_files(msg_dict, company),
        }
        try:
            with self.env.cr.savepoint():
                mails = self.with_company(company)._in_flow()
                return mails.create(vals | values)._out_of_flow()
        except UniqueViolation as error:
            # Delivered twice at once: repeated, `_screen` knows the mail and lets it be.
            raise ConcurrencyError(str(error)) from error

    @api.model
    def _get_message_key(self, msg_dict):
        number = kernel.readable(msg_dict.get("message_id"))
        return sha256(number.encode()).hexdigest()

    # --- reading

    @api.model
    def _read_words(self, body):
        """What the sender wrote: without markup, and without quotes as far as core's
        sanitizer marks them and the mail programs in use write a line above them."""
        if not body:
            return False
        safe = html_sanitize(str(body), sanitize_tags=True, strip_classes=True)
        words = html2plaintext(self._drop_quotes(safe), include_references=False)
        if not words.strip():
            words = html2plaintext(safe, include_references=False)
        return kernel.own_words(words)[:_WORDS] or False

    @api.model
    def _drop_quotes(self, safe):
        root = html.fromstring(f"<div>{safe}</div>")
        for node in root.xpath("//*[@data-o-mail-quote]"):
            if node.getparent() is not None:
                node.drop_tree()
        return html.tostring(root, encoding="unicode")

    def _get_sender_name(self):
        """The name beside the address, or the part before the @."""
        self.ensure_one()
        found = email_split_tuples(self.email_from or "")
        name = clean(found[0][0]) if found else ""
        return name or (self.email_key or "").partition("@")[0]

    def _get_numbers(self):
        """Keys of what may be serial or order numbers in subject and text."""
        self.ensure_one()
        return kernel.numbers(f"{self.name or ''}\n{self.text or ''}")

    # --- files

    @api.model
    def _limit_files(self, msg_dict, company):
        """Take the files over the company's limits out of ``msg_dict``.

        :return: a line for each file that is not kept: its name and why; or False
        """
        files = msg_dict.get("attachments") or []
        read = [(self._file_name(each[0]), self._file_bytes(each[1])) for each in files]
        kept, left = kernel.choose_files(
            read,
            company.aftersales_mail_files,
            company.aftersales_mail_file_size,
            company.aftersales_mail_total_size,
            company._get_mail_forbidden(),
        )
        msg_dict["attachments"] = [files[index] for index in kept]
        words = self._get_limit_words(company)
        lines = [f"{read[index][0]}: {words[reason]}" for index, reason in left]
        return "\n".join(lines) or False

    @api.model
    def _file_name(self, name):
        return kernel.readable(clean(name)) or self.env._("(no name)")

    @api.model
    def _file_bytes(self, content):
        """Core hands over bytes, text, or a whole mail that is attached."""
        if isinstance(content, str):
            return content.encode("utf-8", "replace")
        return content if isinstance(content, bytes) else content.as_bytes()

    @api.model
    def _get_limit_words(self, company):
        return {
            "kind": self.env._("files of this kind are not accepted"),
            "large": self.env._("larger than %s MB", company.aftersales_mail_file_size),
            "many": self.env._(
                "more than %s files in one mail", company.aftersales_mail_files
            ),
            "sum": self.env._(
                "all files together are larger than %s MB",
                company.aftersales_mail_total_size,
            ),
        }
