from odoo import fields, models

from ...groups import STAFF


class SaleOrder(models.Model):
    _inherit = "sale.order"

    aftersales_order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        groups=STAFF,
    )

    def write(self, vals):
        """Sent it waits for the customer, answered it does not (overrides `write`)."""
        result = super().write(vals)
        if "state" in vals:
            # sudo: whose time it is follows the quotation, whoever sends or confirms it
            self.sudo().aftersales_order_id._follow_waits()
        return result


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_waits(self):
        """Quotations that the customer has not answered (extends)."""
        # sudo: as above
        sent = self.sudo().sale_order_ids.filtered(lambda s: s.state == "sent")
        return super()._get_waits() + [("customer", sale) for sale in sent]
