from odoo import models


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_part_price(self, product, quantity):
        """As it would be estimated and quoted once it is asked for (extends)."""
        # sudo: dispatchers tell prices and may not read fee cards
        order, part = self.sudo(), product.sudo()
        fee = order.env["aftersales.fee"].new(
            {
                "order_id": order.id,
                "kind": "part",
                "product_id": part.id,
                "quantity": quantity,
            }
        )
        currency = order.company_id.currency_id
        price = fee._get_card_price()
        charge = order._prepare_charge(part, quantity, currency, price_unit=price)
        return (
            super()._get_part_price(product, quantity)
            or order._sum_charges([charge]).total
        )
