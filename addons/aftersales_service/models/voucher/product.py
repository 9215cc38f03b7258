from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    aftersales_tax_code = fields.Char(
        "Tax Classification",
        copy=False,
        help="19 digits, as the tax office lists goods and services.",
    )

    def _aftersales_find_tax_code(self):
        """Its own, or that of the nearest category above."""
        category = self
        while category and not category.aftersales_tax_code:
            category = category.parent_id
        return category.aftersales_tax_code or ""


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_tax_code = fields.Char(
        "Tax Classification",
        copy=False,
        help="19 digits, as the tax office lists goods and services; empty: that of its category.",
    )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _aftersales_get_tax_code(self):
        return (
            self.aftersales_tax_code or self.categ_id._aftersales_find_tax_code()
        ).strip()
