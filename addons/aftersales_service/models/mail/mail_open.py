import logging

from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...kernel import mail as kernel

_logger = logging.getLogger(__name__)


class IncomingMail(models.Model):
    """A mail becomes a service order, or goes into one."""

    _inherit = "aftersales.mail"

    def _open_or_hold(self):
        """The new order of a mail, or the mail itself, held with what stood against it.

        Core would answer the sender with an error report and give the mail up.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                return self._open_order()
        except (UserError, IntegrityError) as error:
            _logger.info("Mail %s opened no service order: %s", self.id, error)
            words = str(error).splitlines()[0] if error.args else False
            self._in_flow().write({"reason": "failed", "note": words})
            return self

    def _open_order(self):
        """The order that this mail asks for; the clocks run from when it came in."""
        self.ensure_one()
        order = self.env["aftersales.order"].with_company(self.company_id)
        order = order._in_flow().create(self._prepare_order_vals())
        order = order._out_of_flow()
        self._move_to("opened", order_id=order.id)
        self._tell_left_out(order)
        order.message_subscribe(
            (order.partner_id | order.first_contact_user_id.partner_id).ids
        )
        return order

    def _prepare_order_vals(self):
        device = self._find_device()
        unit = {"unit_id": self.unit_id.id} if self.unit_id else {}
        return unit | {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "device_id": device.id,
            "channel": "email",
            "called_at": self.received_at,
            "mail_from": self.email_key,
            "fault": self._get_fault_words(),
        }

    def _get_fault_words(self):
        """Subject and text; a mail of photos only says so."""
        subject = kernel.plain_subject(self.name)
        parts = [subject, self.text]
        if subject and self.text and subject in self.text:
            parts = [self.text]
        words = "\n".join(filter(None, parts)).strip()
        return words or self.env._("(no text, see the files)")

    def _find_device(self):
        """The customer's one device whose serial number the mail names; else none.

        Devices of others are not even looked for: a number in a mail proves nothing.
        """
        self.ensure_one()
        firm = self.partner_id.commercial_partner_id
        theirs = Domain.OR(
            Domain(f"{name}.commercial_partner_id", "=", firm.id)
            for name in ("partner_id", "user_partner_id")
        )
        found = self.env["aftersales.device"].search(
            theirs
            & Domain("serial_key", "in", self._get_numbers())
            & Domain("company_id", "=", self.company_id.id),
            limit=2,
        )
        return found if len(found) == 1 else found.browse()

    def _tell_left_out(self, order):
        for mail in self.filtered("left_out"):
            order._message_log(
                body=self.env._(
                    "These files of the mail were not taken over. Ask the customer for them if you need them:\n%s",
                    mail.left_out,
                )
            )
