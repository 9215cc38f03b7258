from odoo import Command

from ...exceptions import ProtectedRefused
from .common import RateCommon


class TestFeeCurrency(RateCommon):
    """A job is charged in the currency of its fee card, whatever price list the customer
    has; a price that only the price list names is converted by core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env.ref("base.USD")
        if cls.company.currency_id == cls.foreign:
            cls.foreign = cls.env.ref("base.EUR")
        cls.foreign.active = True
        cls.env["res.currency.rate"].search(
            [("currency_id", "=", cls.foreign.id)]
        ).unlink()
        cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.foreign.id,
                "name": "2020-01-01",
                "rate": 0.125,
                "company_id": cls.company.id,
            }
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {
                "name": "出口价目表",
                "currency_id": cls.foreign.id,
                "company_id": cls.company.id,
                "item_ids": [
                    Command.create(
                        {
                            "compute_price": "fixed",
                            "fixed_price": 5,
                            "applied_on": "0_product_variant",
                            "product_id": cls.part.id,
                        }
                    )
                ],
            }
        )

    def quote(self):
        visit = self.make_visit_at("2026-03-02 09:00")
        self.make_requisition(visit, (self.part, 2))
        order = visit.order_id
        order.with_user(self.dispatcher).action_create_quotation()
        return order.sudo().sale_order_ids

    def labour_line(self, sale):
        lines = sale.order_line.filtered("aftersales_share_ids")
        return lines.filtered(lambda line: line.product_id == self.labour)

    def test_the_price_list_of_the_customer_changes_no_price(self):
        self.make_card({"kind": "labour", "basis": "hour", "price": 80})
        self.company.aftersales_pricelist_id = False
        self.customer.property_product_pricelist = self.pricelist
        sale = self.quote()
        self.assertEqual(sale.currency_id, self.company.currency_id)
        self.assertEqual(self.labour_line(sale).price_unit, 80)
        share = self.labour_line(sale).aftersales_share_ids
        self.assertEqual(share.amount, 80)

    def test_the_price_list_of_the_settings_is_converted(self):
        """Labour by the card in our currency, the part by the list at the rate of today."""
        self.make_card({"kind": "labour", "basis": "hour", "price": 80})
        self.company.aftersales_pricelist_id = self.pricelist
        sale = self.quote()
        self.assertEqual(sale.currency_id, self.company.currency_id)
        part = sale.order_line.filtered(lambda line: line.product_id == self.part)
        self.assertEqual((part.price_unit, part.product_uom_qty), (40, 2))
        self.assertEqual(self.labour_line(sale).price_unit, 80)

    def test_without_a_card_the_list_of_the_settings_has_its_currency(self):
        self.company.aftersales_pricelist_id = self.pricelist
        sale = self.quote()
        self.assertEqual(sale.currency_id, self.foreign)
        shares = sale.order_line.aftersales_share_ids
        self.assertEqual(shares.currency_id, self.foreign)
        part = shares.filtered(lambda share: share.fee_kind == "part")
        self.assertEqual(part.amount, 10)

    def test_another_currency_is_refused_on_the_quotation(self):
        self.make_card({"kind": "labour", "basis": "hour", "price": 80})
        sale = self.quote()
        with self.assertRaisesRegex(ProtectedRefused, self.foreign.name):
            sale.pricelist_id = self.pricelist

    def test_what_is_in_another_currency_does_not_join(self):
        """A card that comes into force later leaves older fees in theirs, and so is what
        they are quoted in."""
        self.company.aftersales_pricelist_id = self.pricelist
        visit = self.make_visit_at("2026-03-02 09:00")
        order = visit.order_id.sudo()
        self.assertEqual(order.fee_ids.currency_id, self.foreign)
        self.make_card({"kind": "part", "basis": "cost", "price": 120})
        order.action_create_quotation()
        self.assertEqual(order.sale_order_ids.currency_id, self.foreign)
        self.make_requisition(visit, (self.part, 2))
        with self.assertRaisesRegex(ProtectedRefused, self.foreign.name):
            order.action_create_quotation()

    def test_rates_of_a_job_are_told_to_whoever_answers_the_telephone(self):
        mine = self.make_card({"kind": "labour", "basis": "hour", "price": 80})
        other = self.make_card(
            {"kind": "labour", "basis": "hour", "price": 60},
            partner_id=self.env["res.partner"].create({"name": "别家"}).id,
        )
        order = self.make_order(self.make_device(), service_type="a")
        action = order.with_user(self.dispatcher).action_open_rates()
        rates = self.env["aftersales.fee.rate"].with_user(self.dispatcher)
        found = rates.search(action["domain"])
        self.assertEqual(found, mine.rate_ids)
        self.assertNotIn(other.rate_ids, found)
