from odoo import models


class AccountPayment(models.Model):
    """Money that did not stay stands in no book: who owes it again, has not paid it."""

    _inherit = "account.payment"

    def write(self, vals):
        """What documents of ours say of it stands. Core calls a payment rejected and leaves
        its entry posted: the invoice would stay paid, and the entry wait for a statement
        (extends core).

        :raises MoveRefused: while a statement shows the money
        """
        self._aftersales_check_standing(vals)
        if vals.get("state") in ("rejected", "canceled"):
            self._aftersales_cancel_entries()
        return super().write(vals)

    def _aftersales_check_standing(self, vals):
        """Hook: refuse another amount than a document says."""

    def action_cancel(self):
        """The entry first, which may be refused (extends core)."""
        done = self._aftersales_cancel_entries()
        return super(AccountPayment, self - done).action_cancel()

    def _aftersales_cancel_entries(self):
        """Those of ``self`` whose entries were booked, and are no more."""
        counted = self._aftersales_get_counted()
        booked = counted.filtered(lambda payment: payment.move_id.state == "posted")
        booked.move_id.button_cancel()
        return booked

    def _aftersales_get_counted(self):
        """Hook: those of which a document of ours says that it was paid; here deposits."""
        return self.filtered(
            lambda pay: pay.destination_account_id
            == pay.company_id.aftersales_deposit_account_id
        )

    def _aftersales_is_bounced(self):
        """Whether the money did not stay: cancelled, rejected, or its entry reversed."""
        self.ensure_one()
        if self.state in ("canceled", "rejected"):
            return True
        reversals = self.move_id.reversal_move_ids
        return any(move.state == "posted" for move in reversals)
