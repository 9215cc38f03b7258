from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon


class TestUnpriced(AfterSalesCommon):
    """What the customer should pay and has no price is not given away in silence."""

    def job(self, service_type="a"):
        self.order = self.make_order(self.make_device(), service_type=service_type)
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit, consent="王经理")
        self.finish(self.visit)
        self.sign(self.visit)
        self.visit.action_close()
        return self.order

    def without_prices(self):
        self.company.write(
            {"aftersales_labour_product_id": False, "aftersales_pricelist_id": False}
        )

    def test_labour_without_product_keeps_the_job_open(self):
        self.without_prices()
        order = self.job()
        self.assertTrue(order.is_unpriced)
        with self.assertRaisesRegex(MoveRefused, "work of.*nothing is charged.*→"):
            order.action_close()

    def test_a_product_without_a_price_does_too(self):
        self.labour.list_price = 0
        order = self.job()
        with self.assertRaisesRegex(MoveRefused, "工时费.*no price"):
            order.action_close()
        order.fee_ids.price_unit = 80
        order.action_create_quotation()
        order.action_close()

    def test_a_part_without_a_price_does_too(self):
        gift = self.make_part("垫片", 0, 1, stock=5)
        self.order = self.make_order(self.make_device(), service_type="a")
        self.visit = self.make_visit(self.order)
        self.make_requisition(self.visit, (gift, 1))
        self.assertTrue(self.order.is_unpriced)
        self.assertIn("垫片", str(self.order._get_unpriced()[0]))

    def test_the_price_set_later_is_charged(self):
        self.without_prices()
        order = self.job()
        with self.assertRaisesRegex(ProofMissing, "Labour Fee"):
            order.action_price()
        self.company.aftersales_labour_product_id = self.labour
        order.action_price()
        self.assertEqual((order.fee_total, order.is_unpriced), (120, False))
        with self.assertRaisesRegex(MoveRefused, "has not been quoted"):
            order.action_close()

    def test_the_director_makes_it_free_with_a_reason(self):
        self.without_prices()
        order = self.job()
        with self.assertRaises(GroupRefused):
            order.action_free("试用")
        mine = order.with_user(self.director)
        with self.assertRaises(ProofMissing):
            mine.action_free("  ")
        self.env["aftersales.order.free"].with_user(self.director).create(
            {"order_id": order.id, "reason": "新客户试用"}
        ).action_free()
        self.assertEqual(
            (order.free_reason, order.free_by_id), ("新客户试用", self.director)
        )
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_nobody_types_the_reason_in(self):
        self.without_prices()
        order = self.job()
        with self.assertRaises(ProtectedRefused):
            order.with_user(self.director).free_reason = "试用"
        with self.assertRaises(AccessError):
            self.env["aftersales.order.free"].with_user(self.dispatcher).create(
                {"order_id": order.id, "reason": "试用"}
            )

    def test_what_we_bear_needs_no_price(self):
        self.without_prices()
        order = self.job("c")
        self.assertFalse(order.is_unpriced)
        order.action_close()

    def test_solved_by_telephone_needs_no_price(self):
        self.without_prices()
        order = self.make_order(service_type="a")
        order.action_close()
        self.assertEqual(order.state, "closed")
