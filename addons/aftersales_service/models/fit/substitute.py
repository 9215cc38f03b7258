from odoo import api, models

from ...exceptions import PartRefused
from ...kernel.fit import WRONG, Chains


class Substitute(models.Model):
    """What supersession says is a substitute, too, beside what is listed by hand."""

    _inherit = "aftersales.part.substitute"

    @api.model
    def _find(self, products, company):
        """Listed ones first, then older ones that are to be used up, then newer ones
        (extends)."""
        found = super()._find(products, company)
        changes = self.env["aftersales.part.supersession"]._find_changes(
            products.ids, company.ids
        )
        if not changes:
            return found
        chains = Chains((c for c, _owner in changes), company._aftersales_today())
        for product in products:
            serving = product.browse(chains.get_serving(product.id))
            found[product] |= serving - product
        return found


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _get_substitutes(self):
        """What does not fit the machine is not offered (extends)."""
        rows = super()._get_substitutes()
        products = self.product_id.browse([row["id"] for row in rows])
        device = self.order_id.device_id
        if not (rows and device):
            return rows
        fits = products._aftersales_fits(device)
        return [row for row in rows if fits[products.browse(row["id"])].state != WRONG]

    def _check_substitute(self, product, quantity):
        """Nor taken (extends).

        :raises PartRefused: with the sentence that says what fits
        """
        result = super()._check_substitute(product, quantity)
        fit = product._aftersales_fits(self.order_id.device_id)[product]
        if fit.state == WRONG:
            raise PartRefused(fit.text)
        return result
