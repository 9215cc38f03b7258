import base64
import doctest
from pathlib import Path

from ...kernel.readers import read_sheets
from ...kernel.sheets import Formula
from ...models.catalogue import part_import
from ..common import AfterSalesCommon

LIST = Path(__file__).parents[1] / "data" / "零配件清单.xlsx"


class TestPartList(AfterSalesCommon):
    def read(self):
        return (
            self.env["aftersales.import"]
            .with_user(self.dispatcher)
            .create(
                {
                    "kind": "part",
                    "filename": LIST.name,
                    "data": base64.b64encode(LIST.read_bytes()),
                }
            )
        )

    def test_sixty_rows_of_which_one_has_a_formula_without_result(self):
        register = self.read()
        register.action_check()
        self.assertEqual((register.good_count, register.error_count), (59, 1))
        wrong = register.line_ids.filtered("fault_codes")
        self.assertEqual((wrong.row_number, wrong.fault_codes), (9, "cost_formula"))
        self.assertIn("formula", wrong.fault)

    def test_import_makes_parts_with_stock_levels_once(self):
        register = self.read()
        register.action_import()
        self.assertEqual(register.created_count, 59)
        products = self.env["product.product"]
        first = products.search([("default_code", "=", "P1000")])
        self.assertEqual((first.name, first.standard_price), ("示例配件00", 197.3))
        self.assertTrue(first.aftersales_is_part and first.is_storable)
        self.assertEqual(first.aftersales_take_back, "never")
        self.assertEqual(first.orderpoint_ids.product_min_qty, 5)
        fifth = products.search([("default_code", "=", "P1004")])
        self.assertEqual(
            (fifth.aftersales_take_back, fifth.uom_id.name), ("always", "只")
        )
        again = self.read()
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 59))

    def test_formula_is_no_empty_cell_and_no_text(self):
        [sheet] = read_sheets(LIST.read_bytes())
        rows = list(sheet)
        cell = rows[8][4]
        self.assertIsInstance(cell, Formula)
        self.assertEqual((cell.text, str(cell)), ("D9*2", ""))

    def test_doctests(self):
        self.assertEqual(doctest.testmod(part_import).failed, 0)
