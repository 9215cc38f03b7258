from freezegun import freeze_time

from .common import TravelCommon


class TestTravelCost(TravelCommon):
    """What was paid back costs the job, once (O-05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_km_cost = 0.8

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-02 01:00:00"):
            self.make_job(distance_km=10)

    def work(self):
        with freeze_time("2026-03-02 03:00:00"):
            self.finish(self.visit, used={self.requisition.line_ids: 2})

    def costs(self):
        groups = self.env["aftersales.cost"]._read_group(
            [("order_id", "=", self.order.id), ("kind", "in", ("travel", "expense"))],
            ["kind"],
            ["amount:sum"],
        )
        return {kind: amount for kind, amount in groups if amount}

    def claim(self, kind="ticket", amount=120):
        with freeze_time("2026-03-02 10:00:00"):
            line = self.spend(kind, amount)
            line.claim_id.with_user(self.technician).action_submit()
            return self.approve(line.claim_id)

    def test_tickets_replace_the_kilometres(self):
        self.work()
        self.assertEqual(self.costs(), {"travel": 16})
        self.claim()
        self.assertEqual(self.costs(), {"expense": 120})

    def test_also_when_the_work_ends_afterwards(self):
        self.claim()
        self.work()
        self.assertEqual(self.costs(), {"expense": 120})

    def test_a_hotel_stands_beside_the_kilometres(self):
        self.work()
        self.claim("hotel", 200)
        self.assertEqual(self.costs(), {"travel": 16, "expense": 200})

    def test_made_void_the_kilometres_count_again(self):
        self.work()
        claim = self.claim().with_user(self.accountant)
        claim.answer = "重复"
        claim.action_void()
        self.assertEqual(self.costs(), {"travel": 16})

    def test_what_was_accepted_counts(self):
        self.work()
        with freeze_time("2026-03-02 10:00:00"):
            line = self.spend("hotel", 300)
            line.claim_id.with_user(self.technician).action_submit()
            self.approve(line.claim_id)
        self.assertEqual(self.costs(), {"travel": 16, "expense": 260})

    def test_nothing_before_finance_approved(self):
        self.work()
        self.submit(120, day="2026-03-02")
        self.assertEqual(self.costs(), {"travel": 16})
