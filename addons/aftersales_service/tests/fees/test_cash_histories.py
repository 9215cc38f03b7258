from odoo.tests import TransactionCase

from .cash_histories import CashHistories, get_cash_faults


class TestCashHistories(TransactionCase):
    """Σ collected = Σ handed in + in hand, Σ handed in = what was paid in, whatever
    technicians and accountants do."""

    def test_no_money_is_lost_in_random_histories(self):
        self.env["res.groups"]._aftersales_switch_all(on=True)
        histories = CashHistories(self.env, seed=15)
        histories.begin(8)
        for _round in range(6):
            histories.step()
            self.assertEqual(get_cash_faults(histories), [])
        for step in ("collected", "void", "received"):
            self.assertGreater(histories.done[step], 0, step)
