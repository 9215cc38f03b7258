from ...exceptions import MoveRefused
from .common import MatchingCommon


class TestMatchedStands(MatchingCommon):
    """An accountant cannot make a receipt unpaid whose money lies at the bank: its customer
    would be asked for it again."""

    def show(self, hand_in=False):
        self.make_job()
        self.row = self.collect(100, "wechat")
        if hand_in:
            self.count(self.take_over())
        journal = self.company._aftersales_get_collection_journal("wechat")
        line = self.make_line(
            100,
            journal=journal,
            source="wechat",
            channel="wechat",
            number=self.row.name,
            fee=0.6,
        )
        self.desk.propose()
        self.desk.confirm([line.id])
        return line, self.row.sudo().payment_id.with_user(self.accountant)

    def test_a_payment_that_a_statement_shows_is_neither_drafted_nor_cancelled(self):
        for hand_in in (False, True):
            line, payment = self.show(hand_in)
            for step in (payment.action_draft, payment.action_cancel, payment.unlink):
                with self.assertRaises(MoveRefused), self.env.cr.savepoint():
                    step()
            self.assertTrue(payment.is_matched)
            self.desk.undo([line.id])
        payment.action_cancel()  # nothing holds it any more
        self.assertTrue(self.row.is_bounced)

    def test_entries_of_the_match_stand_with_it(self):
        line, _payment = self.show()
        entries = self.get_proposal(line).entry_ids
        self.assertTrue(entries, "the channel keeps a charge")
        for move in (entries, line.move_id):
            with self.assertRaises(MoveRefused), self.env.cr.savepoint():
                move.button_draft()
        self.desk.undo([line.id])
        self.assertEqual(entries.state, "cancel")

    def test_an_invoice_may_be_drafted_and_the_money_is_the_customers(self):
        invoice = self.bill(500)
        line = self.make_line(500, self.customer.name, invoice.name)
        self.desk.propose()
        self.desk.confirm([line.id])
        invoice.button_draft()
        self.assertEqual(invoice.state, "draft")

    def test_the_payment_of_a_receipt_is_never_deleted(self):
        self.make_job()
        self.collect(100)
        self.count(self.take_over())
        payment = self.visit.sudo().collection_ids.payment_id
        payment.action_draft()
        with self.assertRaises(MoveRefused):
            payment.unlink()
