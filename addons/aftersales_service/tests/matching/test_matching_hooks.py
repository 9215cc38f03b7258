import re
from contextlib import contextmanager

from .common import MatchingCommon

_OURS = re.compile(
    r'(?:FROM|JOIN|INTO|UPDATE|USING)\s+"?aftersales_(?:bank|collection|period)\w*"?',
    re.IGNORECASE,
)


class TestMatchingHooks(MatchingCommon):
    """Whoever works with statements and entries of core alone pays nothing for ours."""

    def ask(self, step):
        """(the number of queries, those that ask for tables of ours)."""
        self.env.flush_all()
        self.env.invalidate_all()
        queries = []
        with contextmanager(self._patchExecute)(queries):
            step()
            self.env.flush_all()
        return len(queries), [query for query in queries if _OURS.search(query)]

    def enter(self, count):
        def step():
            lines = self.env["account.bank.statement.line"].create(
                [
                    {
                        "journal_id": self.bank.id,
                        "payment_ref": f"x{number}",
                        "amount": 10 + number,
                    }
                    for number in range(count)
                ]
            )
            lines[0].payment_ref = "y"
            lines[0].amount = 7
            lines[0].action_undo_reconciliation()

        return step

    def test_lines_and_entries_of_core(self):
        def post():
            move = self.bill(100)
            move.button_draft()
            move.action_post()

        post()
        _count, ours = self.ask(post)
        self.assertFalse(ours, ours[:3])
        self.enter(1)()
        one, many = (len(self.ask(self.enter(count))[1]) for count in (1, 20))
        self.assertLessEqual(many, one, "no query for each line")

    def test_a_page_of_hundred_lines_asks_as_often_as_one_of_ten(self):
        for count in (10, 90):
            for number in range(count):
                invoice = self.bill(1000 + number) if number % 3 == 0 else None
                memo = invoice.name if invoice else f"x{number}"
                self.make_line(1000 + number, self.customer.name, memo)
        self.desk.propose()
        confirmed = self.desk.confirm_sure()
        self.assertGreater(confirmed["confirmed"], 20)
        for state in ("open", "confirmed"):
            counts = []
            for limit in (10, 10, 100):
                count, _ours = self.ask(
                    lambda n=limit, s=state: self.desk.get_page(False, s, 0, n)
                )
                counts.append(count)
            self.assertLessEqual(counts[2], counts[1], (state, counts))
            self.assertLessEqual(counts[2], 40, counts)
