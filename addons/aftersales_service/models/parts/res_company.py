from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_supplier_return_location_id = fields.Many2one(
        "stock.location",
        "Waiting for the Supplier",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="Parts that were defective on arrival: ours, but no good stock.",
    )

    def _aftersales_get_supplier_return_location(self):
        return self._aftersales_get_parts_location(
            "aftersales_supplier_return_location_id",
            self.env._("Defective on Arrival"),
        )

    def _aftersales_get_parts_location(self, field, name, **vals):
        """The location in ``field``, made below the after-sales root when first needed."""
        self.ensure_one()
        # sudo: whoever takes parts back makes no locations
        company = self.sudo()
        if not company[field]:
            company[field] = (
                self.env["stock.location"]
                .sudo()
                .create(
                    {
                        "name": name,
                        "usage": "internal",
                        "company_id": company.id,
                        "location_id": company.aftersales_location_id.id,
                    }
                    | vals
                )
            )
        return company[field]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_old_part_days = fields.Integer(
        related="company_id.aftersales_old_part_days", readonly=False
    )
    aftersales_clearing_days = fields.Integer(
        related="company_id.aftersales_clearing_days", readonly=False
    )
