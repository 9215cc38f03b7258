from odoo import models
from odoo.tools import consteq, hmac


class AnswerMixin(models.AbstractModel):
    """A document that its partner answers on its page, behind a link if he has no login.

    Whoever reads a document can have the link to its page (`access_token`); answering in
    the partner's name takes a second key. It is kept nowhere, and goes to him only: with
    the button of a mail, never with a text that stays under the document.
    """

    _name = "aftersales.answer.mixin"
    _description = "Document Answered on Its Page"
    _inherit = "portal.mixin"

    def _get_answer_key(self):
        self.ensure_one()
        record = self.sudo()  # sudo: the secret of the database makes the key
        told = (record._name, record.id, record._portal_ensure_token())
        return hmac(record.env, "aftersales-answer", told)

    def _is_answer_key(self, key):
        return consteq(str(key or "").encode(), self._get_answer_key().encode())

    def _get_answer_url(self):
        """The page with the right to answer, for the partner alone."""
        page = self.get_base_url() + self._get_share_url()
        return f"{page}&answer_key={self._get_answer_key()}"

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The partner's button opens the page on which he answers (extends)."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for name, _is_member, data in groups:
            if name == "portal_customer":
                title = self.env._("Look and Answer")
                # sudo: whoever writes to the partner, the button is his
                data["button_access"] = {
                    "url": self.sudo()._get_answer_url(),
                    "title": title,
                }
        return groups
