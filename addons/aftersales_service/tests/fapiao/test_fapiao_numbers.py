from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase
from odoo.tools import mute_logger

from ...kernel.fapiao import find_faults, is_tax_number
from .common import FapiaoCommon

digits = st.text("0123456789", max_size=22)


class TestNumbers(BaseCase):
    @given(digits, digits)
    def test_a_tax_machine_prints_eight_and_ten_or_twelve(self, number, code):
        right = len(number) == 8 and len(code) in (10, 12)
        self.assertEqual(not find_faults("paper_general", number, code), right)

    @given(digits)
    def test_a_digital_one_has_twenty_of_its_year(self, number):
        faults = find_faults("digital_general", number, year=2026)
        self.assertEqual(not faults, len(number) == 20 and number[:2] == "26")

    def test_digits_of_other_scripts_are_none(self):
        self.assertTrue(find_faults("paper_general", "１２３４５６７８", "0123456789"))
        self.assertTrue(find_faults("digital_general", "٢" * 20))

    def test_tax_numbers(self):
        for number, right in {
            "91110108551385082Q": True,
            "91110108551385082A": False,
            "370102123456789": True,
            "": False,
            "9111": False,
        }.items():
            self.assertEqual(is_tax_number(number), right, number)


class TestNumbersOnScreen(FapiaoCommon):
    def test_wrong_numbers_are_told_apart(self):
        for vals, words in (
            ({"number": "123"}, "20 digits"),
            ({"number": "25372000000000000009"}, "first two digits"),
            ({"code": "123", "paper_number": "12345678"}, "printed on paper"),
            ({"code": "037002600111"}, "printed on paper"),
            ({"kind": "paper_general", "number": "1234567"}, "8 digits"),
            ({"kind": "paper_general", "number": "12345678"}, "10 or 12"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self.make_fapiao(net=10, **vals)

    def test_one_number_is_registered_once(self):
        fapiao = self.register(net=10)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "registered already|duplicate key"),
        ):
            self.make_fapiao(net=10, number=fapiao.number)

    def test_the_same_eight_digits_with_another_code(self):
        vals = {"kind": "paper_general", "number": "00000001"}
        one = self.register(net=10, code="037002600111", **vals)
        other = self.register(net=10, code="037002600112", **vals)
        self.assertEqual((one | other).mapped("state"), ["registered"] * 2)
