from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    aftersales_is_fee = fields.Boolean(
        "Service Fee",
        readonly=True,
        copy=True,
        help="Charges a part that a technician delivers, so it is not procured again.",
    )

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Fee lines never procure: the part comes from the van, if it comes at all.

        Overrides `sale_stock`; signing a quotation in the portal confirms it, long before
        anything is issued, and core would send every goods line from the warehouse.
        """
        goods = self.filtered(lambda line: not line.aftersales_is_fee)
        return super(SaleOrderLine, goods)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
