from odoo.tests import TransactionCase

from .conservation import get_faults
from .histories import Histories


class TestHistories(TransactionCase):
    """Σ fee = Σ shares = Σ invoiced + waived + charged elsewhere + borne + open, whatever
    people do; ten thousand of these are `scripts/bench conservation`."""

    def test_nothing_is_lost_in_random_histories(self):
        self.env["res.groups"]._aftersales_switch_all(on=True)
        histories = Histories(self.env, seed=15)
        histories.begin(100)
        for _round in range(5):
            histories.step()
            self.assertEqual(get_faults(histories), [])
        for step in ("settled", "credit", "bear", "elsewhere", "invoiced"):
            self.assertGreater(histories.done[step], 0, step)
