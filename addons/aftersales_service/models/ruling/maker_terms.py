from odoo import api, fields, models


class ServiceOrder(models.Model):
    """What the manufacturer promises stands on the job (O-40)."""

    _inherit = "aftersales.order"

    maker_terms_ids = fields.Many2many(
        "aftersales.maker.terms",
        string="Manufacturer's Terms",
        compute="_compute_maker_terms_ids",
    )

    @api.depends("product_id", "company_id")
    def _compute_maker_terms_ids(self):
        terms = self.env["aftersales.maker.terms"]
        for company, orders in self.grouped("company_id").items():
            brands = orders.product_id.aftersales_brand_id
            found = terms._find_valid(brands, company) if company else terms
            found = found.grouped("brand_id")
            for order in orders:
                brand = order.product_id.aftersales_brand_id
                order.maker_terms_ids = found.get(brand, terms)
