"""Random histories of months that are closed and opened again."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields

from .common import PeriodCommon

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("cost", "fee", "price", "close", "close", "reopen")),
        st.integers(0, 2),
        st.integers(-9999, 9999),
    ),
    min_size=4,
    max_size=14,
)


class TestHistories(PeriodCommon):
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(STEPS)
    def test_sums_stand_while_closed_and_add_up(self, steps):
        point = self.env.cr.savepoint(flush=True)
        try:
            self.job = None
            self.play(steps)
        finally:
            point.close(rollback=True)
            self.env.invalidate_all()

    def play(self, steps):
        months = [fields.Date.subtract(self.month, months=n) for n in range(3)]
        periods = [self.make_period(month) for month in months]
        periods += [self.make_period(self.this_month)]
        costs, fees, stood = 0.0, self.env["aftersales.fee"], {}
        for step, place, fen in steps:
            period, amount = periods[place], round(fen / 100, 2)
            if step == "cost" and amount:
                self.make_cost(months[place], amount)
                costs += amount
            elif step == "fee" and period.state != "closed":
                fees |= self.make_old_fee(abs(amount), day=months[place])
            elif step == "price" and fees:
                fees[place % len(fees)].price_unit = abs(amount)
            elif step == "close" and period.state == "open":
                self.close(period)
                stood[period] = self.get_sums(period)
            elif step == "reopen" and period.state == "closed":
                period.with_user(self.director).action_reopen("x")
                stood.pop(period)
            for closed, sums in stood.items():
                self.assertEqual(self.get_sums(closed), sums)
                self.assertEqual(closed._find_differences(), [])
        self.assert_adds_up(periods, costs, fees)

    def assert_adds_up(self, periods, costs, fees):
        totals = {}
        for (_month, kind, _currency), amount in self.get_sums(*periods).items():
            totals[kind] = totals.get(kind, 0.0) + amount
        self.assertAlmostEqual(totals.get("cost", 0.0), costs, 2)
        late = totals.get("late", 0.0)
        self.assertAlmostEqual(
            totals.get("fee", 0.0) + late, sum(fees.mapped("amount")), 2
        )
