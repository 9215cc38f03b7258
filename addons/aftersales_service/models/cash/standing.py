from odoo import api, models

from ...exceptions import MoveRefused


class AccountPayment(models.Model):
    """The payment of a receipt may bounce, and stays to tell of it."""

    _inherit = "account.payment"

    @api.ondelete(at_uninstall=False)
    def _aftersales_unlink_except_receipts(self):
        """Without it nobody would know where the money of the receipt went.

        :raises MoveRefused: naming the receipt
        """
        # sudo: whoever deletes a payment need not see receipts to be stopped by one
        rows = self.env["aftersales.collection"].sudo()
        taken = rows.search([("payment_id", "in", self.ids)], limit=1)
        if taken:
            raise MoveRefused(
                self.env._(
                    "The payment of receipt %s stays. Cancel it, if the money did not stay.",
                    taken.display_name,
                )
            )
