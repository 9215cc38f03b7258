from ..advance.test_deposit_bounce import TestDepositBounce as Deposits
from .common import MatchingCommon


class TestDepositsOnStatements(MatchingCommon, Deposits):
    """A deposit that a customer paid to our bank, and that he gets back."""

    def setUp(self):
        self.company.aftersales_deposit_journal_id = self.bank
        super().setUp()

    def item(self):
        items = self.env["aftersales.open.item"]._read_open(self.company)
        return next(one for one in items if one.kind == "deposit")

    def match(self, amount):
        line = self.make_line(amount, self.payment.partner_id.name, "押金")
        (found,) = self.desk.find_items(line.id, "")
        self.desk.choose(line.id, [{"model": found["model"], "id": found["id"]}])
        self.desk.confirm([line.id])
        return line

    def test_paid_in_and_given_back(self):
        self.assertEqual(self.item().amount, 50000)
        self.match(500)
        self.assertTrue(self.payment.is_matched)
        self.advance.action_cancel()
        self.assertEqual(self.advance.deposit_state, "returned")
        self.assertEqual(self.item().amount, -50000)
        line = self.match(-500)
        back = self.advance.deposit_back_id.origin_payment_id
        self.assertTrue(back.is_matched)
        self.assertTrue(line.is_reconciled)


del Deposits
