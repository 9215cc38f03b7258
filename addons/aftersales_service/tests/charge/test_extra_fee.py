from ...exceptions import MoveRefused, ProofMissing
from ..fees.test_owed import OwedCommon


class TestExtraFee(OwedCommon):
    """Extra work that the customer authorised is charged at the price he was told (D-41)."""

    def propose(self, name="更换油封", amount=200, agreed=True):
        extra = self.visit.action_propose_extra(name, amount)
        self.visit.action_answer_extra(extra, agreed, "王经理")
        return self.env["aftersales.visit.extra"].browse(extra)

    def test_it_is_a_fee_at_the_price_he_agreed_to(self):
        self.make_labour_job(120)
        self.propose()
        fee = self.order.sudo().fee_ids.filtered("extra_id")
        self.assertEqual((fee.name, fee.amount), ("更换油封", 200))
        self.assertEqual(self.visit.customer_amount, 320)
        self.assertEqual((self.order.fee_total, self.owed()), (320, 320))
        self.order.action_create_quotation()
        self.assertEqual(self.order.sudo().sale_order_ids.amount_total, 320)

    def test_it_is_charged_whatever_the_warranty_bears(self):
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit)
        self.propose()
        self.assertEqual((self.visit.customer_amount, self.owed()), (200, 200))

    def test_told_with_tax_is_paid_with_tax(self):
        self.make_labour_job(120, taxed=True)
        for amount in (200, 100, 99.99, 0.07, 33.33):
            self.propose(f"增项 {amount}", amount)
        told = round(135.6 + 200 + 100 + 99.99 + 0.07 + 33.33, 2)
        self.assertAlmostEqual(self.visit.customer_amount, told, 2)
        self.finish_labour_job()
        self.assertAlmostEqual(self.invoice().amount_total, told, 2)

    def test_declined_costs_nothing(self):
        self.make_labour_job(120)
        self.propose(agreed=False)
        self.assertFalse(self.order.sudo().fee_ids.filtered("extra_id"))
        self.assertEqual(self.visit.customer_amount, 120)

    def test_it_joins_the_quotation_that_is_not_signed(self):
        self.make_labour_job(120)
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        self.propose()
        self.assertEqual(sale.amount_total, 320)
        self.assertEqual(self.order.sale_order_count, 1)

    def test_labour_that_took_longer_does_not_change_it(self):
        self.make_labour_job(120)
        self.propose()
        self.visit.labour_hours = 3
        self.finish_labour_job()
        fee = self.order.sudo().fee_ids.filtered("extra_id")
        self.assertEqual((fee.quantity, fee.amount), (1, 200))
        self.assertEqual(self.order.fee_total, 560)

    def test_without_a_product_the_job_says_what_is_missing(self):
        self.company.aftersales_labour_product_id = False
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit)
        self.propose()
        self.finish_labour_job()
        self.visit.action_close()
        with self.assertRaisesRegex(MoveRefused, "authorised “更换油封”"):
            self.order.action_close()
        with self.assertRaisesRegex(ProofMissing, "Labour Fee"):
            self.order.action_price()
        self.company.aftersales_labour_product_id = self.labour
        self.order.action_price()
        self.assertEqual(self.order.fee_total, 200)
