import contextlib
import datetime
import doctest
import importlib
import pkgutil
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ... import kernel
from ...kernel import dates, money, paging, readers, text

MODULES = [
    importlib.import_module(f"{kernel.__name__}.{module.name}")
    for module in pkgutil.iter_modules(kernel.__path__)
]


class TestKernel(BaseCase):
    def test_examples_in_docstrings_hold(self):
        for module in MODULES:
            self.assertEqual(doctest.testmod(module).failed, 0, module.__name__)

    @settings(max_examples=300, deadline=None)
    @given(
        st.decimals("-100000", "100000", places=2),
        st.lists(st.integers(1, 40), min_size=1, max_size=6),
    )
    def test_split_loses_nothing(self, amount, weights):
        """Parts sum to the amount and none is off by more than one fen."""
        percents = [Decimal(w * 100) / sum(weights) for w in weights]
        percents = [p.quantize(Decimal("0.01")) for p in percents]
        percents[0] += 100 - sum(percents)
        parts = money.split(amount, percents)
        self.assertEqual(sum(parts), amount)
        for part, percent in zip(parts, percents, strict=True):
            self.assertLessEqual(abs(part - amount * percent / 100), Decimal("0.01"))

    @settings(max_examples=300, deadline=None)
    @given(
        st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)),
        st.integers(0, 600),
    )
    def test_month_arithmetic_never_skips_a_month(self, start, months):
        end = dates.add_months(start, months)
        counted = (end.year - start.year) * 12 + end.month - start.month
        self.assertEqual(counted, months)
        self.assertLessEqual(end.day, start.day)

    @settings(max_examples=200, deadline=None)
    @given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
    def test_every_spelling_reads_back(self, day):
        for form in (
            "%Y-%m-%d",
            "%Y/%m/%d",
            "%Y.%m.%d",
            "%Y年%m月%d日",
            "%Y%m%d",
            "%Y年%m月%d号",
            "%Y、%m、%d",
            "%Y/%m/%d 下午3:00",
        ):
            self.assertEqual(dates.read_date(f" {day.strftime(form)} "), day)

    @settings(max_examples=200, deadline=None)
    @given(st.dates(datetime.date(1990, 1, 1), datetime.date(2028, 12, 31)))
    def test_two_digits_of_a_year_mean_one_that_was(self, day):
        self.assertEqual(dates.read_date(day.strftime("%y.%m.%d"), 2028), day)

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=30))
    def test_reading_a_date_raises_only_its_own_error(self, value):
        with contextlib.suppress(dates.ImpossibleDate):
            dates.read_date(value)

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=40))
    def test_serial_key_is_stable(self, value):
        self.assertEqual(
            text.serial_key(text.serial_key(value)), text.serial_key(value)
        )

    @settings(max_examples=50, deadline=None)
    @given(st.binary(max_size=200))
    def test_damaged_files_raise_only_unreadable(self, junk):
        for head in (b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            with self.assertRaises(readers.UnreadableFile):
                readers.read_sheets(head + junk)
        # Junk may be text all the same; then it is a table of one sheet.
        with contextlib.suppress(readers.UnreadableFile):
            self.assertEqual(len([*map(list, readers.read_sheets(junk))]), 1)

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.integers(1, 90), max_size=60), st.integers(1, 90))
    def test_sheets_hold_every_row_once_and_none_too_many(self, heights, first):
        sheets = paging.cut(heights, first, 90)
        rows = [row for begin, end in sheets for row in range(begin, end)]
        self.assertEqual(rows, list(range(len(heights))))
        for number, (begin, end) in enumerate(sheets):
            room = 90 if number else first
            self.assertTrue(sum(heights[begin:end]) <= room or end - begin == 1)
