"""Money is conserved over random histories through all its rooms."""

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase

from .money_histories import BEGIN, EVERY, MoneyHistories
from .money_laws import get_money_faults

_STEPS = st.lists(
    st.tuples(st.sampled_from(EVERY), st.integers(0, 9999)), min_size=40, max_size=60
)


class TestMoneyHistories(TransactionCase):
    """To the cent, per payer, after each step; `scripts/bench money` plays many more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.groups"]._aftersales_switch_all(on=True)
        with freeze_time(BEGIN) as clock:
            cls.world = MoneyHistories(cls.env, 16, clock)
            cls.world.begin(5)

    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(_STEPS)
    def test_no_cent_is_lost_or_made(self, steps):
        with freeze_time(BEGIN) as clock, self.env.cr.savepoint() as point:
            self.world.start(clock)
            for place, (name, number) in enumerate(steps, 1):
                self.world.play(name, number)
                self.assertEqual(get_money_faults(self.world), [], steps[:place])
            point.rollback()
        self.env.invalidate_all()
