"""Plain functions: doctests, tables and properties."""

import doctest
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.aftersales_icp import kernel
from odoo.addons.aftersales_icp.const import ORDER_TYPES
from odoo.addons.aftersales_icp.kernel import (
    address,
    deadline,
    exposure,
    facts,
    fetch,
    order_rules,
    page,
    page_tree,
    paste,
    person_rules,
    rdap,
    render,
    sheet,
    snippet,
)
from odoo.addons.aftersales_icp.messages import CONFLICTS

quick = settings(max_examples=200, deadline=None, database=None)
ARTICLE_19 = exposure.Bracket(100_000, 1_000_000, 50_000, 3, 5)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MODULES = (
    *(address, deadline, exposure, facts, fetch, order_rules, page, page_tree, paste),
    *(person_rules, rdap, render, sheet, snippet),
)


class TestKernel(BaseCase):
    def test_doctests(self):
        for module in MODULES:
            with self.subTest(module.__name__):
                self.assertEqual(doctest.testmod(module).failed, 0)

    def test_kernel_knows_nothing_of_odoo(self):
        for module in MODULES:
            source = Path(module.__file__).read_text(encoding="utf-8")
            self.assertNotIn("import odoo", source)
            self.assertNotIn("from odoo", source)
        self.assertTrue(kernel.__doc__)

    def test_switch_lies_at_exactly_fifty_thousand(self):
        for income, confiscated, low, high in (
            (0, 0, 100_000, 1_000_000),
            ("49999.99", "49999.99", 100_000, 1_000_000),
            (50_000, 50_000, 150_000, 250_000),
            ("50000.01", "50000.01", "150000.03", "250000.05"),
            (1_000_000, 1_000_000, 3_000_000, 5_000_000),
        ):
            found = exposure.exposure(ARTICLE_19, income)
            self.assertEqual(found.confiscated, Decimal(str(confiscated)))
            self.assertEqual(found.low, Decimal(str(low)))
            self.assertEqual(found.high, Decimal(str(high)))

    def test_fixed_brackets_ignore_the_income(self):
        found = exposure.exposure(exposure.Bracket(5_000, 50_000), 80_000)
        self.assertEqual((found.confiscated, found.low, found.high), (0, 5000, 50000))
        with self.assertRaises(ValueError):
            exposure.exposure(ARTICLE_19, -1)

    @quick
    @given(st.decimals(0, 10**9, places=2))
    def test_exposure_is_ordered(self, income):
        found = exposure.exposure(ARTICLE_19, income)
        self.assertLessEqual(found.low, found.high)
        self.assertEqual(found.confiscated, income)

    @quick
    @given(days, st.integers(-60, 60))
    def test_months_there_and_back_never_run_ahead(self, day, months):
        there = deadline.due_date(day, months, "month")
        self.assertLessEqual(deadline.due_date(there, -months, "month"), day)
        self.assertEqual(
            (there.year * 12 + there.month) - (day.year * 12 + day.month), months
        )

    @quick
    @given(days, days, st.lists(st.integers(0, 200), max_size=5))
    def test_next_reminder_is_always_later(self, due, today, before):
        found = deadline.next_reminder(due, ",".join(map(str, before)), today)
        self.assertGreater(found, today)
        if today < due:
            self.assertLessEqual(found, due)

    @quick
    @given(days, st.integers(0, 24))
    def test_logs_are_kept_for_the_longer_clock(self, day, months):
        end = deadline.retention_end(day, months)
        self.assertGreaterEqual(end, day + timedelta(days=60))
        self.assertGreaterEqual(end, deadline.due_date(day, months, "month"))

    def test_order_types_of_kernel_and_model_are_the_same(self):
        self.assertEqual([code for code, _l in ORDER_TYPES], list(order_rules.TYPES))

    def test_every_pair_of_orders_has_an_answer(self):
        for one in order_rules.TYPES:
            for other in order_rules.TYPES:
                reason = order_rules.conflict(one, [other])
                same = order_rules.TRACK_OF[one] == order_rules.TRACK_OF[other]
                self.assertEqual(reason is not None, same, f"{one} {other}")
                self.assertEqual(reason, order_rules.conflict(other, [one]))
                self.assertIn(reason, {None, *CONFLICTS})

    def test_citizen_identity_numbers(self):
        self.assertTrue(person_rules.citizen_id_is_valid("11010519491231002X"))
        self.assertFalse(person_rules.citizen_id_is_valid("110105194912310021"))
        self.assertFalse(
            person_rules.citizen_id_is_valid("１１０１０５１９４９１２３１００２X")
        )

    @quick
    @given(st.text(max_size=40))
    def test_mask_never_shows_the_middle(self, text):
        masked = person_rules.mask(text)
        self.assertEqual(len(masked), len(text))
        self.assertEqual(masked[3:-4].strip("*"), "")

    @quick
    @given(st.text(max_size=500))
    def test_pasted_text_never_crashes(self, text):
        paste.parse(text)
        paste.parse(f"主办单位名称：{text}\n京ICP备12345678号-1\t{text}")

    def test_pasted_table_gives_a_service_per_row(self):
        text = (
            "序号\t主办单位名称\t主办单位性质\t网站备案号\t网站域名\t审核日期\n"
            "1\t杭州云帆\t企业\t浙ICP备2021004518号-1\tyunfan.cn\t2021-03-18\n"
            "2\t杭州云帆\t企业\t浙ICP备2021004518号-2A\t\t2023-11-02\n"
        )
        found = paste.parse(text)
        self.assertEqual(found.organiser, "杭州云帆")
        self.assertEqual([one.domain for one in found.services], ["yunfan.cn", ""])
        self.assertEqual(found.passed_on, date(2021, 3, 18))

    @quick
    @given(st.lists(st.none() | st.text(max_size=20) | st.floats() | st.dates()))
    def test_rows_of_any_workbook_never_crash(self, cells):
        columns = sheet.headings(cells)
        values = sheet.row(
            {"organiser": 0, "number": 1, "filed_on": 2}, [*cells, 1, 2, 3]
        )
        sheet.check(values)
        self.assertLessEqual(set(columns), set(sheet.HEADINGS))
