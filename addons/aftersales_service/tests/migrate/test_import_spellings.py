import contextlib
import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...kernel import dates, headings, months, number_format, persons, register, text

WORDS = {
    "serial": ["机号", "序列号", "sn"],
    "partner": ["客户名称", "客户"],
    "months": ["保修期"],
    "phone": ["电话"],
}
DECORATIONS = st.sampled_from(
    ["{}", "*{}", "{}：", " {} ", "3、{}", "{}（必填）", "{}\n", "【{}】"]
)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"0[1-9][0-9]{2}-[2-8][0-9]{7}", fullmatch=True)
short = settings(max_examples=150, deadline=None)


class TestSpellings(BaseCase):
    """Whatever people type: read back, or refused by the reader's own error."""

    @short
    @given(st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)), st.times())
    def test_days_with_a_time_behind(self, day, moment):
        for form in ("%Y-%m-%d %H:%M:%S", "%Y年%m月%d日%H时%M分", "%Y/%m/%d %H:%M"):
            written = datetime.datetime.combine(day, moment).strftime(form)
            self.assertEqual(dates.read_date(written), day, written)

    @short
    @given(st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)))
    def test_day_numbers(self, day):
        number = (day - datetime.date(1899, 12, 30)).days
        self.assertEqual(dates.read_date(number), day)
        self.assertEqual(dates.read_date(str(number)), day)
        self.assertEqual(number_format.to_moment(number), day)

    @short
    @given(st.dates(), st.integers(1990, 2099))
    def test_no_year_outside_is_accepted(self, day, latest):
        try:
            self.assertEqual(dates.read_date(day, latest), day)
        except dates.UnlikelyDate:
            self.assertFalse(1990 <= day.year <= latest)
        else:
            self.assertTrue(1990 <= day.year <= latest)

    @short
    @given(st.integers(0, 600))
    def test_months_read_back(self, count):
        for form in ("{}", "{}个月", "{}月", "{}.0", " {} 个月 ", "质保{}个月"):
            self.assertEqual(months.read_months(form.format(count)), count)

    @short
    @given(st.integers(0, 49), st.booleans())
    def test_years_read_back(self, count, half):
        written = f"{count}年半" if half else f"{count}年"
        self.assertEqual(months.read_months(written), count * 12 + 6 * half)

    @short
    @given(st.text(max_size=12))
    def test_months_raise_only_their_own_error(self, value):
        with contextlib.suppress(months.WrongMonths):
            found = months.read_months(value)
            self.assertTrue(found is None or 0 <= found <= 600)

    @short
    @given(st.lists(mobiles | landlines, min_size=1, max_size=3, unique=True))
    def test_telephones_are_found_whatever_stands_between(self, phones):
        keys = [phone.replace("-", "") for phone in phones]
        for between in ("/", "、", ";", " ／ ", "\n", "，", " 或 "):
            found, rest = text.read_phones(between.join(phones))
            self.assertEqual([text.phone_key(p) for p in found], keys, between)
            self.assertIn(rest, ("", "或", "或 或"))

    @short
    @given(st.text(max_size=40))
    def test_telephones_are_never_too_long_for_one(self, value):
        for phone in text.read_phones(value)[0]:
            self.assertGreaterEqual(len(text.phone_key(phone)), 5)

    @short
    @given(
        st.sampled_from([(f, w) for f, ws in WORDS.items() for w in ws]), DECORATIONS
    )
    def test_decorated_headings_are_recognised(self, known, decoration):
        field, word = known
        spaced = decoration.format(" ".join(word))
        found = headings.Headings(WORDS).recognise(spaced)
        self.assertEqual(found, None if "【" in decoration else field, spaced)

    @short
    @given(st.lists(st.text(max_size=12), max_size=8))
    def test_no_field_is_taken_twice(self, row):
        columns = headings.Headings(WORDS).read_row([*row, "机号", "客户", "SN"])
        fields = [c.field for c in columns if c.field]
        self.assertEqual(len(fields), len(set(fields)))
        self.assertLessEqual({"serial", "partner"}, set(fields))

    @short
    @given(
        st.lists(st.lists(st.text(max_size=6) | st.none() | st.integers(), max_size=5))
    )
    def test_any_sheet_is_searched_without_error(self, rows):
        table = register.find_table("", rows, headings.Headings(WORDS), ["serial"])
        if table:
            for row in table.iter_rows(rows):
                self.assertGreater(row.number, table.index + 1)

    @short
    @given(st.text(max_size=30))
    def test_name_key_is_stable(self, value):
        key = text.name_key(value)
        self.assertEqual(text.name_key(key), key)

    @short
    @given(st.integers(0, 10**12), st.integers(2, 14))
    def test_leading_zeros_change_no_number(self, number, zeros):
        shown = number_format.shown(number, "0" * zeros)
        self.assertEqual(
            (int(shown), len(shown)), (number, max(zeros, len(str(number))))
        )

    @short
    @given(st.text(max_size=12))
    def test_anybody_is_a_person_or_none(self, name):
        self.assertIn(persons.is_person(name), (True, False))
