import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
_TEMPLATE = "aftersales_service.mail_template_order_opened"


class ServiceOrder(models.Model):
    """Orders that mails open or go to, and the one confirmation of each."""

    _inherit = "aftersales.order"
    _report_fields = frozenset({"mail_from"})
    _flow_fields = frozenset({"mail_from", "mail_confirmed_at"})

    mail_from = fields.Char(
        "Reported From (E-Mail)",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The address that the mail says it comes from; it proves nothing.",
    )
    mail_confirmed_at = fields.Datetime(
        "Confirmed by E-Mail On", readonly=True, copy=False
    )

    # --- in

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """A mail to a unit's address (overrides core's).

        :return: the order; or the mail, held because no order could be opened from it –
            core posts the message on whatever comes back
        """
        values = dict(custom_values or {})
        mails = self.env["aftersales.mail"]
        if not values.get("partner_id"):
            return mails.message_new(msg_dict, {"reason": "unknown"} | values)
        found = mails._take_in(msg_dict, values)._open_or_hold()
        if found._name != self._name:
            msg_dict["author_id"] = False
            return found
        return found.with_context(aftersales_confirm_mail=True)

    def message_update(self, msg_dict, update_vals=None):
        """A further mail about this order (extends core's): within the limits of files,
        and on record like every other one."""
        for order in self:
            values = {
                "company_id": order.company_id.id,
                "unit_id": order.unit_id.id,
                "partner_id": order.partner_id.id,
            }
            # sudo: rows of mails are made by the gateway only
            mail = self.env["aftersales.mail"].sudo()._take_in(msg_dict, values)
            mail._move_to("added", order_id=order.id)
            mail._tell_left_out(order)
        return super().message_update(msg_dict, update_vals=update_vals)

    # --- out

    def _message_post_after_hook(self, message, msg_values):
        """Confirmed once the customer's own mail stands in the thread (extends core's)."""
        result = super()._message_post_after_hook(message, msg_values)
        if self.env.context.get("aftersales_confirm_mail") and (
            message.message_type == "email"
        ):
            self.with_context(aftersales_confirm_mail=False)._confirm_by_mail(message)
        return result

    def _confirm_by_mail(self, message=None):
        """Tell the customer number, promise and link: to the address on his record, once
        for each order, and at most once an hour for each sender.

        :param message: his mail, which the answer refers to
        :return: whether a mail was sent
        """
        self.ensure_one()
        template = self.env.ref(_TEMPLATE, raise_if_not_found=False)
        if not template or not self._may_confirm():
            return False
        try:
            with self.env.cr.savepoint():
                self._send_confirmation(template, message)
        except UserError as error:
            # A template that somebody edited wrongly must not cost the order.
            _logger.info("%s was not confirmed: %s", self.name, error)
            self._message_log(
                body=self.env._("The customer was not told by e-mail: %s", error)
            )
            return False
        return True

    def _may_confirm(self):
        self.ensure_one()
        address = self.partner_id.email_normalized
        if (
            self.mail_confirmed_at
            or not self.mail_from
            or not address
            or not self.company_id.aftersales_mail_confirm
        ):
            return False
        recent = self._now() - timedelta(hours=1)
        return not self.search_count(
            [
                ("mail_from", "=", self.mail_from),
                ("mail_confirmed_at", ">", recent),
            ],
            limit=1,
        )

    def _send_confirmation(self, template, message):
        """A note that only the customer is told: core takes answers to an automatic
        comment as a customer's words, not as a colleague's."""
        self._in_flow().write(
            {"mail_confirmed_at": self._now(), "promise_told_how": "email"}
        )
        told = self._out_of_flow().with_context(aftersales_auto_mail=True)
        told.message_post_with_source(
            template,
            message_type="auto_comment",
            subtype_xmlid="mail.mt_note",
            parent_id=message.id if message else False,
        )

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers come to the unit's address (extends core's, as tasks do it)."""
        units = self.sudo().unit_id.filtered("alias_id")  # sudo: addresses of units
        found = units._notify_get_reply_to(default=default, author_id=author_id)
        served = self.filtered(lambda o: o.unit_id.id in units.ids)
        replies = {order.id: found[order.unit_id.id] for order in served}
        rest = self - served
        if rest:
            replies |= super(ServiceOrder, rest)._notify_get_reply_to(
                default=default, author_id=author_id
            )
        return replies

    def _notify_by_email_get_headers(self, headers=None):
        """Say that nobody wrote it, so that no machine answers (extends core's)."""
        headers = super()._notify_by_email_get_headers(headers=headers)
        if self.env.context.get("aftersales_auto_mail"):
            headers |= {
                "Auto-Submitted": "auto-replied",
                "X-Auto-Response-Suppress": "All",
            }
        return headers

    def _get_mail_summary(self):
        """What we understood, short: a forged mail is no way to send letters to others."""
        self.ensure_one()
        words = " ".join((self.fault or "").split())
        return words if len(words) <= 200 else f"{words[:199]}…"

    def _get_mail_link(self):
        self.ensure_one()
        return f"{self.get_base_url()}{self.get_portal_url()}"
