from odoo import api, fields, models


class OperatingUnit(models.Model):
    _inherit = "aftersales.unit"

    def _get_with_parents(self):
        """[no unit, this unit, the units above it]: where a role may be held to count here.

        Source: `aftersales.role._held_by`; parents are read from the stored path.
        """
        ids = [int(key) for key in (self.parent_path or "").split("/") if key]
        return [self.browse(), *self.browse(ids)]


class ReturnOrder(models.Model):
    """Which unit answers for returned goods: that of the job, else that of the store they
    came to. Roles that somebody holds for a unit count there and below only (O-08)."""

    _inherit = "aftersales.return"

    unit_id = fields.Many2one("aftersales.unit", compute="_compute_unit_id")

    @api.depends("order_id.unit_id", "warehouse_id")
    def _compute_unit_id(self):
        # sudo: who answers is asked on behalf of people who may not see the job
        units = self.env["aftersales.unit"].sudo()
        found = units.search([("warehouse_id", "in", self.warehouse_id.ids)])
        by_store = {unit.warehouse_id: unit for unit in reversed(found)}
        for record in self:
            unit = record.sudo().order_id.unit_id  # sudo: as above
            unit = unit or by_store.get(record.warehouse_id, units)
            record.unit_id = unit.sudo(False)


class Inspection(models.Model):
    _inherit = "aftersales.inspection"

    unit_id = fields.Many2one(related="return_id.unit_id")
