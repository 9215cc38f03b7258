from odoo import models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import HOTLINE
from ...kernel.text import clean

# After these the sender is no person who waits for an answer.
_SILENT = ("auto", "bulk", "bounce", "own", "sender")


class IncomingMail(models.Model):
    """What a clerk does with a held mail, in one click each."""

    _inherit = "aftersales.mail"

    def action_open_order(self):
        """Open the order of the chosen customer; the address becomes a contact of his.

        :raises ProofMissing: when no customer is chosen
        """
        self._check_held()
        for mail in self:
            if not mail.partner_id:
                raise ProofMissing(
                    self.env._(
                        "“%s”: choose the customer first, or press “New Customer and Service Order”.",
                        mail.display_name,
                    )
                )
            mail.partner_id = mail._remember_sender()
            mail._open_by_hand()
        return self._show_orders()

    def action_new_customer(self):
        """Make a customer of the sender, and open his order.

        :raises MoveRefused: when the address belongs to somebody already
        """
        self._check_held()
        for mail in self:
            mail._check_new_sender()
            mail.partner_id = self.env["res.partner"].create(
                {"name": mail._get_sender_name(), "email": mail.email_key}
            )
            mail._open_by_hand()
        return self._show_orders()

    def action_add(self):
        """Put the mail into the chosen order, with its files.

        :raises ProofMissing: when no order is chosen
        """
        self._check_held()
        for mail in self:
            if not mail.order_id:
                raise ProofMissing(
                    self.env._(
                        "“%s”: choose the service order that it belongs to.",
                        mail.display_name,
                    )
                )
            mail._move_to("added", **mail._prepare_handled())
            mail._move_talk()
            mail._tell_left_out(mail.order_id)
        return self._show_orders()

    def action_discard(self, reason=None, note=None):
        """Nothing is done about it, and why; it stays on record.

        :param reason: one of the values of ``discard_reason``
        """
        self._check_held()
        if reason not in dict(self._fields["discard_reason"].selection):
            raise ProofMissing(self.env._("Say why nothing is done about this mail."))
        for mail in self:
            mail._move_to("discarded", discard_reason=reason, **mail._prepare_handled())
        if clean(note):
            self._message_log_batch({mail.id: clean(note) for mail in self})

    def action_take_back(self):
        """It was discarded by mistake: held again."""
        self._require_group(HOTLINE)
        self._move_to(
            "held", discard_reason=False, handled_by_id=False, handled_at=False
        )

    # --- steps

    def _check_held(self):
        """:raises MoveRefused: naming who was faster"""
        self._require_group(HOTLINE)
        for mail in self:
            if mail.state != "held":
                raise MoveRefused(
                    self.env._(
                        "“%(mail)s” is “%(state)s” already, by %(who)s.",
                        mail=mail.display_name,
                        state=mail._state_label(mail.state),
                        who=mail.handled_by_id.name or self.env._("the system"),
                    )
                )

    def _prepare_handled(self):
        return {"handled_by_id": self.env.uid, "handled_at": self._now()}

    def _open_by_hand(self):
        order = self._open_order()
        self._in_flow().write(self._prepare_handled())
        self._move_talk()
        if self.reason not in _SILENT:
            # sudo: sent by the company, like the confirmation of every other mail
            message = (
                self.env["mail.message"]
                .sudo()
                .search(
                    [
                        ("model", "=", order._name),
                        ("res_id", "=", order.id),
                        ("message_type", "=", "email"),
                    ],
                    limit=1,
                )
            )
            order._confirm_by_mail(message)

    def _check_new_sender(self):
        if not self.email_key:
            raise ProofMissing(
                self.env._(
                    "“%s” has no address that can be read. Choose the customer, or do not pursue it.",
                    self.display_name,
                )
            )
        known = self._find_senders(self.email_key)
        if known:
            raise MoveRefused(
                self.env._(
                    "%(address)s belongs to %(names)s. Choose who it is.",
                    address=self.email_key,
                    names=", ".join(known.mapped("display_name")),
                )
            )

    def _remember_sender(self):
        """The person of the chosen customer who has this address; made where there is
        none, so that his next mail needs nobody."""
        partner, firm = self.partner_id, self.partner_id.commercial_partner_id
        if not self.email_key or self._find_senders(self.email_key):
            theirs = self._find_senders(self.email_key).filtered(
                lambda p: p.commercial_partner_id == firm
            )
            return theirs[:1] or partner
        if not partner.email:
            partner.email = self.email_key
            return partner
        return self.env["res.partner"].create(
            {
                "name": self._get_sender_name(),
                "email": self.email_key,
                "parent_id": firm.id,
                "type": "contact",
            }
        )

    def _move_talk(self):
        """Messages and files follow into the order."""
        self.message_change_thread(self.order_id)
        # sudo: files of a mail, which the clerk sees, become those of the order
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        )
        files.write({"res_model": self.order_id._name, "res_id": self.order_id.id})

    def _show_orders(self):
        if len(self.order_id) != 1:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": "aftersales.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }
