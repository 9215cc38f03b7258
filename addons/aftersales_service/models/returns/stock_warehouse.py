from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    aftersales_take_in_type_id = fields.Many2one(
        "stock.picking.type",
        "Take-In of Customers' Goods",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )
    aftersales_give_back_type_id = fields.Many2one(
        "stock.picking.type",
        "Give-Back of Customers' Goods",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    def _prepare_aftersales_picking_types(self):
        """Two types of their own: in and out of custody, whatever steps receipts and
        deliveries of the warehouse have."""
        custody = self.company_id.aftersales_custody_location_id
        customers = self.env.ref("stock.stock_location_customers")
        common = self._prepare_aftersales_picking_type()
        return super()._prepare_aftersales_picking_types() | {
            "aftersales_take_in_type_id": {
                **common,
                "name": self.env._("Take-In of Customers' Goods"),
                "sequence_code": "SH",
                "use_create_lots": True,
                "default_location_src_id": customers.id,
                "default_location_dest_id": custody.id,
            },
            "aftersales_give_back_type_id": {
                **common,
                "name": self.env._("Give-Back of Customers' Goods"),
                "sequence_code": "JH",
                "default_location_src_id": custody.id,
                "default_location_dest_id": customers.id,
            },
        }
