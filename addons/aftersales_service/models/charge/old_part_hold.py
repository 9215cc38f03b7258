from odoo import api, models

# What a share that an old part holds may not change, in an action neither.
_SETTLED_BY = frozenset({"payer", "percent", "partner_id", "sale_line_id"})


class SaleOrder(models.Model):
    """Invoicing from sales asks what invoicing from fees asks (W-32, ★6)."""

    _inherit = "sale.order"

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Every way to an invoice ends here (extends `sale`)."""
        self._aftersales_check_old_parts()
        return super()._create_invoices(grouped=grouped, final=final, date=date)

    def _aftersales_check_old_parts(self):
        self.env["aftersales.fee.share"]._get_of_lines(
            self.order_line
        )._check_may_charge()


class SaleAdvancePayment(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    def _create_invoices(self, sale_orders):
        """A down payment is money of the share too (extends `sale`)."""
        sale_orders._aftersales_check_old_parts()
        return super()._create_invoices(sale_orders)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """An invoice that was drafted before the part was replaced is not posted while
        the old part is out; credit notes give money back and always pass (extends
        `account`)."""
        charging = self.filtered(lambda m: m.move_type == "out_invoice")
        if lines := charging.line_ids.sale_line_ids:
            shares = self.env["aftersales.fee.share"]
            shares._get_of_lines(lines)._check_may_charge()
        return super()._post(soft=soft)


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """What is held is not made to vanish by deleting its share (W-32).

        Shares follow the decision until the part is used; from then on they stand.
        """
        self._check_may_settle()

    def _check_change(self, names):
        """Nor does it change hands: another payer, part or line of a sale (W-32;
        extends)."""
        if _SETTLED_BY & names:
            self._check_may_settle()
        return super()._check_change(names)
