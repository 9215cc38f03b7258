from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing


class LetterSend(models.TransientModel):
    """Asks which paper goes to whom, and shows link, code and text ready to be copied."""

    _name = "aftersales.letter.send"
    _description = "Send a Paper"
    _inherit = "document.window.mixin"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(required=True, model_field="res_model")
    form_ids = fields.Many2many("aftersales.form", compute="_compute_form_ids")
    form_id = fields.Many2one(
        "aftersales.form",
        "Paper",
        required=True,
        index=True,
        compute="_compute_form_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Addressee",
        index=True,
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    email = fields.Char(related="partner_id.email", readonly=True)
    letter_id = fields.Many2one("aftersales.letter", readonly=True, index=True)
    link = fields.Char(compute="_compute_letter")
    qr = fields.Binary("QR Code", compute="_compute_letter")
    text = fields.Text("Text to Paste", compute="_compute_letter")

    @api.depends("res_model", "res_id")
    def _compute_form_ids(self):
        for window in self:
            window.form_ids = window._get_document()._get_aftersales_papers()

    @api.depends("res_model", "res_id")
    def _compute_form_id(self):
        for window in self:
            window.form_id = window._get_document()._get_aftersales_papers()[:1]

    @api.depends("form_id")
    def _compute_partner_id(self):
        for window in self:
            document = window._get_document()
            # sudo: the addressee is named, whoever sends
            found = document.sudo()._get_aftersales_addressee(window.form_id)
            window.partner_id = found.sudo(self.env.su)

    @api.depends("letter_id")
    def _compute_letter(self):
        for window in self:
            # sudo: a letter that this window wrote
            letter = window.sudo().letter_id
            window.link, window.qr = letter.link, letter.qr
            window.text = letter.text

    def _get_document(self):
        """The document, if its papers go out and this user may send them.

        :raises MoveRefused, GroupRefused, AccessError:
        """
        self.ensure_one()
        mixin = self.env.registry["aftersales.letter.mixin"]
        model = self.env.get(self.res_model)
        if model is None or not isinstance(model, mixin):
            raise MoveRefused(self.env._("This document has no papers to send."))
        document = model.browse(self.res_id)
        document._check_may_send_paper()
        return document

    def action_mail(self):
        """By mail, at once.

        :raises ProofMissing: without an address
        """
        letter = self._write("mail")
        letter._mail_out()
        return {"type": "ir.actions.act_window_close"}

    def action_show(self):
        """Link, code and text, in this window."""
        # sudo: the letter is this window's own
        self.sudo().letter_id = self._write("text")
        return {
            "type": "ir.actions.act_window",
            "name": self.letter_id.sudo().name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_sent(self):
        """It was pasted, or the code was shown."""
        # sudo: as above; who may send was checked
        self._get_document()
        self.sudo().letter_id.with_user(self.env.user).sudo()._set_sent()
        return {"type": "ir.actions.act_window_close"}

    def action_print(self):
        """The paper itself, for the post."""
        record, form = self._get_printed()
        # sudo: as in the letter
        report = form.sudo().report_id.with_env(self.env)
        return report.report_action(record.ids, config=False)

    def _get_printed(self):
        document = self._get_document()
        if self.form_id not in document._get_aftersales_papers():
            raise MoveRefused(self.env._("Choose a paper of this document."))
        return document._get_aftersales_paper_record(self.form_id), self.form_id

    def _write(self, channel):
        record, form = self._get_printed()
        if not self.partner_id:
            raise ProofMissing(self.env._("Please choose who gets it."))
        if channel == "mail" and not self.partner_id.email:
            raise ProofMissing(
                self.env._(
                    "%s has no e-mail address. Write one on the contact, or send the text.",
                    self.partner_id.name,
                )
            )
        # sudo: the desk sends quotations of its jobs without sales rights
        letters = self.env["aftersales.letter"]
        return letters._write_letter(record.sudo(), form, self.partner_id, channel)
