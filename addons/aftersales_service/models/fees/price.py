from collections import namedtuple

from odoo import models

from ...exceptions import ProtectedRefused


class Totals(namedtuple("Totals", "net tax total", defaults=(0.0, 0.0, 0.0))):
    """An amount as the customer is told it: without tax, the tax, and what he pays."""

    __slots__ = ()

    def __add__(self, other):
        return Totals(
            *(mine + theirs for mine, theirs in zip(self, other, strict=True))
        )


class ServiceOrder(models.Model):
    """What charges cost the customer, computed by core's own engine as the quotation and
    the invoice do it, so the number that he is told is the number that he pays."""

    _inherit = "aftersales.order"

    def _get_charge_taxes(self, product):
        """Taxes that a quotation for this customer would have on ``product``."""
        company = self.company_id
        taxes = product.taxes_id._filter_taxes_by_company(company)
        if not taxes:
            return taxes
        partner = self.partner_id
        delivery = partner.browse(partner.address_get(["delivery"])["delivery"])
        positions = self.env["account.fiscal.position"].with_company(company)
        return positions._get_fiscal_position(partner, delivery).map_tax(taxes)

    def _prepare_charge(self, product, quantity, currency, **values):
        """A base line of `account.tax` for something that is not quoted yet."""
        values = {
            "product_id": product,
            "tax_ids": self._get_charge_taxes(product),
            "quantity": quantity,
            "currency_id": currency,
            "partner_id": self.partner_id,
        } | values
        taxes = self.env["account.tax"]
        return taxes._prepare_base_line_for_taxes_computation(None, **values)

    def _sum_charges(self, charges, day=None):
        """:class:`Totals` of base lines in the company's currency."""
        company = self.company_id
        day = day or company._aftersales_today()
        result = Totals()
        by_currency = {}
        for charge in charges:
            by_currency.setdefault(charge["currency_id"], []).append(charge)
        for currency, lines in by_currency.items():
            sums = self._sum_in_currency(lines, currency)
            net, total = (
                currency._convert(amount, company.currency_id, company, day)
                for amount in (sums.net, sums.total)
            )
            result += Totals(net, company.currency_id.round(total - net), total)
        return result

    def _sum_in_currency(self, lines, currency):
        """:class:`Totals` of base lines that are all in ``currency``."""
        company, taxes = self.company_id, self.env["account.tax"]
        taxes._add_tax_details_in_base_lines(lines, company)
        taxes._round_base_lines_tax_details(lines, company)
        sums = taxes._get_tax_totals_summary(lines, currency, company)
        net, total = sums["base_amount_currency"], sums["total_amount_currency"]
        return Totals(net, currency.round(total - net), total)


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def _get_totals(self):
        """What these shares of one job cost whoever pays them; :class:`Totals`.

        What is quoted counts as the quotation has it, which the desk may have changed.
        """
        # sudo: prices and quotations are told to people who may not read either
        shares = self.sudo()
        if not shares:
            return Totals()
        order = shares.order_id
        return order._sum_charges(share._prepare_charge() for share in shares)

    def _check_currency(self, sale):
        """:raises ProtectedRefused: where the quotation is in another currency"""
        other = self.filtered(lambda share: share.currency_id != sale.currency_id)
        if other:
            raise ProtectedRefused(
                self.env._(
                    "“%(fee)s” is charged in %(currency)s, %(quotation)s is in %(other)s. Choose a price list in %(currency)s, or none.",
                    fee=other[0].fee_id.name,
                    currency=other[0].currency_id.name,
                    quotation=sale.name,
                    other=sale.currency_id.name,
                )
            )

    def _prepare_charge(self):
        line = self.sale_line_id
        if line and line.state != "cancel":
            return line._prepare_base_line_for_taxes_computation()
        fee = self.fee_id
        return fee.order_id._prepare_charge(
            fee.product_id, fee.quantity, fee.currency_id, **self._prepare_price()
        )

    def _prepare_price(self):
        """Unit price of a line that is worth this share, with its taxes where they are
        fixed."""
        if self._is_told():
            return self._prepare_told_price()
        return {"price_unit": self._get_unit_price()}

    def _is_told(self):
        """Whether its price is what somebody was told, tax included."""
        return self.fee_id.told_amount and not self.taken_amount

    def _get_unit_price(self):
        """The unit price at which this share is quoted: the line of the quotation is then
        worth the share, to the last fen."""
        fee = self.fee_id
        if self._is_told():
            return self._prepare_told_price()["price_unit"]
        whole = self.percent == 100 and not self.taken_amount
        if whole or not fee.quantity:
            return fee.price_unit * self.percent / 100
        return self.amount / fee.quantity

    def _to_price_terms(self, net):
        """``net`` as the fee card says it: with the tax where its prices include it."""
        fee = self.fee_id
        taxes = fee.order_id._get_charge_taxes(fee.product_id)
        if self.payer != "customer":
            taxes = fee.product_id.taxes_id._filter_taxes_by_company(self.company_id)
        if not any(tax.price_include for tax in taxes):
            return net
        charge = fee.order_id._prepare_charge(
            fee.product_id,
            1.0,
            fee.currency_id,
            price_unit=net,
            tax_ids=taxes,
            special_mode="total_excluded",
        )
        return fee.order_id._sum_in_currency([charge], fee.currency_id).total

    def _prepare_told_price(self):
        """Price and taxes of a line that costs what the customer was told, tax included.

        The taxes are fixed as core fixes those of a down payment: no price without tax
        gives 100.00 with 13 % on it.
        """
        fee, engine = self.fee_id, self.env["account.tax"]
        order, quantity = fee.order_id, fee.quantity or 1.0
        told = fee.told_amount * self.percent / 100 / quantity
        taxes = order._get_charge_taxes(fee.product_id)
        if not taxes or all(tax.price_include for tax in taxes):
            return {"price_unit": told}
        line = engine._prepare_base_line_for_taxes_computation(
            None,
            product_id=fee.product_id,
            tax_ids=taxes,
            price_unit=told,
            quantity=quantity,
            currency_id=fee.currency_id,
            special_mode="total_included",
        )
        engine._add_tax_details_in_base_line(line, order.company_id)
        engine._round_base_lines_tax_details([line], order.company_id)
        details = line["tax_details"]
        fixed = {
            "currency_id": fee.currency_id.id,
            "price_unit": details["total_excluded_currency"] / quantity,
            "discount": 0.0,
            "quantity": quantity,
            "rate": line["rate"],
        }
        amounts = ("base_amount_currency", "tax_amount_currency")
        fixed["manual_tax_amounts"] = {
            str(data["tax"].id): {name: data[name] for name in amounts}
            for data in details["taxes_data"]
        }
        return {"price_unit": fixed["price_unit"], "extra_tax_data": fixed}
