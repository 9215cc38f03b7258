import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...kernel.dates import add_months
from .common import JANUARY, ReserveCommon


class TestFacts(ReserveCommon):
    """The triangle is the ledger of what warranties cost us, to the fen."""

    def test_the_triangle_is_the_ledger(self):
        old, young = self.sell_machines(0, 2), self.sell_machines(3)
        orders = self.spend(old[0], 0, 100.01) | self.spend(old[1], 5, 33.33)
        orders |= self.spend(young, 3, 0.02, "travel") | self.spend(
            young, 9, 7, "loaner"
        )
        self.add_cost(orders[0], datetime.date(2025, 3, 1), 11.11, "part")
        reserve = self.make_reserve()
        self.assertEqual(
            self.get_cells(reserve),
            {
                (0, 0): (1, 100.01),
                (0, 2): (0, 11.11),
                (0, 5): (1, 33.33),
                (3, 0): (1, 0.02),
                (3, 6): (1, 7.0),
            },
        )
        self.assertEqual(self.get_units(reserve), {(0, False): 2, (3, False): 1})
        self.assertAlmostEqual(reserve.cost, self.sum_ledger(orders), places=2)
        self.assertEqual(reserve.ledger_cost, reserve.cost)
        self.assertEqual((reserve.units, reserve.claims), (3, 4))

    def test_what_comes_after_the_month_waits(self):
        device = self.sell_machines(0)
        order = self.spend(device, 11, 50)
        self.add_cost(order, datetime.date(2026, 1, 5), 70)
        self.spend(device, 12, 90)
        self.assertEqual(self.get_cells(self.make_reserve(11)), {(0, 11): (1, 50.0)})
        later = self.get_cells(self.make_reserve(12))
        self.assertEqual(later, {(0, 11): (1, 50.0), (0, 12): (1, 160.0)})

    def test_who_else_pays_is_no_warranty_of_ours(self):
        paid = self.spend(self.sell_machines(0), 2, 40)
        paid.with_user(self.dispatcher).cause = "misuse"
        mine = self.sell_machines(0)
        mine.sudo().coverage_ids._in_flow().payer = "supplier"
        self.spend(mine, 2, 80)
        late = self.sell_machines(0)
        self.spend(late, 30, 60)
        reserve = self.make_reserve(30)
        self.assertFalse(self.get_cells(reserve))
        self.assertFalse(reserve.ledger_cost)

    def test_a_part_of_it_is_ours(self):
        device = self.sell_machines(0)
        device.sudo().coverage_ids._in_flow().percent = 30
        self.spend(device, 1, 33.35)
        self.assertEqual(self.get_cells(self.make_reserve()), {(0, 1): (1, 10.01)})

    def test_the_clerks_own_choice_counts(self):
        """Free though decided otherwise: ours; by contract: no warranty."""
        expired = self.spend(self.sell_machines(-30), 1, 20)
        expired.with_user(self.dispatcher).service_type = "c"
        covered = self.spend(self.sell_machines(0), 1, 50)
        covered.with_user(self.dispatcher).service_type = "b"
        reserve = self.make_reserve(history=60)
        self.assertEqual(self.get_cells(reserve), {(-30, 31): (1, 20.0)})

    def test_advice_by_telephone_is_no_warranty(self):
        order = self.spend(self.sell_machines(0), 1, 20)
        order._decide(phone=True)
        self.assertEqual(order.decision_id.line_ids.mapped("rule"), ["W-10"] * 6)
        self.assertFalse(self.get_cells(self.make_reserve()))

    def test_parts_of_another_class_are_asked_singly(self):
        """A wear part is paid by the customer, the labour around it is ours."""
        self.part.aftersales_part_class = "wear"
        device = self.sell_machines(0)
        order = self.spend(device, 1, 30, "part", part_id=self.part.id)
        other = self.make_part("定子", 80, 40, aftersales_part_class="main")
        self.add_cost(order, datetime.date(2025, 2, 20), 40, "part", part_id=other.id)
        self.add_cost(order, datetime.date(2025, 2, 20), 25)
        decided = order.decision_id
        self.assertEqual(decided._get_our_percent("part", other), 100)
        wear = decided._get_our_percent("part", self.part)
        cells = self.get_cells(self.make_reserve())
        self.assertEqual(cells, {(0, 1): (1, 65 + 30 * wear / 100)})
        self.assertEqual(wear, 0)

    def test_an_override_decides_for_every_part(self):
        self.part.aftersales_part_class = "wear"
        order = self.spend(self.sell_machines(0), 1, 30, "part", part_id=self.part.id)
        override = (
            self.env["aftersales.decision.override"]
            .with_user(self.director)
            .create(
                {
                    "order_id": order.id,
                    "cost_kind": "part",
                    "payer": "company",
                    "reason": "批次质量问题",
                }
            )
        )
        override.action_submit()
        line = order.decision_id.line_ids.filtered(lambda ln: ln.cost_kind == "part")
        ours = 30.0 if line.result == "free" else 0.0
        cost = sum(cost for _jobs, cost in self.get_cells(self.make_reserve()).values())
        self.assertEqual(cost, ours)

    def test_what_was_paid_back_makes_it_less(self):
        """A contractor's or supplier's credit note is a row below zero."""
        order = self.spend(self.sell_machines(0), 1, 100)
        self.add_cost(order, datetime.date(2025, 4, 2), -130, "contractor")
        reserve = self.make_reserve()
        self.assertEqual(
            self.get_cells(reserve), {(0, 1): (1, 100.0), (0, 3): (0, -130.0)}
        )
        self.assertEqual(reserve.cost, -30)
        self.assertEqual((reserve.rest, reserve.low), (0, 0))

    def test_cancelled_jobs_cost_and_are_no_claims(self):
        order = self.spend(self.sell_machines(0), 1, 15)
        order.with_user(self.dispatcher).action_cancel()
        self.assertEqual(self.get_cells(self.make_reserve()), {(0, 1): (0, 15.0)})

    def test_where_nobody_knows_when_it_was_sold(self):
        unknown = self.make_device(
            "OHNE", coverage={"months": 12, "start_date": JANUARY}
        )
        self.spend(unknown, 1, 12.5)
        old = self.sell_machines(-20)
        self.spend(old, 2, 8.25)
        reserve = self.make_reserve(history=24)
        self.assertFalse(reserve.cell_ids.filtered("cost"))
        self.assertEqual((reserve.unknown_cost, reserve.older_cost), (12.5, 8.25))
        self.assertEqual(reserve.ledger_cost, 20.75)

    def test_jobs_before_the_sale_was_written_down(self):
        """The age is never below zero."""
        device = self.sell_machines(4)
        self.spend(device, 2, 10)
        reserve = self.make_reserve()
        cost = reserve.cost + reserve.unknown_cost
        self.assertEqual(cost, self.sum_ledger(device.order_ids) * (cost > 0))

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 2),
                st.integers(0, 9),
                st.integers(-5000, 90000),
                st.sampled_from(["part", "labour", "travel", "contractor", "other"]),
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_any_costs_add_up(self, costs):
        with self.env.cr.savepoint() as savepoint:
            devices = [self.sell_machines(month) for month in (0, 3, 5)]
            orders = [self.spend(device, 6, 1) for device in devices]
            for place, later, fen, kind in costs:
                day = add_months(JANUARY, 6 + later)
                self.add_cost(orders[place], day, fen / 100, kind)
            orders = self.env["aftersales.order"].union(*orders)
            reserve = self.make_reserve(16)
            told = round(sum(reserve.cell_ids.mapped("cost")), 2)
            self.assertEqual(told, round(self.sum_ledger(orders), 2))
            self.assertEqual(told, round(reserve.ledger_cost, 2))
            savepoint.rollback()
        self.env.invalidate_all()
