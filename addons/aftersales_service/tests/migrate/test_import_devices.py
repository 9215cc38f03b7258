import base64
import io
import json
import pathlib

import openpyxl

from odoo.tools import file_path

from ...exceptions import UnreadableRegister
from ..common import AfterSalesCommon

PRODUCTS = ("YJ-90L", "YJ-132", "FC-800", "ZJ-2000", "JK-16")


class TestImportDevices(AfterSalesCommon):
    """The register as an old desktop system wrote it: 276 good rows of 300."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        register = pathlib.Path(
            file_path("aftersales_service/demo/register/客户产品档案.xls")
        )
        cls.data = base64.b64encode(register.read_bytes())
        cls.expected = json.loads(
            pathlib.Path(
                file_path("aftersales_service/tests/data/expected.json")
            ).read_text()
        )
        cls.env["product.product"].create(
            [
                {
                    "name": code,
                    "default_code": code,
                    "tracking": "serial",
                    "is_storable": True,
                }
                for code in PRODUCTS
            ]
        )

    def make_import(self, data=None, filename="客户产品档案.xls"):
        return (
            self.env["aftersales.import"]
            .with_user(self.dispatcher)
            .create({"kind": "device", "filename": filename, "data": data or self.data})
        )

    def test_check_finds_exactly_the_expected_faults(self):
        record = self.make_import()
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (276, 24))
        faults = [
            {"row": line.row_number, "fault": line.fault_codes.replace("_", " ")}
            for line in record.line_ids
            if line.outcome == "error"
        ]
        self.assertEqual(faults, self.expected["bad"])

    def test_check_creates_nothing(self):
        before = self.env["aftersales.device"].search_count([])
        self.make_import().action_check()
        self.assertEqual(self.env["aftersales.device"].search_count([]), before)

    def test_import_creates_customers_sites_devices_and_warranties(self):
        record = self.make_import()
        record.action_import()
        self.assertEqual(record.created_count, 276)
        first = self.expected["first_good"]
        device = self.env["aftersales.device"]._find_by_scan("ＹＪ２１０５０００００")
        self.assertRecordValues(
            device,
            [{"serial": first["serial"], "coverage_state": "out"}],
        )
        self.assertEqual(device.partner_id.name, first["customer"])
        self.assertEqual(device.product_id.default_code, first["product"])
        self.assertEqual(str(device.ship_date), first["shipped"])
        self.assertEqual(device.coverage_ids.amount, first["months"])
        self.assertEqual(str(device.coverage_end_date), "2022-05-28")
        self.assertEqual(device.site_id.street, "长沙市雨花区示例路223号")
        self.assertEqual(device.site_id.phone, "13698935572")
        self.assertEqual(device.agent_id.name, "示例经销商B")

    def test_merged_cells_name_the_customer_of_every_row(self):
        self.make_import().action_import()
        devices = self.env["aftersales.device"]._find_by_scan("ZJ210700003")
        devices |= self.env["aftersales.device"]._find_by_scan("YJ240300005")
        self.assertEqual(devices.partner_id.mapped("name"), ["示例客户074有限公司"])

    def test_importing_twice_creates_nothing_twice(self):
        self.make_import().action_import()
        models = ("aftersales.device", "aftersales.coverage", "res.partner")
        before = [self.env[model].search_count([]) for model in models]
        again = self.make_import()
        again.action_import()
        self.assertEqual((again.created_count, again.present_count), (0, 276))
        self.assertEqual([self.env[model].search_count([]) for model in models], before)

    def test_corrected_workbook_can_be_read_again(self):
        record = self.make_import()
        record.action_import()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.error_data)))
        sheet = book.active
        headings = [cell.value for cell in sheet[1]]
        self.assertEqual(sheet.max_row, 25)
        serial = headings.index("机号") + 1
        product = headings.index("产品编码") + 1
        shipped = headings.index("发货日期") + 1
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, serial).value = f"NEW{row:04}"
            sheet.cell(row, product).value = "YJ-90L"
            sheet.cell(row, shipped).value = "2024-02-29"
        stream = io.BytesIO()
        book.save(stream)
        again = self.make_import(base64.b64encode(stream.getvalue()), "corrected.xlsx")
        again.action_import()
        self.assertEqual((again.created_count, again.error_count), (24, 0))

    def test_all_faults_of_a_row_are_told_at_once(self):
        book = openpyxl.Workbook()
        book.active.append(["客户名称", "产品编码", "机号", "发货日期", "保修期"])
        book.active.append(["", "XX-1", "", "2024-02-30", "长期"])
        stream = io.BytesIO()
        book.save(stream)
        record = self.make_import(base64.b64encode(stream.getvalue()), "x.xlsx")
        record.action_check()
        self.assertEqual(
            record.line_ids.fault_codes.split(),
            [
                "product_unknown",
                "serial_missing",
                "customer_missing",
                "date_impossible",
                "months_wrong",
            ],
        )

    def test_file_that_is_no_workbook_is_named(self):
        record = self.make_import(base64.b64encode(b"%PDF-1.7 \0"), "登记.csv")
        with self.assertRaisesRegex(UnreadableRegister, "登记.csv"):
            record.action_check()

    def test_sheet_without_headings_says_which_are_needed(self):
        book = openpyxl.Workbook()
        book.active.append(["日期", "金额"])
        stream = io.BytesIO()
        book.save(stream)
        record = self.make_import(base64.b64encode(stream.getvalue()), "x.xlsx")
        with self.assertRaisesRegex(UnreadableRegister, "机号"):
            record.action_check()

    def test_queries_do_not_grow_with_rows_that_are_known(self):
        """Checking 300 rows and finding 276 known devices costs a constant number."""
        self.make_import().action_import()
        self.env.flush_all()
        self.env.invalidate_all()
        again = self.make_import()
        with self.assertQueryCount(40):
            again.action_import()
            self.env.flush_all()
