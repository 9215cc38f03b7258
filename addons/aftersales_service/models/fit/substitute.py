from odoo import api, models

from ...exceptions import PartRefused
from ...kernel.fit import WRONG
from .fitting import exchange


class Substitute(models.Model):
    """What supersession says is a substitute, too, beside what is listed by hand."""

    _inherit = "aftersales.part.substitute"

    @api.model
    def _find(self, products, company):
        """Listed ones first, then older ones that are to be used up, then newer ones
        (extends)."""
        found = super()._find(products, company)
        chains = self.env["aftersales.part.supersession"]._get_chains(products, company)
        serving = {
            product: product.browse(chains.get_serving(product.id)) - product
            for product in products
        }
        # sudo: whether anybody may ask for a part is no secret to who issues it
        every = products.browse().union(*serving.values()).sudo()
        retired = every._aftersales_find_retired(company)
        for product, parts in serving.items():
            found[product] |= parts - retired
        return found


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _get_substitutes(self):
        """What does not fit the machine is not offered (extends)."""
        rows = super()._get_substitutes()
        products = self.product_id.browse([row["id"] for row in rows])
        fits = self._find_fits(products)
        return [row for row in rows if fits[products.browse(row["id"])].state != WRONG]

    def _check_substitute(self, product, quantity):
        """Nor taken (extends).

        :raises PartRefused: with the sentence that says what fits
        """
        result = super()._check_substitute(product, quantity)
        fit = self._find_fits(product)[product]
        if fit.state == WRONG:
            raise PartRefused(fit.text)
        return result

    def _get_substitute_quantities(self, products, quantity):
        """Two short ones for a long one, where supersession says so (extends)."""
        wanted = super()._get_substitute_quantities(products, quantity)
        own = self.product_id
        model = self.env["aftersales.part.supersession"]
        chains = model._get_chains(own, self.company_id)
        return {
            product: exchange(product, amount, chains.get_ratio(own.id, product.id))
            for product, amount in wanted.items()
        }
