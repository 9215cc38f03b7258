from ...exceptions import MoveRefused
from .common import MatchingCommon


class TestUndo(MatchingCommon):
    """What was confirmed is taken back exactly, or corrected in an open month."""

    def book(self, paid=520):
        invoice = self.bill(500)
        line = self.make_line(paid, self.customer.name, invoice.name)
        before = self.sums(line)
        self.desk.propose()
        self.desk.confirm([line.id])
        return invoice, line, before

    def test_everything_stands_as_before(self):
        invoice, line, before = self.book()
        self.desk.undo([line.id])
        self.assertEqual(invoice.amount_residual, 500)
        self.assertEqual(self.sums(line), before)
        self.assertFalse(line.is_reconciled)
        self.assertEqual(self.desk.get_page()["count"], 1)
        self.desk.confirm([line.id])
        self.assertEqual(invoice.amount_residual, 0)

    def test_a_second_undo_changes_nothing(self):
        _invoice, line, _before = self.book()
        self.desk.undo([line.id])
        with self.assertRaises(MoveRefused):
            self.desk.undo([line.id])

    def test_in_a_closed_month_a_correction_of_today(self):
        invoice, line, _before = self.book(500)
        stands = self.sums(line)
        self.company.sudo().fiscalyear_lock_date = line.date
        with self.assertRaisesRegex(MoveRefused, "closed month"):
            self.desk.undo([line.id])
        with self.assertRaises(MoveRefused):
            self.desk.correct([line.id], "")
        self.desk.correct([line.id], "付错了")
        self.assertEqual(invoice.amount_residual, 500)
        self.assertEqual(self.sums(line), stands)
        entry = self.get_proposal(line).entry_ids
        self.assertGreater(entry.date, line.date)
