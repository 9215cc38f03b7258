from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, ValidationError

from ...exceptions import ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon


class TestFees(AfterSalesCommon):
    def job(self, service_type, quantity=2):
        self.order = self.make_order(self.make_device(), service_type=service_type)
        self.visit = self.make_visit(self.order)
        self.requisition = self.make_requisition(self.visit, (self.part, quantity))
        return self.order

    def test_inside_the_warranty_we_bear_everything(self):
        order = self.job("c")
        self.assertEqual(set(order.fee_ids.share_ids.mapped("payer")), {"company"})
        self.assertEqual(order.fee_total, 0)
        with self.assertRaises(ProofMissing):
            order.action_create_quotation()

    def test_outside_the_customer_pays_fee_card_prices(self):
        self.company.aftersales_pricelist_id.item_ids = [
            (
                0,
                0,
                {
                    "applied_on": "0_product_variant",
                    "product_id": self.part.id,
                    "compute_price": "fixed",
                    "fixed_price": 30,
                },
            )
        ]
        order = self.job("a")
        prices = {fee.kind: (fee.price_unit, fee.amount) for fee in order.fee_ids}
        self.assertEqual(prices, {"labour": (120, 120), "part": (30, 60)})
        self.assertEqual(order.fee_total, 180)

    def test_technician_sees_but_does_not_change_prices(self):
        order = self.job("a")
        fee = order.fee_ids[:1].with_user(self.technician)
        self.assertTrue(fee.price_unit)
        with self.assertRaises(AccessError):
            fee.price_unit = 1
        with self.assertRaises(AccessError):
            fee.share_ids.percent = 1

    def test_quoted_price_stands(self):
        order = self.job("a")
        order.action_create_quotation()
        with self.assertRaises(ProtectedRefused):
            order.fee_ids[:1].price_unit = 1

    def test_chargeable_work_waits_for_consent(self):
        self.job("a")
        self.visit.action_contact()
        self.visit.action_leave()
        self.visit.action_arrive()
        with self.assertRaisesRegex(ProofMissing, "176"):
            self.visit.action_start()
        self.visit.consent_name = "王经理"
        self.visit.action_start()
        self.assertTrue(self.visit.consent_at)

    def test_signed_quotation_is_consent(self):
        order = self.job("a")
        order.action_create_quotation()
        order.sudo().sale_order_ids.action_confirm()
        self.issue(self.requisition)
        self.go_to_work(self.visit)
        self.assertEqual(self.visit.state, "in_work")

    def test_charged_is_what_was_used(self):
        order = self.job("a", quantity=3)
        order.action_create_quotation()
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        self.issue(self.requisition)
        self.go_to_work(self.visit)
        self.finish(self.visit, used={self.requisition.line_ids: 1})
        line = sale.order_line.filtered(lambda s: s.product_id == self.part)
        self.assertEqual((line.product_uom_qty, line.qty_delivered), (1, 1))
        fee = order.fee_ids.filtered(lambda f: f.kind == "part")
        self.assertEqual((fee.quantity, fee.amount), (1, 28))

    def test_more_than_signed_needs_somebodys_word(self):
        order = self.job("a", quantity=1)
        order.action_create_quotation()
        order.sudo().sale_order_ids.action_confirm()
        self.go_to_work(self.visit)
        self.visit.labour_hours = 3
        with self.assertRaisesRegex(ProofMissing, "agreed to 1 hours, but 3"):
            self.finish(self.visit)
        self.visit.consent_name = "王经理"
        self.finish(self.visit)

    def test_quotation_after_the_work_finds_its_moves(self):
        order = self.job("a")
        self.issue(self.requisition)
        self.go_to_work(self.visit, consent="王经理")
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        order.action_create_quotation()
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        self.assertEqual(sorted(sale.order_line.mapped("qty_delivered")), [1, 2])
        self.assertEqual(len(sale.picking_ids), 1)

    def test_cancelled_visit_costs_nothing(self):
        order = self.job("a")
        self.requisition.action_cancel()
        self.visit.with_user(self.dispatcher).action_cancel()
        self.assertEqual(order.fee_total, 0)

    def test_progress_follows_the_documents(self):
        order = self.job("a")
        share = order.fee_ids.share_ids[:1]
        self.assertEqual(share.progress, "open")
        order.action_create_quotation()
        self.assertEqual(share.progress, "quoted")
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        self.assertEqual(share.progress, "ordered")
        self.issue(self.requisition)
        self.go_to_work(self.visit)
        self.finish(self.visit, used={self.requisition.line_ids: 2})
        invoice = sale.with_user(self.accountant)._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 176)
        invoice.action_post()
        self.assertEqual(share.progress, "invoiced")
        self.env["account.payment.register"].with_user(self.accountant).with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        share.invalidate_recordset()
        self.assertEqual(share.progress, "paid")

    def test_shares_must_be_whole(self):
        fee = self.job("a").fee_ids[:1]
        with self.assertRaises(ValidationError):
            fee.share_ids.percent = 60

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.floats(0, 9999.99), st.integers(1, 99))
    def test_shares_sum_to_the_fee(self, price, percent):
        order = self.make_order(service_type="a")
        fee = self.env["aftersales.fee"].create(
            {
                "name": "检测费",
                "order_id": order.id,
                "product_id": self.labour.id,
                "price_unit": price,
                "share_ids": [
                    (0, 0, {"payer": "customer", "percent": percent}),
                    (0, 0, {"payer": "agent", "percent": 100 - percent}),
                ],
            }
        )
        total = sum(fee.share_ids.mapped("amount"))
        self.assertAlmostEqual(total, fee.amount, 2)
