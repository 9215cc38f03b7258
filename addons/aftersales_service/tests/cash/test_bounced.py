from odoo.exceptions import UserError

from ..fees.test_owed import OwedCommon


class TestBounced(OwedCommon):
    """Whose payment did not stay owes it again, in the books as well."""

    def setUp(self):
        super().setUp()
        self.make_labour_job()
        self.row = self.collect(100, "transfer")
        self.count(self.take_over())
        self.payment = self.row.sudo().payment_id
        self.finish_labour_job()
        self.bill = self.invoice()
        self.assertEqual(self.bill.amount_residual, 0)

    def test_a_rejected_payment_pays_no_invoice(self):
        self.payment.with_user(self.accountant).action_reject()
        self.assertEqual((self.payment.state, self.row.is_bounced), ("rejected", True))
        self.assertEqual(self.payment.move_id.state, "cancel")
        self.assertEqual(self.bill.amount_residual, 100)
        self.assertEqual(self.owed(), 100)

    def test_nor_one_whose_state_was_written(self):
        for state in ("canceled", "rejected"):
            self.payment.with_user(self.accountant).write({"state": state})
            self.assertEqual(
                (self.payment.state, self.bill.amount_residual), (state, 100)
            )
            self.payment.action_draft()
            self.payment.action_post()
            self.payment._aftersales_match_with(self.bill)
            self.assertEqual(self.bill.amount_residual, 0)

    def test_a_cancelled_one_keeps_its_entry_as_cancelled(self):
        self.payment.action_cancel()
        self.assertEqual(
            (self.payment.state, self.payment.move_id.state), ("canceled", "cancel")
        )

    def test_what_a_closed_month_holds_is_not_rejected(self):
        self.company.fiscalyear_lock_date = self.payment.date
        for step in (self.payment.action_reject, self.payment.action_cancel):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                step()
            self.env.invalidate_all()
        self.assertEqual(self.payment.move_id.state, "posted")
        self.assertFalse(self.row.is_bounced)

    def test_payments_of_others_are_cores(self):
        other = self.payment.copy()
        other.action_post()
        other.action_reject()
        self.assertEqual(other.move_id.state, "posted")
