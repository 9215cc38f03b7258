from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ...kernel.rmb import capital
from ..fees.common import CashCommon

_VALUES = {word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
_TENS = {"拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8, "元": 1}


def read(words):
    """The amount that capital numerals say, by a reader of its own."""
    fen, total, group, digit = 0, 0, 0, 0
    for word in words.removesuffix("整"):
        if word in _VALUES:
            digit = _VALUES[word]
        elif word in _TENS:
            group, digit = group + digit * _TENS[word], 0
        elif word in _GROUPS:
            total, group, digit = total + (group + digit) * _GROUPS[word], 0, 0
        else:
            fen, digit = fen + digit * {"角": 10, "分": 1}[word], 0
    return Decimal(total) + Decimal(fen) / 100


class TestCashPapers(CashCommon):
    """收据 and 交款单."""

    @settings(max_examples=80, deadline=None)
    @given(st.decimals("0.01", "999999999999.99", places=2))
    def test_capitals_say_the_amount(self, amount):
        self.assertEqual(read(capital(amount)), amount, capital(amount))

    def html(self, report, record):
        ref = f"aftersales_service.{report}"
        reports = self.env["ir.actions.report"].with_user(self.accountant)
        return reports._render_qweb_html(ref, record.ids)[0].decode()

    def test_receipt_says_number_payer_and_amount_in_capitals(self):
        self.make_job()
        text = self.html("report_collection", self.collect(176, "wechat", number="A-7"))
        for words in (
            "A-7",
            "齐鲁泵业有限公司",
            "壹佰柒拾陆元整",
            "李强",
            "☑WeChat Pay",
        ):
            self.assertIn(words, text)
        self.assertEqual(text.count("AFTERSALES-COPY-BEGIN"), 3)

    def test_void_receipt_says_so(self):
        self.make_job()
        row = self.collect(176)
        row.with_user(self.accountant).action_void("写错")
        self.assertIn("(Void)", self.html("report_collection", row))

    def test_hand_in_sheet_lists_receipts_and_difference(self):
        self.make_job()
        self.collect(100, number="A-7")
        handin = self.take_over()
        self.count(handin)
        text = self.html("report_handin", handin)
        for words in (handin.name, "A-7", "100", self.accountant.name):
            self.assertIn(words, text)
