from odoo import Command, fields, models


class VisitExtra(models.Model):
    """Extra work that the customer authorised is a fee at the price he was told (D-41),
    tax included."""

    _inherit = "aftersales.visit.extra"

    fee_ids = fields.One2many("aftersales.fee", "extra_id", "Fees")

    def action_answer(self, agreed, by, how="signature"):
        result = super().action_answer(agreed, by, how)
        if agreed:
            # sudo: the technician causes fees but may not write them (F-25)
            self.sudo()._charge()
        return result

    def _charge(self):
        """The fees of these extras, where they are not made yet.

        Without a product for labour there is none; the job then says so (`unpriced`).
        """
        for extra in self._get_uncharged():
            order = extra.visit_id.order_id
            product = extra.company_id.aftersales_labour_product_id
            if not product:
                continue
            fees = self.env["aftersales.fee"]._in_flow()
            fee = fees.create(extra._prepare_fee(order, product))
            # the price without tax, of the price that he was told
            fee.price_unit = fee.share_ids._get_unit_price()
            order._on_extra_charged(fee.share_ids)

    def _get_uncharged(self):
        return self.filtered(
            lambda e: e.state == "agreed" and e.amount and not e.fee_ids
        )

    def _prepare_fee(self, order, product):
        return {
            "name": self.name,
            "order_id": order.id,
            "visit_id": self.visit_id.id,
            "extra_id": self.id,
            "kind": "other",
            "product_id": product.id,
            "quantity": 1,
            "price_unit": self.amount,
            "told_amount": self.amount,
            "is_agreed": True,
            "share_ids": [Command.create(order._prepare_share("customer", 100.0))],
        }


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _on_extra_charged(self, shares):
        """Hook: extra work that the customer authorised became ``shares`` of a fee."""
