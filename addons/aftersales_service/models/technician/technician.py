from odoo import api, fields, models

GRADES = [
    ("junior", "Junior"),
    ("middle", "Middle"),
    ("senior", "Senior"),
    ("special", "Special"),
]


class Technician(models.Model):
    """Somebody who visits customers (技术员); carries parts in a location of his own.

    Source: O-31 (four grades), O-33 (examined before work).
    """

    _name = "aftersales.technician"
    _description = "Technician"
    _inherit = ["document.guard.mixin"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char("Staff Number")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one("res.users", "Login", index="btree_not_null")
    unit_id = fields.Many2one(
        "aftersales.unit", "Service Unit", index="btree_not_null", check_company=True
    )
    grade = fields.Selection(GRADES, required=True, default="junior")
    examined = fields.Boolean(
        "Trained and Examined", help="Only examined technicians can be dispatched."
    )
    phone = fields.Char("Telephone")
    location_id = fields.Many2one(
        "stock.location",
        "Van Stock",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    active = fields.Boolean(default=True)

    _user_unique = models.UniqueIndex(
        "(company_id, user_id) WHERE user_id IS NOT NULL",
        "This login already belongs to a technician.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Every technician gets a van location below the after-sales root."""
        technicians = super().create(vals_list)
        for technician in technicians:
            technician._in_flow().location_id = technician._create_location()
        return technicians

    def _create_location(self):
        # sudo: who registers technicians has no warehouse rights
        root = self.company_id.sudo().aftersales_location_id
        return (
            self.env["stock.location"]
            .sudo()
            .create(
                {
                    "name": self.env._("Van %s", self.name),
                    "usage": "internal",
                    "location_id": root.id,
                    "company_id": self.company_id.id,
                }
            )
        )
