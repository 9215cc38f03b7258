"""What pages show: tables of pages, hostile pages, encodings."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.kernel.page import Expected, decode, judge

from .pages import EXPECTED, LINK, PAGES

quick = settings(max_examples=150, deadline=None, database=None)


class TestPage(BaseCase):
    def look(self, html, expected=EXPECTED, content_type="text/html; charset=utf-8"):
        body = html.encode() if isinstance(html, str) else html
        return judge(body, content_type, expected)

    def test_pages(self):
        self.assertGreaterEqual(len(PAGES), 30)
        for name, (html, kind, expected, result, codes) in PAGES.items():
            with self.subTest(name):
                verdict = self.look(html, expected, kind)
                found = {one.code for one in verdict.findings}
                self.assertEqual((verdict.result, found), (result, set(codes)))

    def test_an_empty_page_never_means_not_filed(self):
        shell = '<html><div id="app"></div><script src="/a.js"></script></html>'
        self.assertEqual(self.look(shell).result, "inconclusive")

    def test_encodings(self):
        for name in ("utf-8", "gbk", "gb18030", "utf-8-sig", "utf-16"):
            text, _charset = decode("备案号 京ICP备".encode(name), "")
            if name != "utf-16":
                self.assertEqual(text, "备案号 京ICP备")
        self.assertEqual(
            decode("备案".encode("gbk"), "text/html; charset=latin1")[0], "备案"
        )
        meta = '<meta charset="gb2312">朱镕基'.encode("gb18030")
        self.assertIn("镕", decode(meta)[0])
        self.assertIn("备", decode("备".encode(), "text/html; charset=rot13")[0])
        self.assertIn("备", decode("备".encode(), "text/html; charset=zzz")[0])

    def test_hostile_pages_take_linear_time(self):
        for unit in (
            *("<div>", "</div>", '<a "', "<a '", "<!--", "<style>", "<script>", "<"),
            *("<x>", "京ICP备", "<style>a{", '<div style="', "&#", "<a href=x>"),
        ):
            with self.subTest(unit):
                small, large = self._seconds(unit * 4000), self._seconds(unit * 16000)
                self.assertLess(large, max(small * 8, 0.3))

    def _seconds(self, html):
        begun = time.perf_counter()
        self.look(html)
        return time.perf_counter() - begun

    def test_ten_thousand_nested_tags(self):
        deep = "<div>" * 10_000 + f"<footer>{LINK}</footer>" + "</div>" * 10_000
        self.assertEqual(self.look(deep).result, "pass")

    @quick
    @given(st.text(alphabet="<>/='\" abdivstyle-!京ICP备0123456789号-1", max_size=300))
    def test_random_markup_never_crashes_and_never_passes_empty(self, html):
        verdict = self.look(html)
        if verdict.result == "pass":
            self.assertIn(EXPECTED.service, verdict.shown)

    @quick
    @given(st.binary(max_size=300))
    def test_random_bytes_never_crash(self, body):
        judge(body, "text/html", EXPECTED)

    @quick
    @given(
        st.lists(st.integers(1, 16), max_size=6), st.sampled_from(["span", "b", "i"])
    )
    def test_split_over_inline_elements_is_still_read(self, cuts, tag):
        number, parts, at = EXPECTED.service, [], 0
        for cut in sorted({c for c in cuts if c < len(number)}):
            parts.append(f"<{tag}>{number[at:cut]}</{tag}>")
            at = cut
        text = "".join([*parts, number[at:]])
        link = f'<footer><a href="https://beian.miit.gov.cn/">{text}</a></footer>'
        self.assertEqual(self.look(link).result, "pass")

    def test_only_the_service_number_outside_of_guangdong(self):
        html = f"<footer>{LINK.replace('-1<', '<')}</footer>"
        codes = {one.code for one in self.look(html).findings}
        self.assertEqual(codes, {"C04"})
        allowed = Expected(EXPECTED.service, EXPECTED.subject, subject_allowed=True)
        self.assertEqual(self.look(html, allowed).findings, [])
