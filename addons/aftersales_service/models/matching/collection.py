from odoo import models


class Collection(models.Model):
    """A receipt whose money a statement shows before it is handed in."""

    _inherit = "aftersales.collection"

    def _pay_before_hand_in(self):
        """The payment that the hand-in will take over; made once.

        :return: (payment, whether it was made now)
        """
        self.ensure_one()
        if self.payment_id:
            return self.payment_id, False
        payment = self.env["account.payment"].create(self._prepare_payment())
        payment.action_post()
        self._in_flow().write({"payment_id": payment.id})
        self._match_invoices()
        return payment, True

    def _take_payment_back(self):
        """The statement did not show it after all; a receipt that was handed in keeps its
        payment, and so does one whose payment lies in a closed month."""
        for row in self.filtered(lambda r: r.state in ("held", "handed")):
            payment = row.payment_id
            if payment.move_id._aftersales_is_locked():
                continue
            row._in_flow().write({"payment_id": False})
            payment.move_id.line_ids.remove_move_reconcile()
            payment.action_draft()
            payment.action_cancel()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _aftersales_is_locked(self):
        """Whether its month is closed: nothing of it changes any more."""
        day = self.company_id._aftersales_get_open_day(self.date, self.journal_id)
        return day != self.date
