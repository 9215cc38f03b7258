import doctest
import re
import string
import time
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.kernel import icp_number
from odoo.addons.aftersales_icp.kernel.icp_number import (
    PROVINCES,
    Bounds,
    InvalidNumber,
    parse,
    scan,
)
from odoo.addons.aftersales_icp.messages import REASONS, WARNINGS

from .numbers import INVALID, VALID

quick = settings(max_examples=300, deadline=None, database=None)

icp_letters = st.sampled_from([row["icp"] for row in PROVINCES])
digits = st.text(string.digits, min_size=6, max_size=6)
years = st.integers(2019, 2026)
classes = st.lists(
    st.sampled_from(["A1", "A2", "B1", "B2"]), min_size=1, max_size=4, unique=True
).map(".".join)
short_years = st.integers(5, 23).map("{:02}".format)
subjects = st.builds("{}ICP备{}{}号".format, icp_letters, years | short_years, digits)
old_licences = st.builds(
    "{}ICP证{:02}{}号".format,
    icp_letters,
    st.integers(0, 20),
    digits.map(lambda d: d[2:]),
)
class_licences = st.builds(
    "{}{}-{}{}".format,
    icp_letters | st.sampled_from(["", "合字"]),
    classes,
    st.integers(2000, 2026),
    digits.map(lambda d: d[2:]),
)
mains = subjects | old_licences | class_licences
services = st.builds(
    "{}-{}{}".format, mains, st.integers(1, 99999), st.sampled_from(["", *"AXK"])
)
psb_numbers = st.builds(
    lambda row, region, rest: f"{row['psb']}公网安备{row['code']}{region}02{rest}号",
    st.sampled_from(PROVINCES),
    digits.map(lambda d: d[2:]),
    digits,
)
numbers = mains | services | psb_numbers
noise = st.sampled_from(" \u3000\u200b\ufeff\t\u00ad")


def disguise(text, drops, wide):
    """The same number as a careless person types it."""
    parts = []
    for index, char in enumerate(text):
        if wide and "!" <= char <= "~":
            char = chr(ord(char) + 0xFEE0)
        parts.append(char + drops[index % len(drops)] if drops else char)
    return "".join(parts)


class TestIcpNumber(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(icp_number)
        self.assertGreater(result.attempted, 5)
        self.assertFalse(result.failed)

    def test_module_works_alone_without_odoo(self):
        spec = spec_from_file_location("alone", icp_number.__file__)
        alone = module_from_spec(spec)
        spec.loader.exec_module(alone)
        self.assertEqual(alone.parse("京ICP备12345678").canonical, "京ICP备12345678号")
        source = Path(icp_number.__file__).read_text(encoding="utf-8")
        self.assertNotRegex(source, r"(?m)^\s*(from|import) +(odoo|\.)")

    def test_valid_numbers(self):
        for typed, kind, canonical, suffix, warnings in VALID:
            with self.subTest(typed):
                number = parse(typed)
                found = (number.kind, number.canonical, number.suffix, number.warnings)
                self.assertEqual(found, (kind, canonical, suffix, warnings))

    def test_invalid_numbers(self):
        for typed, reason, suggestion in INVALID:
            with self.subTest(typed), self.assertRaises(InvalidNumber) as caught:
                parse(typed)
            found = (caught.exception.reason, caught.exception.suggestion)
            self.assertEqual(found, (reason, suggestion), typed)

    def test_suggestions_other_than_letters_are_valid(self):
        for _typed, reason, suggestion in INVALID:
            if suggestion and not reason.startswith("province"):
                self.assertEqual(parse(suggestion).canonical, suggestion)

    def test_parts_of_a_service(self):
        number = parse("合字A1.B2-20180017-30X", "service")
        self.assertEqual(
            (number.main, number.serial, number.suffix, number.province),
            ("合字A1.B2-20180017", 30, "X", ""),
        )

    def test_other_kind_is_refused_with_the_main_number(self):
        with self.assertRaises(InvalidNumber) as caught:
            parse("京ICP备12345678号-1", "subject")
        self.assertEqual(caught.exception.reason, "kind")
        self.assertEqual(caught.exception.suggestion, "京ICP备12345678号")
        for text in ("京ICP证030173号-1", "京公网安备11010502030143号"):
            with self.assertRaises(InvalidNumber) as caught:
                parse(text, "subject")
            self.assertIsNone(caught.exception.suggestion)

    def test_letters_of_the_two_authorities(self):
        self.assertEqual(len(PROVINCES), 31)
        differing = {(r["icp"], r["psb"]) for r in PROVINCES if r["icp"] != r["psb"]}
        self.assertEqual(differing, {("蜀", "川"), ("黔", "贵"), ("陇", "甘")})

    def test_years_follow_the_bounds(self):
        future = f"京ICP备{date.today().year + 1}123456号"
        with self.assertRaises(InvalidNumber):
            parse(future)
        self.assertTrue(parse(future, bounds=Bounds(last=2099)))
        with self.assertRaises(InvalidNumber):
            parse("京ICP备12345678号", bounds=Bounds(short_first=2013))

    def test_every_code_has_a_sentence(self):
        source = Path(icp_number.__file__).read_text(encoding="utf-8")
        raised = set(re.findall(r'InvalidNumber\(\s*"(\w+)"', source))
        self.assertEqual(raised, set(REASONS))
        self.assertLessEqual({code for row in VALID for code in row[4]}, set(WARNINGS))
        for code in WARNINGS:
            self.assertIn(f'"{code}"', source)

    @quick
    @given(numbers)
    def test_canonical_is_a_fixed_point(self, text):
        number = parse(text)
        self.assertEqual(number.canonical, text)
        self.assertEqual(parse(number.canonical), number)
        self.assertEqual(parse(number.main).canonical, number.main)

    @quick
    @given(numbers, st.lists(noise, max_size=5), st.booleans())
    def test_careless_spelling_reads_the_same(self, text, drops, wide):
        self.assertEqual(parse(disguise(text, drops, wide)), parse(text))
        dashed = text.replace("-", "—").lower()
        self.assertEqual(parse(dashed), parse(text))

    @quick
    @given(st.text() | st.text("京川ICP备证公网安合字B12-.号AXK0123 ", max_size=40))
    def test_junk_raises_only_invalid_number(self, text):
        try:
            number = parse(text)
        except InvalidNumber as error:
            self.assertIn(error.reason, REASONS)
        else:
            self.assertEqual(parse(number.canonical).canonical, number.canonical)
        scan(text)

    def test_scan_finds_right_and_wrong_numbers(self):
        hits = scan(
            "© 2020-2026 某公司 粵ICP備2021034386號-1 2026 京公网安备 11010502030143号"
            " 增值电信业务经营许可证：粤B2-20090059 甘ICP备16003251号-1All rights"
            " 京ICP备XXXXXXXX号 型号XB2-20150233"
        )
        self.assertEqual(
            [hit.number.canonical if hit.number else hit.error.reason for hit in hits],
            [
                "粤ICP备2021034386号-1",
                "京公网安备11010502030143号",
                "粤B2-20090059",
                "province_alias",
                "placeholder",
            ],
        )

    def test_scan_of_hostile_text_grows_linearly(self):
        for piece in ("京ICP备", "A1.A1", "B2-20", "\u0301\u0300", "公网安备1", " "):
            small, large = (self._scan_time(piece, size) for size in (20_000, 200_000))
            self.assertLess(large, 30 * small + 0.05, repr(piece))

    def _scan_time(self, piece, size):
        text = (piece * size)[:size]
        start = time.perf_counter()
        scan(text)
        return time.perf_counter() - start
