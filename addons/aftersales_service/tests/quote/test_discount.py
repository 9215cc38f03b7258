from odoo.tests import Form

from ...exceptions import ProofMissing
from ..fees.common import CashCommon


class TestDiscount(CashCommon):
    """Below the price list by more than the policy allows the general manager is asked
    (F-25, F-28): exactly the tolerance is free."""

    def quote(self, price=None, **switches):
        self.make_policy(**switches)
        self.make_job()
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids.with_user(self.dispatcher).sudo(False)
        if price is not None:
            self.lower(sale, price)
        return sale

    def lower(self, sale, price):
        """The labour costs ``price`` instead of 120; listed are 176."""
        line = sale.order_line.filtered(lambda s: s.product_id == self.labour)
        line.sudo().price_unit = price

    def test_ten_percent_is_free_and_a_fen_more_is_not(self):
        sale = self.quote(102.40, discount_tolerance=10)
        self.assertEqual(
            (sale.aftersales_discount_state, sale.aftersales_deviation), ("free", 10)
        )
        self.lower(sale, 102.39)
        self.assertEqual(sale.aftersales_discount_state, "wanted")

    def test_line_discount_counts_like_a_lower_price(self):
        sale = self.quote(discount_tolerance=10)
        sale.order_line.sudo().discount = 11
        self.assertEqual(sale.aftersales_deviation, 11)
        self.assertEqual(sale.aftersales_discount_state, "wanted")

    def test_higher_price_needs_nobody(self):
        self.assertEqual(self.quote(500).aftersales_discount_state, "free")

    def test_too_low_is_neither_sent_nor_confirmed(self):
        sale = self.quote(100, discount_tolerance=10)
        for action in (
            "action_quotation_send",
            "action_quotation_sent",
            "action_confirm",
        ):
            with self.assertRaisesRegex(ProofMissing, "11.36 %.*10 % is allowed"):
                getattr(sale, action)()

    def test_general_manager_agrees_and_it_goes_on(self):
        sale = self.quote(100, discount_tolerance=10)
        sale.action_ask_discount()
        asked = sale.sudo().approval_ids
        self.assertEqual(
            (asked.kind, asked.role_id.code, asked.amount),
            ("discount", "general_manager", 20),
        )
        self.assertEqual(sale.aftersales_discount_state, "asked")
        asked.with_user(self.director).action_agree()
        sale.invalidate_recordset()
        self.assertEqual(sale.aftersales_discount_state, "agreed")
        sale.action_confirm()
        self.assertEqual(sale.state, "sale")

    def test_still_lower_after_the_answer_is_asked_again(self):
        sale = self.quote(100, discount_tolerance=10)
        sale.action_ask_discount()
        sale.sudo().approval_ids.with_user(self.director).action_agree()
        self.lower(sale, 99)
        sale.invalidate_recordset()
        self.assertEqual(sale.aftersales_discount_state, "wanted")
        sale.action_ask_discount()
        sale.sudo().approval_ids[-1:].with_user(self.director).action_refuse("太低")
        sale.invalidate_recordset()
        self.assertEqual(sale.aftersales_discount_state, "wanted")
        self.assertIn("太低", sale.sudo().message_ids[0].body)

    def test_lower_fee_before_the_quotation_is_seen_too(self):
        self.make_policy(discount_tolerance=10)
        self.make_job()
        labour = self.order.fee_ids.filtered(lambda f: f.kind == "labour")
        labour.price_unit = 60
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        self.assertEqual(sale.aftersales_discount_state, "wanted")

    def test_without_policy_and_without_job_nothing_is_asked(self):
        self.make_job()
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        self.lower(sale, 1)
        self.assertEqual(sale.aftersales_discount_state, "free")
        other = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEqual(other.aftersales_discount_state, "free")

    def test_the_quotation_says_so(self):
        sale = self.quote(100, discount_tolerance=10)
        with Form(sale.sudo()) as form:
            self.assertEqual(form.aftersales_discount_state, "wanted")
            self.assertEqual(form.aftersales_list_amount, 176)
