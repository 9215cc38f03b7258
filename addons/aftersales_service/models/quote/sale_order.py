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
