from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_custody_location_id = fields.Many2one(
        "stock.location",
        "Customers' Goods",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    def _create_aftersales_locations(self):
        """Also the place of customers' goods: outside every warehouse, never valued, so
        no sale can reserve them and no inventory counts them as ours (R-37)."""
        result = super()._create_aftersales_locations()
        # sudo: companies are made without stock rights
        location = self.env["stock.location"].sudo()
        for company in self.filtered(lambda c: not c.aftersales_custody_location_id):
            company = company.sudo().with_context(lang=company.partner_id.lang)
            company.aftersales_custody_location_id = location.create(
                {
                    "name": self.env._("Customers' Goods"),
                    "usage": "internal",
                    "company_id": company.id,
                    "location_id": company.aftersales_location_id.id,
                    "aftersales_outside_value": True,
                }
            )
        return result
