from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Core searches move lines by lot on every lot form but has no index for it.
    lot_id = fields.Many2one(index="btree_not_null")

    def _prepare_device_vals(self, shared=None):
        """:param shared: `stock.move._prepare_device_vals` when the caller has it"""
        self.ensure_one()
        return (shared or self.move_id._prepare_device_vals()) | {
            "serial": self.lot_id.name,
            "lot_id": self.lot_id.id,
            "product_id": self.product_id.id,
        }
