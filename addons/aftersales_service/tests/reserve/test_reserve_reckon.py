import datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.tools import mute_logger

from ...exceptions import Refused
from ...kernel.chain_ladder import chain_ladder
from ...kernel.reserve import expect
from .common import JANUARY, ReserveCommon


class TestReckon(ReserveCommon):
    def make_history(self, product=None):
        """Three months of sale: 4, 2 and 3 units, and what they cost."""
        first, second = (
            self.sell_machines(0, 4, product),
            self.sell_machines(1, 2, product),
        )
        self.sell_machines(2, 3, product)
        for device, month, amount in (
            *((first[0], 0, 100), (first[1], 1, 50), (first[2], 2, 25)),
            *((second[0], 1, 110), (second[1], 2, 55)),
        ):
            self.spend(device, month, amount)

    def read(self, reserve):
        names = ("sale_month", "product_id", "units", "claims", "cost", "rest")
        more = ("low", "high", "ladder_rest", "ladder_low", "ladder_high", "run_off")
        return [
            tuple(line[name] for name in names + more)
            for line in reserve.line_ids.sorted(
                lambda ln: (ln.product_id.id, ln.sale_month)
            )
        ]

    def test_as_the_kernels_say(self):
        self.make_history()
        reserve = self.make_reserve(2)
        rows, units = [[100, 50, 25], [110, 55], [0]], [4, 2, 3]
        for estimate, names in (
            (expect(rows, units), ("rest", "low", "high")),
            (chain_ladder(rows), ("ladder_rest", "ladder_low", "ladder_high")),
        ):
            told = [
                tuple(line[name] for name in names)
                for line in reserve.line_ids.sorted("sale_month")
            ]
            wanted = [
                tuple(round(value, 2) for value in (rest, *limits))
                for rest, limits in zip(estimate.rests, estimate.ranges, strict=True)
            ]
            for mine, theirs in zip(told, wanted, strict=True):
                for one, other in zip(mine, theirs, strict=True):
                    self.assertAlmostEqual(one, other, delta=0.011)
        self.assertAlmostEqual(reserve.rest, sum(reserve.line_ids.mapped("rest")), 2)
        self.assertLess(reserve.low, reserve.rest)
        self.assertLess(reserve.rest, reserve.high)

    def test_again_it_gives_the_same(self):
        self.make_history()
        reserve = self.make_reserve(2)
        before, cells = self.read(reserve), self.get_cells(reserve)
        totals = reserve.read(["rest", "low", "high", "cost", "units"])
        reserve.action_reckon()
        self.assertEqual(self.read(reserve), before)
        self.assertEqual(self.get_cells(reserve), cells)
        self.assertEqual(reserve.read(["rest", "low", "high", "cost", "units"]), totals)

    def test_a_month_has_one(self):
        self.make_reserve(2, reckon=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.make_reserve(2, reckon=False, month="2025-03-17").flush_recordset()

    def test_empty_company_no_sales_no_claims(self):
        empty = self.make_reserve(2)
        self.assertFalse(empty.line_ids or empty.cell_ids)
        self.assertEqual((empty.rest, empty.low, empty.high), (0, 0, 0))
        self.assertTrue(empty.reckoned_at)
        self.sell_machines(0, 3)
        sold = self.make_reserve(3)
        self.assertEqual((sold.units, sold.claims, sold.rest, sold.high), (3, 0, 0, 0))
        self.assertEqual(len(sold.line_ids), 1)
        self.assertEqual(sold.line_ids.claims_rate, 0)

    def test_another_question_makes_the_answer_worthless(self):
        self.make_history()
        reserve = self.make_reserve(2)
        reserve.month = "2025-04-30"
        self.assertEqual(reserve.month, datetime.date(2025, 4, 1))
        self.assertFalse(reserve.line_ids or reserve.cell_ids)
        self.assertFalse(reserve.rest or reserve.reckoned_at)

    def test_what_is_approved_stands(self):
        self.make_history()
        reserve = self.make_reserve(2)
        reserve.with_user(self.director).action_approve()
        for refused in (
            reserve.action_reckon,
            lambda: reserve.write({"month": "2025-09-01"}),
            lambda: reserve.write({"grouping": "categ"}),
            reserve.unlink,
        ):
            with self.assertRaises(Refused):
                refused()
        self.assertTrue(reserve.line_ids)

    def test_by_product_or_by_family(self):
        motors = self.env["product.category"].create({"name": "电机"})
        other = self.make_model("异步电动机2")
        (self.machine | other).categ_id = motors
        self.make_history()
        self.make_history(other)
        reserve = self.make_reserve(2)
        self.assertEqual(len(reserve.line_ids.product_id), 2)
        self.assertEqual(reserve.line_ids.product_id, self.machine | other)
        one = self.make_reserve(5, grouping="categ")
        self.assertFalse(one.line_ids.product_id)
        self.assertEqual(one.line_ids.categ_id, motors)
        self.assertEqual(one.units, reserve.units)

    def test_actual_against_reserve(self):
        self.make_history()
        before = self.make_reserve(2)
        device = self.env["aftersales.device"].search(
            [
                ("delivery_date", ">=", "2025-02-01"),
                ("delivery_date", "<", "2025-03-01"),
            ]
        )[:1]
        self.spend(device, 3, 30)
        self.sell_machines(3, 2)
        after = self.make_reserve(3)
        self.assertEqual(after.previous_id, before)
        lines = {self.get_month(line.sale_month): line for line in after.line_ids}
        for line in before.line_ids:
            mine = lines[self.get_month(line.sale_month)]
            self.assertEqual(mine.expected_before, line.rest)
            self.assertAlmostEqual(
                mine.run_off, mine.paid_since + mine.rest - line.rest, 2
            )
        self.assertEqual(lines[1].paid_since, 30)
        self.assertFalse(lines[3].expected_before or lines[3].run_off)
        self.assertEqual(after.expected_before, before.rest)
        self.assertEqual(after.paid_since, 30)

    def test_companies_and_currencies_are_apart(self):
        self.make_history()
        other = self.env["res.company"].create(
            {"name": "二厂", "currency_id": self.env.ref("base.JPY").id}
        )
        user = self.make_user(
            "finance",
            "finance_b",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        theirs = (
            self.env["aftersales.reserve"]
            .with_user(user)
            .create({"month": "2025-03-01"})
        )
        theirs.action_reckon()
        self.assertFalse(theirs.line_ids)
        device = self.make_device(
            "B-1",
            company_id=other.id,
            partner_id=False,
            delivery_date=JANUARY,
            coverage={"months": 24, "start_date": JANUARY},
        )
        order = (
            self.env["aftersales.order"]
            .with_company(other)
            .create(
                {
                    "company_id": other.id,
                    "device_id": device.id,
                    "partner_id": self.customer.id,
                    "fault": "异响",
                    "called_at": "2025-02-03 02:00:00",
                }
            )
        )
        self.env["aftersales.cost"].create(
            {
                "order_id": order.id,
                "name": "x",
                "amount": 1234,
                "date": "2025-02-03",
                "reason": "x",
            }
        )
        theirs.action_reckon()
        self.assertEqual(theirs.cost, 1234)
        self.assertEqual(theirs.currency_id, self.env.ref("base.JPY"))
        mine = self.make_reserve(2)
        self.assertEqual(mine.cost, 340)
        both = mine.with_user(self.accountant)
        self.assertNotIn(theirs.line_ids, both.line_ids)

    def test_queries_do_not_grow(self):
        """Twice as many products and months ask no more."""
        counts = []
        for more in (1, 3):
            for number in range(more):
                product = self.make_model(f"型号{more}{number}")
                self.make_history(product)
            reserve = self.make_reserve(2 + more, reckon=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reserve.action_reckon()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_every_night_the_month_that_is_over(self):
        self.keep_books()
        self.sell_machines(0, 2)
        reserves = self.env["aftersales.reserve"]
        with freeze_time("2025-04-01 03:00"):
            for _night in range(2):
                reserves._cron_reckon()
        made = reserves.search([("company_id", "=", self.company.id)])
        self.assertEqual(made.month, datetime.date(2025, 3, 1))
        self.assertEqual((made.state, made.units), ("draft", 2))

    def test_no_night_work_without_books(self):
        with freeze_time("2025-04-01 03:00"):
            self.env["aftersales.reserve"]._cron_reckon()
        self.assertFalse(
            self.env["aftersales.reserve"].search(
                [("company_id", "=", self.company.id)]
            )
        )
