from ...exceptions import MoveRefused
from .common import MatchingCommon


class TestChannels(MatchingCommon):
    """A line of WeChat Pay or Alipay meets its receipt; a payout comes from the channel."""

    def setUp(self):
        super().setUp()
        self.make_job()
        self.wechat = self.company._aftersales_get_collection_journal("wechat")

    def receive(self, receipt, amount=None, fee=0.0):
        return self.make_line(
            receipt.amount if amount is None else amount,
            memo="微信收款",
            journal=self.wechat,
            source="wechat",
            channel="wechat",
            number=receipt.name,
            trade=f"T{receipt.id}",
            fee=fee,
        )

    def get_balance(self, account):
        return sum(
            self.env["account.move.line"]
            .search([("account_id", "=", account.id), ("parent_state", "=", "posted")])
            .mapped("balance")
        )

    def test_a_line_meets_the_payment_of_the_receipt(self):
        receipt = self.collect(100, "wechat")
        self.count(self.take_over())
        line = self.receive(receipt, fee=0.6)
        self.desk.propose()
        self.assertEqual(self.desk.confirm_sure()["ids"], line.ids)
        self.assertTrue(receipt.payment_id.is_matched)
        self.assertTrue(line.is_reconciled)
        self.assertAlmostEqual(self.get_balance(self.wechat.default_account_id), 99.4)
        self.assertAlmostEqual(self.get_balance(self.charges), 0.6)

    def test_the_hand_in_takes_the_payment_over(self):
        receipt = self.collect(100, "wechat")
        self.receive(receipt)
        self.desk.propose()
        self.assertEqual(self.desk.confirm_sure()["confirmed"], 1)
        payment = receipt.payment_id
        self.assertEqual((receipt.state, payment.is_matched), ("held", True))
        with self.assertRaisesRegex(MoveRefused, "on a statement already"):
            receipt.with_user(self.accountant).action_void("wrong")
        self.count(self.take_over())
        self.assertEqual((receipt.state, receipt.payment_id), ("posted", payment))
        found = self.env["account.payment"].search(
            [("memo", "like", receipt.name), ("state", "!=", "canceled")]
        )
        self.assertEqual(found, payment)

    def test_undo_takes_the_payment_back_unless_it_was_handed_in(self):
        receipt = self.collect(100, "wechat")
        line = self.receive(receipt, fee=0.6)
        self.desk.propose()
        self.desk.confirm([line.id])
        payment = receipt.payment_id
        self.desk.undo([line.id])
        self.assertEqual((receipt.payment_id.id, payment.state), (False, "canceled"))
        self.assertAlmostEqual(self.get_balance(self.charges), 0)
        self.desk.propose()
        self.desk.confirm([line.id])
        self.count(self.take_over())
        self.desk.undo([line.id])
        self.assertEqual(receipt.state, "posted")
        self.assertFalse(receipt.payment_id.is_matched)
        self.assertNotEqual(receipt.payment_id.state, "canceled")

    def test_a_payout_never_touches_receipts(self):
        receipts = [self.collect(amount, "wechat") for amount in (100, 76)]
        for receipt in receipts:
            self.receive(receipt, fee=0.5)
        payout = self.make_line(175, "财付通支付科技有限公司", "微信支付提现")
        self.desk.propose()
        result = self.desk.confirm_sure()
        self.assertEqual((result["confirmed"], result["refused"]), (3, []))
        self.assertTrue(payout.is_reconciled)
        self.assertEqual(self.sums(payout), {self.company.transfer_account_id: -175})
        self.assertAlmostEqual(self.get_balance(self.wechat.default_account_id), 0)
        self.assertAlmostEqual(self.get_balance(self.company.transfer_account_id), 0)
        outstanding = receipts[0].payment_id.outstanding_account_id
        self.assertAlmostEqual(self.get_balance(outstanding), 0)
        self.desk.undo([payout.id])
        self.assertAlmostEqual(self.get_balance(self.wechat.default_account_id), 175)
        self.desk.propose()
        self.desk.confirm([payout.id])
        self.assertAlmostEqual(self.get_balance(self.wechat.default_account_id), 0)

    def test_what_a_channel_gave_back_meets_the_credit_note(self):
        receipt = self.collect(100, "wechat")
        paid = self.receive(receipt)
        refund = self.make_line(
            -30,
            memo="退款",
            journal=self.wechat,
            source="wechat",
            channel="wechat",
            trade="R1",
            refund_of=paid.aftersales_trade,
        )
        credit = self.bill(30, self.customer, "out_refund")
        self.desk.propose()
        self.assertEqual(len(self.get_proposal(refund)), 1)
        self.desk.confirm([paid.id, refund.id])
        self.assertTrue(receipt.payment_id.is_matched)
        self.assertEqual(credit.amount_residual, 0)
        self.assertTrue(refund.is_reconciled)
