import datetime

from .common import BankCommon, bank

DAY = datetime.date(2026, 10, 31)


def moves(*amounts, start=1000, first=1):
    """Rows of a day each; what came is above zero."""
    rows, balance = [], start
    for number, amount in enumerate(amounts, first):
        balance += amount
        into, out_of = (amount, "") if amount > 0 else ("", -amount)
        rows.append(
            [f"2026-10-{number:02}", into, out_of, balance, "客户", "1", f"m{number}"]
        )
    return rows


class TestGaps(BankCommon):
    """The balance says whether a statement is whole; nobody has to believe a line."""

    def gaps(self, until=DAY):
        return self.journal._aftersales_find_gaps(until).mapped("amount")

    def test_days_that_were_not_read(self):
        rows = moves(100, 200, -50, 300, 400)
        self.read(bank(rows[:2]))
        self.assertEqual(self.gaps(), [], "a statement begins somewhere")
        self.read(bank(rows[3:]), name="b.csv")
        self.assertEqual(self.gaps(), [300])
        self.assertEqual(self.gaps(datetime.date(2026, 10, 2)), [], "it comes later")
        self.read(bank(rows), name="c.csv")
        self.assertEqual(self.gaps(), [])

    def test_newest_first_and_two_of_one_day(self):
        rows = moves(100, 100, -100, 100)
        for row in rows:
            row[0] = "2026-10-05"
        self.read(bank(rows[::-1]))
        self.assertEqual(self.gaps(), [])

    def test_a_line_that_somebody_wrote_into_the_file(self):
        rows = moves(100, 200, 300)
        forged = ["2026-10-02", "523", "", "1823", "客户", "1", "货款"]
        self.read(bank([*rows[:2], forged, rows[2]]))
        self.assertEqual(self.gaps(), [300], "what follows does not follow any more")

    def test_a_line_whose_amount_was_changed(self):
        rows = moves(100, 200, 300)
        rows[1][1] = "900"
        self.read(bank(rows))
        self.assertEqual(len(self.gaps()), 1)

    def test_without_balances_nothing_is_said(self):
        rows = [[*row[:3], "", *row[4:]] for row in moves(100, 200)]
        self.read(bank(rows))
        self.read(bank([["2026-10-20", "5", "", "", "客户", "1", "x"]]), name="b.csv")
        self.assertEqual(self.gaps(), [])

    def test_an_account_that_was_emptied(self):
        self.read(bank(moves(-1000, 500, 20)))
        self.assertEqual(self.gaps(), [])
