from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase

from ...kernel.codes import LONGEST, read_code
from ...kernel.gs1 import has_check_digit, read_gs1, spell_article

_SIGNS = "0123456789ABCDEFabcdef-./"  # of serials; FNC1, “#” and brackets end them
_SERIALS = st.text(_SIGNS, min_size=1, max_size=20)
_DAYS = st.dates().map(lambda day: day.strftime("%y%m%d").zfill(6))


@st.composite
def _articles(draw):
    digits = "0" + draw(st.text("0123456789", min_size=12, max_size=12))
    return next(
        digits + last for last in "0123456789" if has_check_digit(digits + last)
    )


class TestCodes(TransactionCase):
    """Reading alone: nothing of it asks the database, but Odoo's own reader of GS1."""

    @settings(max_examples=500, deadline=None)
    @given(
        st.one_of(
            st.text(),
            st.text("()（）0123456789\x1d]C1#、。Alt029 \0\ud800", max_size=60),
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.lists(st.text(), max_size=3),
            st.binary(),
        )
    )
    def test_reading_never_fails_and_is_text_for_a_database(self, value):
        read = read_code(value)
        for text in (*read.names, *read.serials, *read.articles, read.text, read.key):
            self.assertNotIn("\0", text)
            text.encode()
        self.assertLessEqual(len(read.text), 2 * LONGEST)

    @settings(max_examples=200, deadline=None)
    @given(_articles(), _SERIALS, _SERIALS, st.integers(1, 99999999))
    def test_brackets_and_groups_say_the_same(self, article, serial, lot, count):
        values = {"01": article, "10": lot, "21": serial, "37": str(count)}
        bracketed = "".join(f"({ai}){value}" for ai, value in values.items())
        plain = f"01{article}10{lot}\x1d21{serial}\x1d37{count}"
        wide = bracketed.translate({c: c + 0xFEE0 for c in range(33, 127)})
        for code in (bracketed, wide, plain, "]C1" + plain, "\x1d" + plain):
            read = read_gs1(code)
            self.assertEqual((read.values, read.wrong), (values, ()), code)
            self.assertEqual(read.serials, [serial, lot])
            self.assertEqual(read.quantity, count)
        self.assertEqual(read_gs1(plain.replace("\x1d", "Alt029")).values, values)
        self.assertEqual(read_gs1(plain.replace("\x1d", "#")).values, values)

    @settings(max_examples=60, deadline=None)
    @given(_articles(), _SERIALS, _DAYS, st.integers(1, 9999))
    def test_agrees_with_the_reader_of_odoo(self, article, serial, day, count):
        rules = self.env.ref("barcodes_gs1_nomenclature.default_gs1_nomenclature")
        code = f"01{article}17{day}30{count}\x1d21{serial}"
        core = {e["ai"]: e["string_value"] for e in rules.gs1_decompose_extended(code)}
        self.assertEqual(read_gs1(code).values, core)

    @settings(max_examples=200, deadline=None)
    @given(_articles(), st.integers(0, 13), st.integers(1, 9))
    def test_a_wrong_digit_is_seen(self, article, place, more):
        digit = str((int(article[place]) + more) % 10)
        other = article[:place] + digit + article[place + 1 :]
        if other != article:
            self.assertEqual(read_gs1(f"(01){other}").wrong, ("01",))
            self.assertEqual(spell_article(other), [])
            self.assertFalse(read_code(f"(01){other}(21)B-1").serials)

    def test_a_serial_that_looks_like_an_identifier_stays_a_serial(self):
        for text in ("10234", "21B-1", "0123456789", "37", "YJ260900001", "(A)12"):
            self.assertIsNone(read_gs1(text), text)

    def test_one_article_in_all_lengths(self):
        for code in ("6901234567892", "06901234567892"):
            self.assertEqual(
                read_code(code).articles, ("6901234567892", "06901234567892")
            )
        self.assertIn("036000291452", read_code("0036000291452").articles)  # UPC-A

    def test_what_a_chinese_input_method_makes_of_a_code(self):
        self.assertIn("LL-2026/03", read_code("ｌｌ－２０２６、０３").names)
        read = read_code("https：、、erp。cn、odoo、aftersales。parcel、7\r\n")
        self.assertEqual(read.get_id("aftersales.parcel"), 7)
        self.assertEqual(read.get_id("aftersales.order"), 0)
        self.assertIn("Ab-12", read_code("aB-12").names)  # caps lock

    def test_a_number_behind_a_link_fits_a_database(self):
        read = read_code("https://x.cn/odoo/aftersales.order/99999999999999999999")
        self.assertFalse(read.link)
