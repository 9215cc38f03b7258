from ...exceptions import MoveRefused
from .common import MatchingCommon


class TestRefunds(MatchingCommon):
    """A channel gives back what was confirmed days ago."""

    def setUp(self):
        super().setUp()
        self.make_job()
        self.wechat = self.company._aftersales_get_collection_journal("wechat")
        self.receipt = self.collect(100, "wechat")

    def tell(self, amount, trade, **told):
        told = {"source": "wechat", "channel": "wechat", "trade": trade} | told
        return self.make_line(amount, memo=trade, journal=self.wechat, **told)

    def pay(self, handed_in=False):
        if handed_in:
            self.count(self.take_over())
        paid = self.tell(100, "T1", number=self.receipt.name)
        self.desk.propose()
        self.assertEqual(self.desk.confirm_sure()["ids"], paid.ids)
        return paid

    def test_of_a_receipt_and_of_a_payment(self):
        for handed_in in (False, True):
            with self.subTest(handed_in=handed_in), self.env.cr.savepoint() as point:
                self.pay(handed_in)
                credit = self.bill(30, self.customer, "out_refund")
                refund = self.tell(-30, "R1", refund_of="T1")
                self.desk.propose()
                self.assertEqual(self.desk.confirm_sure()["ids"], refund.ids)
                self.assertEqual(credit.amount_residual, 0)
                self.assertTrue(refund.is_reconciled)
                point.rollback()
                self.env.invalidate_all()

    def test_without_a_credit_note_he_owes_it_again(self):
        self.pay()
        refund = self.tell(-30, "R1", refund_of="T1")
        self.desk.propose()
        self.desk.confirm([refund.id])
        payment = self.receipt.payment_id
        self.assertEqual(self.sums(refund), {payment.destination_account_id: 30})
        owner = refund.move_id.line_ids.filtered(lambda i: i.balance > 0).partner_id
        self.assertEqual(owner, payment.partner_id)

    def test_never_more_than_was_paid(self):
        self.pay()
        first = self.tell(-80, "R1", refund_of="T1")
        self.desk.propose()
        self.desk.confirm([first.id])
        second = self.tell(-80, "R2", refund_of="T1")
        self.desk.propose()
        proposal = self.get_proposal(second)
        self.assertEqual((proposal.line_ids.amount, proposal.rest), (-20, -60))
        self.assertFalse(proposal.sure)
        self.assertEqual(self.desk.confirm_sure()["ids"], [])

    def test_before_its_payment_it_waits(self):
        paid = self.tell(100, "T1", number=self.receipt.name)
        refund = self.tell(-30, "R1", refund_of="T1")
        self.desk.propose()
        with self.assertRaises(MoveRefused):
            self.desk.confirm([refund.id])
        self.desk.confirm([paid.id, refund.id])
        self.assertTrue(refund.is_reconciled)

    def test_of_another_company_nothing(self):
        self.pay()
        other = self.env["res.company"].create({"name": "乙公司"})
        refund = self.tell(-30, "R1", refund_of="T1")
        proposals = self.env["aftersales.bank.proposal"]
        self.assertEqual(proposals._read_paid(other, refund), {})
        self.assertEqual(set(proposals._read_paid(self.company, refund)), {"T1"})
