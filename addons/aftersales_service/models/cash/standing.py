from odoo import api, models

from ...exceptions import MoveRefused

# What a receipt says of its payment.
_SAID = frozenset(
    {
        "amount", "currency_id", "date", "journal_id", "partner_id", "partner_type",
        "payment_type",
    }
)  # fmt: skip


class AccountPayment(models.Model):
    """The payment of a receipt says what the receipt says. It may bounce, and stays to tell
    of it."""

    _inherit = "account.payment"

    def _aftersales_check_standing(self, vals):
        """A receipt of 100 is not booked as 1, whatever state its payment has: core lets a
        posted one be changed over RPC (extends core).

        :raises MoveRefused: naming the receipt
        """
        if touched := _SAID & vals.keys():
            self.check_access("write")  # a refusal names the receipt to nobody else
            rows = self._aftersales_get_receipts()
            for payment in rows.payment_id:
                if any(payment._aftersales_is_changed(n, vals[n]) for n in touched):
                    payment._aftersales_refuse_change(rows)
        return super()._aftersales_check_standing(vals)

    @api.ondelete(at_uninstall=False)
    def _aftersales_unlink_except_receipts(self):
        """Without it nobody would know where the money of the receipt went.

        :raises MoveRefused: naming the receipt
        """
        rows = self._aftersales_get_receipts()
        for payment in rows.payment_id:
            payment._aftersales_refuse_change(rows)

    def _aftersales_get_receipts(self):
        # sudo: whoever touches a payment need not see receipts to be stopped by one
        rows = self.env["aftersales.collection"].sudo()
        return rows.search([("payment_id", "in", self.ids)])

    def _aftersales_get_counted(self):
        """Receipts besides (extends)."""
        counted = super()._aftersales_get_counted()
        return counted | (self & self._aftersales_get_receipts().payment_id)

    def _aftersales_is_changed(self, name, value):
        field = self._fields[name]
        new = field.convert_to_cache(value, self, validate=False)
        return field.convert_to_cache(self[name], self, validate=False) != new

    def _aftersales_refuse_change(self, rows):
        row = rows.filtered(lambda r: r.payment_id == self)
        raise MoveRefused(
            self.env._(
                "The payment of receipt %s stays as the receipt says. Cancel it, if the money did not stay.",
                row.display_name,
            )
        )
