from odoo import api, fields, models

_PRICED = frozenset(
    {"price_unit", "discount", "product_uom_qty", "tax_ids", "extra_tax_data"}
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _action_cancel(self):
        """What was quoted is not any more (extends core)."""
        result = super()._action_cancel()
        self.order_line._aftersales_follow()
        return result

    @api.constrains("pricelist_id")
    def _aftersales_check_currency(self):
        """What a job is charged is told, signed and owed in one currency (W-13)."""
        for sale in self:
            sale.order_line._aftersales_get_shares()._check_currency(sale)

    @api.ondelete(at_uninstall=False)
    def _aftersales_unlink_quoted(self):
        """Lines go with their quotation in the database, where nobody tells them."""
        self.order_line._aftersales_unlink_quoted()

    def action_draft(self):
        """As above, the other way round (extends core)."""
        result = super().action_draft()
        self.order_line._aftersales_follow()
        return result


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    aftersales_is_fee = fields.Boolean(
        "Service Fee",
        readonly=True,
        copy=True,
        help="Charges a part that a technician delivers, so it is not procured again.",
    )

    def write(self, vals):
        """What a line is quoted for, its share of a fee learns at once (extends core)."""
        result = super().write(vals)
        if _PRICED & vals.keys():
            self._aftersales_follow()
        return result

    @api.ondelete(at_uninstall=False)
    def _aftersales_unlink_quoted(self):
        """A line that goes leaves its share to be quoted again."""
        for share in self._aftersales_get_shares():
            share._in_flow().sale_line_id = False

    def _aftersales_follow(self, document=None):
        """Movements of the shares that these lines charge."""
        shares = self._aftersales_get_shares()
        for sale, mine in shares.grouped(lambda s: s.sale_line_id.order_id).items():
            mine._follow(document or sale)

    def _aftersales_get_shares(self):
        """Fee shares of these lines; nothing is asked of lines that are no fees."""
        fees = self.filtered("aftersales_is_fee")
        return self.env["aftersales.fee.share"]._get_of_lines(fees)

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Fee lines never procure: the part comes from the van, if it comes at all.

        Overrides `sale_stock`; signing a quotation in the portal confirms it, long before
        anything is issued, and core would send every goods line from the warehouse.
        """
        goods = self.filtered(lambda line: not line.aftersales_is_fee)
        return super(SaleOrderLine, goods)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
