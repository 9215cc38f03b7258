from odoo import api, models

from ...exceptions import ProtectedRefused

_SETTLED_BY = frozenset({"fee_id", "payer", "percent", "partner_id"})


class FeeShare(models.Model):
    """What stands on a document stands: a share changes hands or vanishes neither while a
    quotation names it nor after it was invoiced. A credit note comes first."""

    _inherit = "aftersales.fee.share"

    def write(self, vals):
        """What settles a share changes only while it may (overrides `write`)."""
        self._check_change(vals.keys())
        return super().write(vals)

    def _check_change(self, names):
        """Hook: whether these fields may change now; only actions move a share that is
        quoted or invoiced."""
        if _SETTLED_BY & names and not self._is_flowing():
            self._check_may_change()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standing(self):
        self._check_may_change()

    def _check_may_change(self):
        """:raises ProtectedRefused: naming the quotation or the invoice"""
        self._check_not_charged()
        quoted = self.filtered(lambda share: share._is_on_sale())
        if quoted:
            raise ProtectedRefused(
                self.env._(
                    "“%(fee)s” is quoted on %(quotation)s. Cancel that quotation first.",
                    fee=quoted[0].fee_id.name,
                    # sudo: the number is told to whoever is refused
                    quotation=quoted[0].sudo().sale_line_id.order_id.name,
                )
            )

    def _check_not_charged(self):
        """:raises ProtectedRefused: naming the posted document that charges a share"""
        for share in self:
            move = share._get_charging_move()
            if move:
                raise ProtectedRefused(
                    self.env._(
                        "“%(fee)s” is charged on %(document)s. Ask the accountant for a credit note first.",
                        fee=share.fee_id.name,
                        document=move.name,
                    )
                )

    def _get_charging_move(self):
        """The posted document that charges this share, if one does."""
        # sudo: whoever changes fees need not read invoices to be stopped by them
        lines = self.sudo().sale_line_id._aftersales_get_live_invoice_lines()
        return lines.move_id[:1]
