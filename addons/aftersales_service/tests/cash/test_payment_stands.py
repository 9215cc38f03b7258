from ...exceptions import MoveRefused
from ..fees.common import CashCommon


class TestPaymentStands(CashCommon):
    """An accountant received 100 in cash, and writes 1 into the books afterwards."""

    def setUp(self):
        super().setUp()
        self.make_job()
        self.collect(100)
        self.count(self.take_over())
        self.row = self.visit.sudo().collection_ids
        self.payment = self.row.payment_id

    def test_it_says_what_the_receipt_says(self):
        bank = self.company._aftersales_find("bank")
        stranger = self.env["res.partner"].create({"name": "友人"})
        for user in (self.accountant, self.env.user):
            mine = self.payment.with_user(user)
            for vals in (
                {"amount": 1},
                {"amount": 1, "memo": "x"},
                {"partner_id": stranger.id},
                {"journal_id": bank.id},
                {"date": "2020-01-01"},
                {"payment_type": "outbound"},
            ):
                with self.assertRaisesRegex(MoveRefused, self.row.name):
                    mine.write(vals)

    def test_nor_as_a_draft(self):
        self.payment.action_draft()
        with self.assertRaises(MoveRefused):
            self.payment.amount = 1
        with self.assertRaises(MoveRefused), self.env.cr.savepoint():
            self.payment.unlink()
        self.payment.action_post()
        self.assertEqual(self.payment.amount, 100)

    def test_what_says_the_same_may_be_written(self):
        self.payment.write({"amount": 100, "memo": "转交"})
        self.assertEqual(self.payment.memo, "转交")

    def test_payments_of_others_are_cores(self):
        other = self.payment.copy()
        other.amount = 5
        other.unlink()
        self.assertFalse(other.exists())
