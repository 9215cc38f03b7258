import ast

from odoo import fields, models


class OperatingUnit(models.Model):
    """A unit has an address of its own: mail to it opens service orders of the unit."""

    _name = "aftersales.unit"
    _inherit = ["aftersales.unit", "mail.alias.mixin.optional"]

    alias_id = fields.Many2one(index="btree_not_null")

    def _alias_get_creation_values(self):
        """Mail to the alias is a service order (extends the mixin's values)."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("aftersales.order")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = defaults | {"unit_id": self.id}
        return values
