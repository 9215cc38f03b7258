from odoo import Command, models

from ...exceptions import ProofMissing


class Parcel(models.Model):
    """What a parcel costs others: the freight that a customer pays, and what the carrier
    lost, which he settles like every other claim."""

    _inherit = "aftersales.parcel"

    def _check_papers(self):
        """What a customer pays is known before it is on the road (extends).

        :raises ProofMissing: without an amount, an article for it or a job
        """
        result = super()._check_papers()
        product = self.company_id.aftersales_freight_product_id
        known = self.cost and product and self.line_ids.order_id
        if self.freight_payer == "charged" and not known:
            raise ProofMissing(
                self.env._(
                    "%s: the customer pays the freight. Write what it costs; the contents belong to a job, and the settings name the freight product.",
                    self.name,
                )
            )
        return result

    def _on_sent(self):
        """Freight is a fee of the jobs for which it was sent (extends)."""
        result = super()._on_sent()
        if self.freight_payer != "charged":
            return result
        product = self.company_id.aftersales_freight_product_id
        name = self.env._("Freight of parcel %s", self.display_name)
        self.env["aftersales.fee"]._in_flow().create(
            [
                order._prepare_parcel_fee(name, "freight", product, 1, amount)
                for order, amount in self._share_freight().items()
            ]
        )
        return result

    def _on_claimed(self, quantities):
        """A fee of the job that the carrier settles, with his name on it (extends)."""
        result = super()._on_claimed(quantities)
        self.env["aftersales.fee"]._in_flow().create(
            [
                line._prepare_claim(quantity)
                for line, quantity in quantities.items()
                if line.order_id  # goods of a return without a job are settled by hand
            ]
        )
        return result


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    def _prepare_claim(self, quantity):
        """At what was claimed for all of it, which has no price of one, else at cost."""
        goods = self.product_id.with_company(self.company_id)
        name = self.env._(
            "%(quantity)g × %(part)s lost in parcel %(parcel)s",
            quantity=quantity,
            part=goods.display_name,
            parcel=self.parcel_id.display_name,
        )
        charged = (quantity, goods.standard_price)
        if self.claim_amount:
            charged = (1, self.claim_amount)
        return self.order_id._prepare_parcel_fee(
            name, "part", goods, *charged, carrier=self.parcel_id.courier_id
        )


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_fee_price(self, amount):
        """``amount`` of the company's money in the currency of the job's fees, at today's
        rate."""
        company, currency = self.company_id, self._get_fee_currency()
        today = company._aftersales_today()
        return company.currency_id._convert(amount, currency, company, today)

    def _prepare_parcel_fee(self, name, kind, product, quantity, price, carrier=None):
        """A fee that one alone bears, whatever was decided about the job.

        :param price: in the company's currency
        """
        share = self._prepare_share("carrier" if carrier else "customer", 100.0)
        if carrier:
            share["partner_id"] = carrier.id
        return {
            "name": name,
            "order_id": self.id,
            "kind": kind,
            "product_id": product.id,
            "quantity": quantity,
            "price_unit": self._get_fee_price(price),
            "is_agreed": True,
            "share_ids": [Command.create(share)],
        }
