from .common import MatchingCommon


class TestMatchingQueries(MatchingCommon):
    """Proposing costs the same whatever the number of lines, confirming the same a line."""

    def count_queries(self, step):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        step()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def measure(self, count):
        lines = [
            self.make_line(move.amount_total, self.customer.name, move.name).id
            for move in [self.bill(1000 + place) for place in range(count)]
        ]
        proposed = self.count_queries(self.desk.propose)
        loaded = self.count_queries(self.desk.get_page)
        confirmed = self.count_queries(lambda: self.desk.confirm(lines))
        return proposed, loaded, confirmed

    def test_queries_for_many_lines(self):
        self.measure(1)
        few, many = self.measure(4), self.measure(16)
        self.assertLessEqual(many[0], few[0] + 4, "proposing")
        self.assertLessEqual(many[1], few[1] + 2, "a page")
        self.assertLessEqual(many[2] / 16, few[2] / 4, "confirming a line")
