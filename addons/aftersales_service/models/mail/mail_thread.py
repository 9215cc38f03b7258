from odoo import api, models

from ...kernel import mail as kernel

OURS = ("aftersales.order", "aftersales.mail")
_LINES = ("subject", "email_from", "from", "to", "cc", "recipients", "body")


# Where mails come in: what is for service orders is looked at before it opens one. Only
# mails whose route leads there are touched; the repairs of `message_parse` change nothing in
# a mail that is well formed. (No docstring: core writes it into the description of every
# model with messages, and leaves it there when we are uninstalled.)
class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Read what Chinese mail programs send (extends core's): GB18030 under the name
        of GB2312, text without or with an unknown character set, bare bytes in headers.
        Without it such mail turns into question marks, or ends as an error and is lost."""
        for part in message.walk():
            self._mend_charset(part)
        values = super().message_parse(message, save_original=save_original)
        for name in _LINES:
            # A body is markup already and stays it: only what is unreadable is mended.
            if values.get(name) and kernel.readable(values[name]) != values[name]:
                values[name] = type(values[name])(kernel.readable(values[name]))
        return values

    @api.model
    def _mend_charset(self, part):
        if part.get_content_maintype() != "text":
            return
        content = part.get_payload(decode=True) or b""
        charset = kernel.charset_of(part.get_param("charset"), content)
        if charset:
            part.set_param("charset", charset)

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Held mails get another route than service orders (extends core's)."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        return self.env["aftersales.mail"]._screen(message, message_dict, routes)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """What is too much for us is held, see `_screen`; core would throw it away and
        answer, which is how two machines keep each other busy (narrows core's)."""
        others = [route for route in routes or () if route[0] not in OURS]
        return bool(others) and super()._detect_loop_sender(
            message, message_dict, others
        )
