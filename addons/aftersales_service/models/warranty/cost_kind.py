from odoo import fields, models


class CostKind(models.Model):
    """Part, labour, travel, freight, inspection, other: what a warranty may bear (A4)."""

    _name = "aftersales.cost.kind"
    _description = "Cost Kind"
    _inherit = ["document.shared.mixin", "document.guard.mixin"]
    _order = "sequence, id"
    # What programs and lists that are read call it.
    _birth_fields = frozenset({"code"})

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.Constraint(
        "UNIQUE (code)", "Another cost kind has this code."
    )


class Brand(models.Model):
    _name = "aftersales.brand"
    _description = "Brand"
    _inherit = ["document.shared.mixin"]
    _order = "name"

    name = fields.Char(required=True)
    service_partner_id = fields.Many2one(
        "res.partner",
        "Named Service Centre",
        index="btree_not_null",
        help="The service centre that the manufacturer names for this brand.",
    )

    _name_unique = models.Constraint("UNIQUE (name)", "This brand exists already.")
