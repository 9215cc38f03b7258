from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Core searches move lines by lot on every lot form but has no index for it.
    lot_id = fields.Many2one(index="btree_not_null")

    def _aftersales_names_devices(self):
        """Whether single devices can be made of this line: by serial, by lot, by unit."""
        self.ensure_one()
        return bool(self.quantity) and bool(
            self.lot_id or self.product_id.tracking == "none"
        )

    def _aftersales_register_devices(self):
        """Devices of these deliveries: new, sold again, or back with their owner."""
        shared = {move: move._aftersales_prepare_device_vals() for move in self.move_id}
        # sudo: warehouse staff deliver, but only the service department writes devices
        return (
            self.env["aftersales.device"]
            .sudo()
            ._register_delivered(
                [
                    vals
                    for line in self
                    for vals in line._aftersales_prepare_devices(shared[line.move_id])
                ]
            )
        )

    def _aftersales_prepare_devices(self, shared):
        """One device per serial number, or one per unit where units carry none."""
        vals = self._aftersales_prepare_device_vals(shared)
        if self.product_id.tracking == "serial":
            return [vals]
        # A lot's name is no serial number: many units bear it.
        units = int(self.quantity_product_uom)
        return [vals | {"serial": False} for _unit in range(units)]

    def _aftersales_prepare_device_vals(self, shared=None):
        """:param shared: `stock.move._aftersales_prepare_device_vals` when the caller has it"""
        self.ensure_one()
        return (shared or self.move_id._aftersales_prepare_device_vals()) | {
            "serial": self.lot_id.name,
            "lot_id": self.lot_id.id,
            "product_id": self.product_id.id,
        }
