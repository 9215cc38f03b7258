from odoo import models


class ServiceOrder(models.Model):
    """A fee card is in the currency of the company; what a job is charged may be in that of
    its price list. The rate is of the day of the call, so that counting again changes
    nothing."""

    _inherit = "aftersales.order"

    def _convert_card(self, amount, start, end):
        company = self.company_id
        if start == end or not amount:
            return amount
        day = company._aftersales_day(self.called_at)
        return start._convert(amount, end, company, day)


class Fee(models.Model):
    _inherit = "aftersales.fee"

    def _in_own_currency(self, price):
        """A price of the fee card in the currency of this fee."""
        order = self.order_id
        return order._convert_card(
            price, order.company_id.currency_id, self.currency_id
        )

    def _to_own_currency(self, vals):
        """Values at the prices of the card for a new fee, which is in the currency of the
        price list."""
        order = self.env["aftersales.order"].browse(vals["order_id"])
        company = order.company_id
        own = company.aftersales_pricelist_id.currency_id or company.currency_id
        price = order._convert_card(vals["price_unit"], company.currency_id, own)
        return vals | {"price_unit": price}

    def _get_card_amount(self):
        """Its amount in the currency of the fee card."""
        order = self.order_id
        company = order.company_id.currency_id
        return order._convert_card(self.amount, self.currency_id, company)
