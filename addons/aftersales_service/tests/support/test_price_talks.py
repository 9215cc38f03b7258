from ...exceptions import GroupRefused, MoveRefused, ProofMissing, RoleRefused
from ..fees.common import CashCommon


class TestPriceTalks(CashCommon):
    """转销售人员: the customer disputes the price, his salesperson settles it (F-27)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.env["res.users"].create(
            cls._prepare_user("salesperson", "wang_sales")
        )
        cls.customer.user_id = cls.seller

    def make_quoted(self, **switches):
        if switches:
            self.make_policy(**switches)
        order = self.make_order(self.make_device(), service_type="a")
        self.env["aftersales.fee"].create(
            {
                "name": "检修",
                "order_id": order.id,
                "kind": "labour",
                "product_id": self.labour.id,
            }
        )
        order.action_create_quotation()
        return order

    def hand(self, order, user=None, text="太贵"):
        window = self.env["aftersales.order.talks"].with_user(user or self.dispatcher)
        values = {"order_id": order.id, "is_price": True, "text": text}
        window.create(values).action_done()

    def end(self, order, discount=0, text="同意"):
        window = self.env["aftersales.order.talks"].with_user(self.seller)
        window.create(
            {
                "order_id": order.id,
                "is_end": True,
                "text": text,
                "discount": discount,
            }
        ).action_done()

    def test_he_gets_the_talks_the_quotation_and_a_task(self):
        order = self.make_quoted()
        self.hand(order)
        self.assertEqual(order.talks_user_id, self.seller)
        self.assertTrue(order.price_disputed_at)
        self.assertIn(self.seller, order.sudo().activity_ids.user_id)
        sale = order.sudo().sale_order_ids
        self.assertEqual(sale.activity_ids.user_id, self.seller)
        self.assertEqual(order.with_user(self.seller).read(["name"])[0]["id"], order.id)
        with self.assertRaisesRegex(MoveRefused, "talks with the customer"):
            order.action_close()

    def test_documents_follow_what_he_agreed(self):
        order = self.make_quoted(discount_tolerance=10)
        self.hand(order)
        self.end(order, 10, "九折")
        sale = order.sudo().sale_order_ids
        self.assertEqual(sale.amount_untaxed, 108)
        share = order.sudo().fee_ids.share_ids
        self.assertEqual(share._get_totals().total, 108)
        self.assertEqual(sale.aftersales_discount_state, "free")
        self.assertIn("108", sale.message_ids[:1].body)
        self.assertEqual(order.talks_outcome, "九折")
        self.labour.invoice_policy = "order"
        sale.action_confirm()
        invoice = sale.with_user(self.accountant)._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 108)

    def test_beyond_the_limit_the_general_manager_is_asked(self):
        order = self.make_quoted(discount_tolerance=10)
        self.hand(order)
        self.end(order, 10.01)
        sale = order.sudo().sale_order_ids
        self.assertEqual(sale.aftersales_discount_state, "asked")
        asked = sale.approval_ids
        self.assertEqual(asked.role_id.code, "general_manager")
        self.assertEqual(asked.requested_by_id, self.seller)
        with self.assertRaises(ProofMissing):
            sale.action_confirm()

    def test_without_a_discount_the_quotation_stands(self):
        order = self.make_quoted()
        self.hand(order)
        self.end(order, text="客户接受原价")
        self.assertEqual(order.sudo().sale_order_ids.amount_untaxed, 120)

    def test_nonsense_changes_nothing(self):
        order = self.make_quoted()
        self.hand(order)
        for discount in (-5, 100, 250):
            with self.assertRaises(MoveRefused):
                self.end(order, discount)
        self.assertFalse(order.talks_ended_at)
        self.assertEqual(order.sudo().sale_order_ids.amount_untaxed, 120)

    def test_a_discount_needs_a_quotation(self):
        order = self.make_order(self.make_device(), service_type="a")
        self.hand(order)
        with self.assertRaisesRegex(MoveRefused, "quotation"):
            self.end(order, 5)

    def test_the_technician_on_the_spot_hands_over_too(self):
        self.make_job()
        self.hand(self.order, self.technician)
        self.assertEqual(self.order.talks_user_id, self.seller)

    def test_who_may_not(self):
        order = self.make_quoted()
        for user in (self.keeper, self.accountant, self.inspector):
            with self.assertRaises(GroupRefused):
                order.with_user(user).action_hand_price("太贵")
        self.hand(order)
        with self.assertRaises(RoleRefused):
            order.action_end_talks("好了", 50)
        self.assertEqual(order.sudo().sale_order_ids.amount_untaxed, 120)

    def test_nobody_in_sales(self):
        self.customer.user_id = False
        with self.assertRaisesRegex(ProofMissing, "marketing"):
            self.hand(self.make_quoted())
        self.customer.user_id = self.env["res.users"].create(
            {"name": "无角色", "login": "no_role"}
        )
        with self.assertRaises(ProofMissing):
            self.hand(self.make_quoted())

    def test_once_at_a_time_and_not_on_a_job_that_is_over(self):
        order = self.make_quoted()
        self.hand(order)
        with self.assertRaisesRegex(MoveRefused, "already"):
            self.hand(order)
        self.end(order)
        self.hand(order, text="还是太贵")
        asked = self.make_order()
        asked.with_user(self.dispatcher).action_hand_talks("价格")
        with self.assertRaisesRegex(MoveRefused, "marketing"):
            self.hand(asked)
        with self.assertRaises(ProofMissing):
            order.with_user(self.dispatcher).action_hand_price(" ")
        over = self.make_order()
        over.action_cancel()
        with self.assertRaises(MoveRefused):
            self.hand(over)
