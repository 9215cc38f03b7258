from odoo.exceptions import AccessError

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
            for step in (
                payment.action_draft,
                payment.action_cancel,
                payment.action_reject,
                lambda p=payment: p.write({"state": "rejected"}),
                payment.unlink,
            ):
                with self.assertRaises(MoveRefused), self.env.cr.savepoint():
                    step()
            self.assertTrue(payment.is_matched)
            self.desk.undo([line.id])
        payment.action_cancel()  # nothing holds it any more
        self.assertTrue(self.row.is_bounced)

    def test_nor_is_it_torn_from_what_the_statement_shows(self):
        """By the buttons of core: a second line would be matched with it again."""
        for hand_in in (False, True):
            line, payment = self.show(hand_in)
            item = payment.move_id.line_ids.filtered(
                lambda one, p=payment: one.account_id == p.outstanding_account_id
            )
            mine = line.with_user(self.accountant)
            for step in (
                mine.action_undo_reconciliation,
                item.remove_move_reconcile,
                item.matched_credit_ids.unlink,
                lambda m=payment.move_id: m._reverse_moves(cancel=True),
            ):
                with self.assertRaises(MoveRefused), self.env.cr.savepoint():
                    step()
                self.env.invalidate_all()
            self.assertTrue(payment.is_matched)
            self.assertEqual(self.get_proposal(line).state, "confirmed")
            self.desk.undo([line.id])

    def test_a_payment_leaves_an_invoice_as_in_core(self):
        self.show(hand_in=True)
        self.finish_job()
        invoice = self.invoice()
        self.assertEqual(invoice.amount_residual, 76)
        due = self.due(invoice)
        due.with_user(self.accountant).remove_move_reconcile()
        self.assertEqual(invoice.amount_residual, 176)

    def test_what_two_lines_paid_is_taken_back_from_the_last(self):
        """The payment was made for the first of them; the second one holds it as well."""
        self.make_job()
        row = self.collect(100, "transfer")
        lines = [self.make_line(50, self.customer.name, row.name) for _n in range(2)]
        ref = {"model": row._name, "id": row.id, "amount": 50}
        self.desk.choose(lines[0].id, [ref])
        self.desk.confirm([lines[0].id])
        payment = row.sudo().payment_id
        item = payment.move_id.line_ids.filtered(
            lambda one: one.account_id == payment.outstanding_account_id
        )
        self.desk.choose(lines[1].id, [self.pick(item, 50)])
        self.desk.confirm([lines[1].id])
        with self.assertRaises(MoveRefused), self.env.cr.savepoint():
            self.desk.undo([lines[0].id])
        self.env.invalidate_all()
        self.assertTrue(payment.is_matched)
        for line in reversed(lines):
            self.desk.undo([line.id])
        self.assertFalse(row.sudo().payment_id)

    def test_a_line_says_what_its_file_said(self):
        line = self.make_line(500, self.customer.name)
        other = self.company._aftersales_get_collection_journal("wechat")
        for vals in ({"amount": 50}, {"amount": -500}, {"journal_id": other.id}):
            with self.assertRaises(MoveRefused), self.env.cr.savepoint():
                line.write(vals)
        with self.assertRaises(AccessError):
            line.with_user(self.accountant).amount = 50
        line.write({"amount": 500, "payment_ref": "货款"})
        self.assertEqual((line.amount, line.payment_ref), (500, "货款"))

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
