from odoo import fields, models

from ...kernel.text import serial_key


class DevicePart(models.Model):
    """A part built into a device, with its serial: as maintained, not as sold (A13, U7).

    Old serial out and new serial in are written by one use of a part.
    """

    _name = "aftersales.device.part"
    _description = "Part Built In"
    _inherit = ["document.default.mixin"]
    _order = "device_id, installed_on desc, id desc"
    _rec_name = "product_id"

    device_id = fields.Many2one(
        "aftersales.device", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="device_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", "Part", required=True, index=True)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial in Stock", index="btree_not_null")
    serial = fields.Char("Serial Number", index="btree_not_null")
    quantity = fields.Float(digits="Product Unit", default=1.0)
    installed_on = fields.Date()
    removed_on = fields.Date()
    replaced_by_id = fields.Many2one("aftersales.device.part", index="btree_not_null")
    reason = fields.Char("Job")

    def _is_piece(self):
        """Whether it is one piece that its number tells from others; many bear a lot's."""
        return bool(self.serial) and self.product_id.tracking != "lot"

    def _get_leaving(self, new):
        """Hook: the row of what came out for ``new``, where this one is about more."""
        return self


class Device(models.Model):
    _inherit = "aftersales.device"

    part_ids = fields.One2many(
        "aftersales.device.part", "device_id", "Parts Built In", readonly=True
    )

    def _build_in(self, product, day, reason, lot=None, quantity=1.0, old_serial=None):
        """Write the new part in and the old one out, in one step."""
        self.ensure_one()
        # sudo: a technician reports use; parts are written by that alone
        part = self.env["aftersales.device.part"].sudo()
        new = part.create(
            {
                "device_id": self.id,
                "product_id": product.id,
                "lot_id": lot.id if lot else False,
                "serial": lot.name if lot else False,
                "quantity": quantity,
                "installed_on": day,
                "reason": reason,
            }
        )
        self._take_out(new, old_serial)
        self._on_built_in(new)
        return new

    def _take_out(self, new, serial):
        """What came out for the part ``new``, known by its serial number or not."""
        gone = {"removed_on": new.installed_on, "replaced_by_id": new.id}
        old = self._find_built_in(new.product_id, serial)
        if old:
            old._get_leaving(new).write(gone)
        elif serial:
            new.create(
                {
                    "device_id": self.id,
                    "product_id": new.product_id.id,
                    "serial": serial,
                    "reason": new.reason,
                }
                | gone
            )

    def _find_built_in(self, product, serial):
        """The part that goes out, known by its serial; without one nothing is guessed."""
        key = serial_key(serial)
        if not key:
            return self.env["aftersales.device.part"]
        # sudo: see `_build_in`
        inside = self.sudo().part_ids.filtered(
            lambda p: not p.removed_on and serial_key(p.serial) == key
        )
        old = inside.filtered(lambda p: p.product_id == product)
        if inside and not old:
            others = self._get_swapped_for(product)
            old = inside.filtered(lambda p: p.product_id in others)
        return old[:1]

    def _get_swapped_for(self, product):
        """Hook: the parts in whose place ``product`` may come; rooms above know others."""
        return product

    def _on_built_in(self, part):
        """Hook: what else changes when ``part`` was built in."""
