from odoo.tests import TransactionCase

from .histories import MatchingHistories, get_broken


class TestMatchingHistories(TransactionCase):
    """To the fen, per payer, whatever is confirmed, handed in and taken back."""

    def test_nothing_is_lost_or_doubled_in_random_histories(self):
        self.env["res.groups"]._aftersales_switch_all(on=True)
        histories = MatchingHistories(self.env, seed=16)
        histories.begin(8)
        for _round in range(6):
            histories.step()
            self.assertEqual(get_broken(self.env), {})
        for step in ("collected", "confirmed", "undone", "received"):
            self.assertGreater(histories.done[step], 0, step)
