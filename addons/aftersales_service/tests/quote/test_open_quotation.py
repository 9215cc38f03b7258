from ...exceptions import ProofMissing
from ..common import AfterSalesCommon


class TestOpenQuotation(AfterSalesCommon):
    """One open quotation per job: the customer signs once, and again only for more."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device(), service_type="a")
        self.visit = self.make_visit(self.order)
        self.order.action_create_quotation()
        self.sale = self.sales()

    def sales(self):
        return self.order.sudo().sale_order_ids.sorted("id")

    def ask_for_more(self):
        self.make_requisition(self.visit, (self.part, 2))
        self.order.action_create_quotation()

    def test_a_later_part_joins_the_unsigned_quotation(self):
        self.ask_for_more()
        self.assertEqual(self.sales(), self.sale)
        self.assertEqual(self.sale.amount_total, 120 + 2 * 28)
        self.assertIn("Added before", self.sale.message_ids[0].body)

    def test_a_sent_quotation_is_joined_too(self):
        self.sale.action_quotation_sent()
        self.ask_for_more()
        self.assertEqual((self.sales(), self.sale.state), (self.sale, "sent"))
        self.sale.action_confirm()
        self.assertEqual(
            set(self.order.fee_ids.share_ids.mapped("progress")), {"ordered"}
        )

    def test_once_signed_the_difference_is_a_new_version(self):
        self.sale.action_confirm()
        self.ask_for_more()
        new = self.sales() - self.sale
        self.assertEqual((new.amount_total, new.aftersales_version), (56, 2))
        self.assertIn(self.sale.name, new.note)
        self.assertIn("176", new.note)
        self.assertEqual(self.sale.amount_total, 120)
        self.make_requisition(self.visit, (self.part, 1))
        self.order.action_create_quotation()
        self.assertEqual((self.sales() - self.sale, new.amount_total), (new, 84))

    def test_a_cancelled_quotation_is_not_joined(self):
        self.sale._action_cancel()
        self.ask_for_more()
        new = self.sales() - self.sale
        self.assertEqual((new.amount_total, new.aftersales_version), (176, 0))

    def test_another_job_of_the_customer_has_its_own(self):
        other = self.make_order(service_type="a")
        self.make_visit(other)
        other.action_create_quotation()
        self.assertEqual(self.sale.amount_total, 120)
        self.assertEqual(other.sudo().sale_order_ids.amount_total, 120)

    def test_nothing_new_is_still_refused(self):
        with self.assertRaisesRegex(ProofMissing, "no fee left"):
            self.order.action_create_quotation()
