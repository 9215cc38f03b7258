from odoo.exceptions import AccessError

from .common import HEADINGS, RegisterCase

NAMED = [*HEADINGS, "产品名称"]


class TestImportUnknown(RegisterCase):
    """Products that nobody entered are named and can be created."""

    def read_unknown(self):
        return self.read(
            [*self.make_row("U-1", product="NEW-1"), "新型电机"],
            [*self.make_row("U-2", product="NEW-1"), ""],
            [*self.make_row("U-3", product="NEW-2"), "报警主机"],
            [*self.make_row("U-4"), "三相异步电动机"],
            headings=NAMED,
        )

    def test_they_are_listed_with_code_name_and_rows(self):
        record = self.read_unknown()
        self.assertRecordValues(
            record.unknown_ids,
            [
                {"code": "NEW-1", "name": "新型电机", "row_count": 2},
                {"code": "NEW-2", "name": "报警主机", "row_count": 1},
            ],
        )
        self.assertEqual((record.created_count, record.error_count), (1, 3))

    def test_ticked_ones_are_created_and_checked_again(self):
        record = self.read_unknown()
        record.unknown_ids[1].is_wanted = False
        record.action_create_products()
        product = self.env["product.product"].search([("default_code", "=", "NEW-1")])
        self.assertRecordValues(
            product, [{"name": "新型电机", "tracking": "serial", "is_storable": True}]
        )
        self.assertEqual((record.state, record.error_count), ("checked", 1))
        self.assertEqual(record.unknown_ids.code, "NEW-2")
        record.action_import()
        self.assertEqual((record.created_count, record.present_count), (2, 1))

    def test_pressing_twice_creates_once(self):
        record, other = self.read_unknown(), self.read_unknown()
        record.action_create_products()
        other.action_create_products()
        codes = ("NEW-1", "NEW-2")
        found = self.env["product.product"].search([("default_code", "in", codes)])
        self.assertEqual(len(found), 2)

    def test_parts_of_a_fault_tree(self):
        record = self.read(
            ["UF1", "异响", "现象", "", ""],
            ["UF1-1", "轴承", "原因", "UF1", ""],
            ["UF1-2", "更换", "措施", "UF1-1", "轴承6309×2、油封A"],
            headings=["编码", "名称", "类型", "上级", "配件"],
            kind="fault",
            user=self.director,
        )
        self.assertEqual(set(record.unknown_ids.mapped("code")), {"油封A", "轴承6309"})
        record.action_create_products()
        parts = self.env["product.product"].search([("default_code", "=", "油封A")])
        self.assertTrue(parts.aftersales_is_part)
        self.assertEqual(record.error_count, 0)

    def test_only_who_imports_creates(self):
        record = self.read_unknown()
        for user in (self.technician, self.accountant, self.inspector):
            with self.assertRaises(AccessError):
                record.with_user(user).action_create_products()
        self.assertFalse(
            self.env["product.product"].search([("default_code", "=", "NEW-1")])
        )
