import datetime

from freezegun import freeze_time

from .common import HEADINGS, RegisterCase

LONG = "长" * 3000


@freeze_time("2026-03-10")
class TestImportCells(RegisterCase):
    """What cells may look like, and which cannot be right."""

    def get_ship_date(self, value):
        serial = f"D-{self.env['aftersales.device'].search_count([])}"
        record = self.read(self.make_row(serial, ship=value))
        if record.error_count:
            return record.line_ids.fault_codes
        return str(self.get_device(serial).ship_date)

    def test_spellings_of_a_day(self):
        for value in (
            "2026年03月05号", "2026、3、5", "2026/3/5 下午3:00", "2026-3-5 15:00:00",
            "2026.3.5.", "２０２６年３月５日", "2026 3 5", "26-3-5", 20260305, 46086, "46086",
            46086.625, "2026年3月5日 星期四", "2026-03-05T08:00:00", "2026/3/5（周四）",
            datetime.datetime(2026, 3, 5, 15),
        ):  # fmt: skip
            self.assertEqual(self.get_ship_date(value), "2026-03-05", value)

    def test_two_digits_are_a_year_that_was(self):
        self.assertEqual(self.get_ship_date("98-5-3"), "1998-05-03")
        self.assertEqual(self.get_ship_date("28.1.1"), "2028-01-01")
        self.assertEqual(self.get_ship_date("90-1-1"), "1990-01-01")

    def test_years_in_which_nothing_happened_are_faults(self):
        for value in (
            "0026-03-05", "2206-03-05", "1989-12-31", "2029-01-01", "29-1-1", 32873, 60000,
            datetime.date(2206, 3, 5),
        ):  # fmt: skip
            self.assertEqual(self.get_ship_date(value), "date_unlikely", value)

    def test_what_is_no_day_is_a_fault(self):
        for value in ("2026-02-30", "2026-3", "三月", "3/5/2026", "上午"):
            self.assertEqual(self.get_ship_date(value), "date_impossible", value)

    def test_whole_column_of_day_numbers(self):
        rows = [self.make_row(f"NUM-{i}", ship=46086 + i) for i in range(3)]
        self.assertEqual(self.read(*rows).created_count, 3)
        self.assertEqual(str(self.get_device("NUM-2").ship_date), "2026-03-07")

    def test_periods(self):
        for value, months in {
            "1年": 12, "2年": 24, "半年": 6, "24个月": 24, "12.0": 12, "一年半": 18, "36": 36,
            "1.5年": 18, "十八个月": 18, 6.0: 6, "质保两年": 24, "１年": 12,
        }.items():  # fmt: skip
            serial = f"M-{value}"
            self.read(self.make_row(serial, months=value))
            coverage = self.get_device(serial).coverage_ids
            self.assertEqual(coverage.amount, months, value)
        for value in ("长期", "-1", "1.23", 601, "12345678901"):
            record = self.read(self.make_row("M-X", months=value))
            self.assertEqual(record.line_ids.fault_codes, "months_wrong", value)

    def test_zero_months_are_no_warranty(self):
        for value in (0, "0", "无", "0个月"):
            serial = f"ZERO-{value}{type(value).__name__}"
            self.read(self.make_row(serial, months=value))
            self.assertFalse(self.get_device(serial).coverage_ids, value)

    def test_nothing_said_about_the_period_is_the_products(self):
        self.read(self.make_row("FREE-1", months=None))
        self.assertEqual(self.get_device("FREE-1").coverage_ids.amount, 12)

    def test_no_date_of_sale_no_cover_and_told(self):
        rows = [
            self.make_row("NODATE-1", ship=None, months=24),
            self.make_row("NODATE-2", ship="", months=None),
            self.make_row("NODATE-3", ship=" ", months="2年"),
            self.make_row("DATED-1"),
        ]
        record = self.read(*rows)
        self.assertEqual((record.created_count, record.notice_count), (4, 3))
        for number in (1, 2, 3):
            device = self.get_device(f"NODATE-{number}")
            self.assertFalse(device.coverage_ids)
            self.assertFalse(device.coverage_end_date)
        self.assertIn("no warranty", record.line_ids[0].notice)
        self.assertFalse(record.line_ids[3].notice)
        self.assertTrue(self.get_device("DATED-1").coverage_ids)

    def test_shortened_and_rounded_numbers_are_faults(self):
        headings = [*HEADINGS, "电话"]
        record = self.read(
            [*self.make_row("6.93217E+12"), ""],
            [*self.make_row(693217000000000018), ""],
            [*self.make_row("SCI-1"), "1.38123E+10"],
            [*self.make_row("SCI-2"), 1381234567812345678],
            [*self.make_row("6.93217e+012"), ""],
            [*self.make_row(6932170000001), 13812345678],
            headings=headings,
        )
        self.assertEqual(
            self.get_faults(record),
            [
                ["number_scientific"], ["number_rounded"], ["number_scientific"],
                ["number_rounded"], ["number_scientific"], [],
            ],
        )  # fmt: skip
        self.assertEqual(record.created_count, 1)

    def test_faults_name_row_and_column(self):
        record = self.read(self.make_row("OK-1"), self.make_row("X-1", ship="2206-1-1"))
        line = record.line_ids[1]
        self.assertEqual(line.row_number, 3)
        self.assertIn("D “发货日期”", line.fault)
        self.assertIn("2028", line.fault)

    def test_error_cells_never_become_names_or_serials(self):
        record = self.read(
            self.make_row("#N/A"),
            self.make_row("ERR-1", partner="#REF!"),
            self.make_row("ERR-2", ship="#VALUE!"),
            self.make_row("#1"),
        )
        self.assertEqual(
            self.get_faults(record),
            [["cell_error"], ["cell_error"], ["cell_error"], []],
        )
        self.assertFalse(self.env["res.partner"].search([("name", "like", "#REF")]))

    def test_text_longer_than_the_field_is_told_by_the_check_too(self):
        rows = [
            self.make_row("S" * 3000),
            self.make_row("LONG-1", partner=LONG),
            self.make_row("LONG-2", product="P" * 65),
            self.make_row("LONG-3"),
        ]
        record = self.read(*rows)
        self.assertEqual(record.created_count, 1)
        for act in (record.action_check, record.action_import):
            act()
            self.assertEqual(
                self.get_faults(record), [["text_too_long"]] * 3 + [[]], act.__name__
            )

    def test_other_kinds_have_the_same_eyes(self):
        part = self.read(
            ["6.93217E+12", "轴承", ""], ["P-1", LONG, ""], ["P-2", "轴承", "#N/A"],
            headings=["编码", "名称", "成本价"], kind="part",
        )  # fmt: skip
        self.assertEqual(
            self.get_faults(part),
            [["number_scientific"], ["text_too_long"], ["cell_error"]],
        )
        device = self.make_device("EXT-9")
        extended = self.read(
            ["EXT-9", "1年", "2206-1-1"], ["1.2E+11", 12, ""], ["EXT-9", "半年", "2027-1-1"],
            headings=["机号", "延保月数", "开始日期"], kind="extended",
        )  # fmt: skip
        self.assertEqual(
            self.get_faults(extended),
            [["extension_unlikely"], ["number_scientific"], []],
        )
        self.assertEqual(device.coverage_ids.filtered("origin").amount or 6, 6)
        call = self.read(
            ["2206-1-1", "甲", "异响", "2026-1-2"], ["2026-3-5 下午3:00", "甲", "异响", "46087"],
            headings=["日期", "客户", "故障现象", "完成日期"], kind="call",
        )  # fmt: skip
        self.assertEqual(self.get_faults(call), [["date_unlikely"], []])
        order = self.env["aftersales.order"].search([("is_history", "=", True)])
        self.assertEqual(str(order.called_at), "2026-03-05 07:00:00")

    def test_formulas_without_result_are_told(self):
        record = self.read(
            self.make_row("=CONCATENATE(1,2)"),
            self.make_row("F-1", ship="=TODAY()"),
            self.make_row("F-2", months="=6*2"),
        )
        self.assertEqual(self.get_faults(record), [["cell_formula"]] * 3)

    def test_money_with_its_unit(self):
        record = self.read(
            ["M-1", "轴承", "12.5元"], ["M-2", "轴承", "￥1,280"], ["M-3", "轴承", "许多"],
            headings=["编码", "名称", "成本价（元）"], kind="part",
        )  # fmt: skip
        self.assertEqual(self.get_faults(record), [[], [], ["cost_wrong"]])

    def test_corrected_workbook_says_what_was_wrong(self):
        record = self.read(self.make_row("#N/A"), self.make_row("OK-2"))
        self.assertTrue(record.error_data)
        self.assertEqual(record.line_ids[0].raw["serial"], "#N/A")
