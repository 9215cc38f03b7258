from hypothesis import given, settings
from hypothesis import strategies as st

from ...kernel.sampling import is_drawn
from ..fees.common import CashCommon


class TestSampling(CashCommon):
    """Which closed jobs are called back is drawn once, and can be checked (C-05, K-07)."""

    def closed(self, count=1, **switches):
        self.make_policy(**switches)
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        orders = orders.create(
            [{"partner_id": self.customer.id, "fault": "异响"} for _ in range(count)]
        )
        orders.action_close()
        return orders

    @settings(max_examples=200, deadline=None)
    @given(st.text(), st.floats(0, 100), st.floats(0, 100))
    def test_a_larger_sample_holds_the_smaller_one(self, key, one, other):
        small, large = sorted((one, other))
        self.assertLessEqual(is_drawn(key, small), is_drawn(key, large))
        self.assertFalse(is_drawn(key, 0))
        self.assertTrue(is_drawn(key, 100))

    def test_share_of_the_sample(self):
        drawn = sum(is_drawn(f"1/FW2026-{n:05}", 20) for n in range(5000))
        self.assertAlmostEqual(drawn / 5000, 0.2, delta=0.02)

    def test_every_job_or_none(self):
        self.assertTrue(all(self.closed(5).mapped("is_sampled")))

    def test_no_job_is_drawn_at_zero(self):
        self.assertFalse(any(self.closed(5, sampling_percent=0).mapped("is_sampled")))

    def test_drawn_by_number_and_policy_at_the_close(self):
        orders = self.closed(12, sampling_percent=50)
        for order in orders:
            lot = f"{order.company_id.id}/{order.name}"
            self.assertEqual(order.is_sampled, is_drawn(lot, 50))

    def test_clerk_has_the_list(self):
        drawn = self.closed(2)
        still_open = self.make_order()
        action = self.env["aftersales.order"].action_open_callbacks()
        found = self.env["aftersales.order"].search(action["domain"])
        self.assertFalse(drawn - found)
        self.assertNotIn(still_open, found)
