from ...exceptions import MoveRefused, ProofMissing
from .common import MatchingCommon


class TestByHand(MatchingCommon):
    """What a person splits, puts off and writes off."""

    def test_a_transfer_is_split(self):
        one, two = self.bill(300), self.bill(500)
        line = self.make_line(600, "谁")
        found = self.desk.find_items(line.id, self.customer.name[:2])
        self.assertEqual(
            {(row["id"], row["open"]) for row in found},
            {(self.due(one).id, 300), (self.due(two).id, 500)},
        )
        self.desk.choose(
            line.id, [self.pick(self.due(one)), self.pick(self.due(two), 300)]
        )
        self.desk.propose()  # what a person chose stays
        self.desk.confirm([line.id])
        self.assertEqual((one.amount_residual, two.amount_residual), (0, 200))

    def test_more_than_is_there_is_refused(self):
        invoice = self.bill(300)
        line = self.make_line(200, "谁")
        for amount in (301, 250, -5):
            with self.assertRaises(MoveRefused):
                self.desk.choose(line.id, [self.pick(self.due(invoice), amount)])
        with self.assertRaises(MoveRefused):
            self.desk.choose(line.id, [{"model": "res.users", "id": 1, "amount": 1}])

    def test_later_and_taken_up_again(self):
        line = self.make_line(200, "谁")
        self.desk.later([line.id])
        self.assertEqual(self.desk.get_page()["count"], 0)
        self.assertEqual(self.desk.get_page(state="later")["count"], 1)
        self.desk.undo([line.id])
        self.assertEqual(self.desk.get_page()["count"], 1)

    def test_fen_are_written_off_within_the_tolerance(self):
        self.company.aftersales_match_tolerance = 0.05
        for short in (0.03, -0.04):
            invoice = self.bill(100)
            line = self.make_line(100 - short, "谁")
            amount = min(100, 100 - short)
            self.desk.choose(line.id, [self.pick(self.due(invoice), amount)])
            with self.assertRaises(ProofMissing):
                self.desk.write_off(line.id, " ")
            self.desk.write_off(line.id, "抹零")
            self.assertEqual(invoice.amount_residual, 0)
            self.assertEqual(self.sums(line)[self.charges], short)
            self.assertTrue(line.is_reconciled)

    def test_above_the_tolerance_is_refused(self):
        invoice = self.bill(100)
        line = self.make_line(99.9, "谁")
        self.desk.choose(line.id, [self.pick(self.due(invoice), 99.9)])
        with self.assertRaises(MoveRefused):
            self.desk.write_off(line.id, "抹零")

    def test_a_line_is_found_by_amount_or_words(self):
        line = self.make_line(1234.5, "泰山物业", "维修款 INV-77", number="SK-9")
        out = self.make_line(-1234.5, "别人")
        for text, found in (
            ("1,234.50", line | out),
            ("泰山", line),
            ("inv-77", line),
            ("SK-9", line),
            (" 77 ", line),
            ("没有", line.browse()),
        ):
            rows = self.desk.get_page(text=text)["lines"]
            self.assertEqual({row["id"] for row in rows}, set(found.ids), text)

    def test_a_credit_note_that_the_customer_deducts(self):
        invoice, credit = self.bill(500), self.bill(80, None, "out_refund")
        line = self.make_line(420, self.customer.name)
        self.assertEqual(len(self.desk.find_items(line.id)), 1)
        found = self.desk.find_items(line.id, credit.name)
        self.assertEqual([one["open"] for one in found], [-80])
        items = [self.pick(self.due(invoice)), self.pick(self.due(credit))]
        self.desk.choose(line.id, items)
        self.desk.confirm([line.id])
        self.assertEqual((invoice.amount_residual, credit.amount_residual), (0, 0))
        self.assertTrue(line.is_reconciled)
        self.desk.undo([line.id])
        self.assertEqual((invoice.amount_residual, credit.amount_residual), (500, 80))
