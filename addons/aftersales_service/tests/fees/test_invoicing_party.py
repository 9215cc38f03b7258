from ...exceptions import MoveRefused, ProofMissing
from .common import CashCommon


class TestInvoicingParty(CashCommon):
    """Who invoices the customer says the policy of the job (V-13)."""

    def close(self):
        self.visit.action_close()
        self.order.action_close()

    def test_technician_hands_the_invoice_over_before_the_job_is_closed(self):
        self.make_policy(invoicing_party="technician")
        self.make_job()
        self.finish_job()
        self.order.action_create_quotation()
        with self.assertRaisesRegex(
            MoveRefused, f"no invoice yet.*{self.visit.name}.*李强"
        ):
            self.close()
        with self.assertRaises(ProofMissing):
            self.visit.action_hand_over_invoice(" ")
        self.visit.action_hand_over_invoice("24372000000012345678")
        self.order.action_close()
        self.assertEqual(self.order.state, "closed")

    def test_free_job_needs_no_invoice(self):
        self.make_policy(invoicing_party="technician")
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit)
        self.finish(self.visit)
        self.sign(self.visit)
        self.close()
        self.assertEqual(self.order.state, "closed")

    def test_accountant_invoices_and_the_technician_need_not(self):
        self.make_policy(invoicing_party="accountant")
        self.make_job()
        self.finish_job()
        self.order.action_create_quotation()
        self.close()
        self.assertEqual(self.order.state, "closed")

    def test_what_the_agent_invoices_we_do_not(self):
        self.make_policy(invoicing_party="agent")
        self.make_job()
        with self.assertRaisesRegex(MoveRefused, "agent invoices the customer"):
            self.order.action_create_quotation()
        shares = self.order.fee_ids.share_ids.with_user(self.accountant)
        with self.assertRaisesRegex(MoveRefused, "agent invoices the customer"):
            shares.action_create_invoices()
        self.finish_job()
        self.close()
        self.assertEqual(self.order.state, "closed")

    def test_nothing_is_owed_to_us_where_the_agent_invoices(self):
        self.make_policy(invoicing_party="agent")
        self.make_job()
        with self.assertRaisesRegex(MoveRefused, "owes"):
            self.collect(1)
