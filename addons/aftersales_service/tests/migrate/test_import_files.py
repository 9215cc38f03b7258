import datetime
import io
import time
import zipfile

import xlsxwriter
import xlwt

from odoo.tests import BaseCase

from ...exceptions import UnreadableRegister
from ...kernel import sheets
from ...kernel.readers import UnreadableFile, read_sheets
from .common import HEADINGS, RegisterCase, make_book, make_csv

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def read_first(data):
    return list(read_sheets(data)[0])


def rewrite(data, change):
    """The workbook with each part ``change``d."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def make_strict(data):
    return rewrite(
        data,
        lambda _name, part: (
            part.replace(RELATIONS.encode(), STRICT_RELATIONS.encode()).replace(
                MAIN.encode(), STRICT.encode()
            )
        ),
    )


def write_xlsx(fill):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book, book.add_worksheet())
    return stream.getvalue()


class TestCellsAsSeen(BaseCase):
    """What a person saw in a cell is what is read."""

    def test_formats_with_leading_zeros(self):
        def fill(book, sheet):
            for column, (number, code) in enumerate(
                [(123, "00000"), (17, '"YJ"0000'), (53188881234, "0000-00000000")]
            ):
                form = book.add_format({"num_format": code})
                sheet.write_number(0, column, number, form)
            sheet.write_number(0, 3, 12, book.add_format({"num_format": "#,##0.00"}))

        self.assertEqual(
            read_first(write_xlsx(fill)), [["00123", "YJ0017", "0531-88881234", 12]]
        )

    def test_formats_with_leading_zeros_in_an_old_workbook(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("甲")
        sheet.write(0, 0, 123, xlwt.easyxf(num_format_str="00000"))
        sheet.write(0, 1, 46086, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        sheet.write(0, 2, 46086)
        stream = io.BytesIO()
        book.save(stream)
        self.assertEqual(
            read_first(stream.getvalue()),
            [["00123", datetime.date(2026, 3, 5), 46086]],
        )

    def test_errors_are_what_they_show(self):
        def fill(_book, sheet):
            sheet.write_formula(0, 0, "=VLOOKUP(1,A1:B2,2)", value="#N/A")
            sheet.write_formula(0, 1, "=1/0", value="#DIV/0!")

        self.assertEqual(read_first(write_xlsx(fill)), [["#N/A", "#DIV/0!"]])

    def test_escapes_are_the_signs_they_stand_for(self):
        data = make_book([["A_x0042_C_x000D_", "_x005F_x0041_", "N_x0000_UL"]])
        # openpyxl escapes the underscore itself
        data = rewrite(data, lambda _n, part: part.replace(b"_x005F_x", b"_x"))
        data = rewrite(data, lambda _n, p: p.replace(b">_x0041_<", b">_x005F_x0041_<"))
        self.assertEqual(read_first(data), [["ABC\r", "_x0041_", "NUL"]])

    def test_dates_times_and_moments(self):
        moment = datetime.datetime(2026, 3, 5, 15, 0)
        rows = [[moment.date(), moment, datetime.time(9, 30), True, 46086]]
        self.assertEqual(
            read_first(make_book(rows)),
            [[moment.date(), moment, datetime.time(9, 30), "TRUE", 46086]],
        )

    def test_east_asian_formats_without_a_code_are_dates(self):
        def change(name, part):
            return part.replace(b'numFmtId="14"', b'numFmtId="31"')

        def fill(book, sheet):
            sheet.write_number(0, 0, 46086, book.add_format({"num_format": 14}))

        data = rewrite(write_xlsx(fill), change)
        self.assertEqual(read_first(data), [[datetime.date(2026, 3, 5)]])

    def test_formula_without_result_costs_no_time(self):
        """16,000 rows with formulas: once a square, now about what it costs without."""
        rows = [[f"K{i:07}", "P1", "2026-01-31", "客户", 12] for i in range(8000)]
        seconds = []
        for last in (12, "=6*2"):
            data = make_book([[*row[:4], last] for row in rows])
            start = time.process_time()
            read = read_first(data)
            seconds.append(time.process_time() - start)
        self.assertIsInstance(read[7999][4], sheets.Formula)
        self.assertLess(seconds[1], 3 * seconds[0] + 0.5)


class TestWhichFiles(BaseCase):
    ROWS = [["机号", "客户"], ["A1", "示例（济南）厂"], ["A2", None], ["A3", "丙"]]

    def test_strict_open_xml(self):
        plain = make_book(self.ROWS)
        strict = make_strict(plain)
        self.assertIn(
            STRICT.encode(), zipfile.ZipFile(io.BytesIO(strict)).read("xl/workbook.xml")
        )
        self.assertEqual(read_first(strict), read_first(plain))

    def test_strict_dates_are_written_as_text(self):
        data = make_strict(make_book([[datetime.date(2026, 3, 5)]]))
        data = rewrite(
            data,
            lambda _n, p: p.replace(b"<v>46086</v>", b"<v>2026-03-05</v>").replace(
                b't="n"', b't="d"'
            ),
        )
        self.assertEqual(read_first(data), [[datetime.date(2026, 3, 5)]])

    def test_text_in_the_codings_that_excel_and_wps_write(self):
        for coding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            self.assertEqual(
                read_first(make_csv(self.ROWS, coding)),
                [["机号", "客户"], ["A1", "示例（济南）厂"], ["A2"], ["A3", "丙"]],
                coding,
            )

    def test_text_with_other_separators_and_armed_numbers(self):
        data = '机号;客户\r\n="00123";甲\r\n\'00124;"乙;丙"\r\n'.encode("gb18030")
        self.assertEqual(
            read_first(data), [["机号", "客户"], ["00123", "甲"], ["00124", "乙;丙"]]
        )

    def test_pages_pictures_and_nothing_are_no_registers(self):
        for data in (b"", b"  \n", b"<html><table>", b"%PDF-1.7", b"\x89PNG\0"):
            with self.assertRaises(UnreadableFile):
                read_sheets(data)

    def test_visible_sheets_only_in_their_order(self):
        data = make_book(
            ("隐藏", "hidden", [["x"]]),
            ("2024", "visible", [["a"]]),
            ("深藏", "veryHidden", [["y"]]),
            ("2025", "visible", [["b"]]),
        )
        self.assertEqual([s.name for s in read_sheets(data)], ["2024", "2025"])

    def test_visible_sheets_of_an_old_workbook(self):
        book = xlwt.Workbook()
        for name, visibility in (("隐藏", 1), ("2024", 0), ("2025", 0)):
            sheet = book.add_sheet(name)
            sheet.write(0, 0, name)
            sheet.visibility = visibility
        stream = io.BytesIO()
        book.set_active_sheet(1)
        book.save(stream)
        self.assertEqual(
            [s.name for s in read_sheets(stream.getvalue())], ["2024", "2025"]
        )

    def test_prefixed_elements_and_rows_without_numbers(self):
        def change(name, part):
            if not name.startswith("xl/worksheets/"):
                return part
            rows = b"".join(
                b'<x:row><x:c t="inlineStr"><x:is><x:t>%s</x:t></x:is></x:c></x:row>'
                % t
                for t in (b"A1", b"A2")
            )
            return (
                b'<x:worksheet xmlns:x="%s"><x:sheetData>%s</x:sheetData></x:worksheet>'
                % (MAIN.encode(), rows)
            )

        data = rewrite(make_book([["x"]]), change)
        self.assertEqual(read_first(data), [["A1"], ["A2"]])


class TestTooLarge(BaseCase):
    """What is too large is refused before it is read."""

    def make(self, xml):
        return rewrite(
            make_book([["x"]]),
            lambda name, part: xml if name.startswith("xl/worksheets/") else part,
        )

    def wrap(self, rows):
        return (
            f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
            + rows
            + b"</sheetData></worksheet>"
        )

    def assert_refused(self, data):
        start = time.process_time()
        with self.assertRaises(sheets.TooLarge):
            read_first(data)
        self.assertLess(time.process_time() - start, 5)

    def test_small_file_that_bursts(self):
        row = b"<row>" + b"<c><v>1</v></c>" * 100 + b"</row>"
        data = self.make(self.wrap(row * 60_000))
        self.assertLess(len(data), 400_000)
        self.assert_refused(data)

    def test_more_rows_than_a_register_has(self):
        rows = (
            b'<row r="%d"><c><v>%d</v></c></row>' % (i, i * 7919)
            for i in range(1, 201_100)
        )
        self.assert_refused(self.make(self.wrap(b"".join(rows))))

    def test_more_columns_than_a_register_has(self):
        self.assert_refused(
            self.make(self.wrap(b'<row r="1"><c r="GS1"><v>1</v></c></row>'))
        )
        last = self.make(self.wrap(b'<row r="1"><c r="GR1"><v>1</v></c></row>'))
        self.assertEqual(len(read_first(last)[0]), 200)

    def test_formatted_but_empty_cells_far_away_are_nothing(self):
        xml = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'
        self.assertEqual(read_first(self.make(self.wrap(xml))), [[1]])

    def test_one_endless_row(self):
        cells = b"".join(b'<c r="A%d"/>' % (i * 7919 % 99_991) for i in range(400_000))
        self.assert_refused(self.make(self.wrap(b"<row>" + cells + b"</row>")))

    def test_entities_are_not_expanded(self):
        bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        xml = bomb + self.wrap(b'<row><c t="inlineStr"><is><t>&b;</t></is></c></row>')
        self.assertNotIn("haha", str(read_first(self.make(xml))))

    def test_ranges_over_the_whole_sheet_stay_within_it(self):
        xml = self.wrap(b'<row r="1"><c r="A1"><v>1</v></c></row>')
        ranges = (
            b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
        )
        rows = read_first(self.make(xml.replace(b"</worksheet>", ranges)))
        self.assertEqual([len(row) for row in rows], [200])


class TestFilesOnScreen(RegisterCase):
    def test_three_years_on_three_sheets_are_one_register(self):
        pages = [
            (
                str(year),
                "visible",
                [["客户产品档案"], HEADINGS, self.make_row(f"Y{year}")],
            )
            for year in (2023, 2024, 2025)
        ]
        record = self.make_import(make_book(*pages))
        record.action_check()
        self.assertEqual((record.good_count, record.error_count), (3, 0))
        self.assertIn("2024", record.sheet_note)
        record.action_import()
        self.assertEqual(record.created_count, 3)
        self.assertEqual(record.line_ids.mapped("sheet"), ["2023", "2024", "2025"])

    def test_sheet_that_is_not_read_is_told(self):
        pages = [[HEADINGS, self.make_row("S-1")], [["说明", "填写"], ["一", "二"]]]
        record = self.make_import(make_book(*pages))
        record.action_check()
        self.assertEqual(record.good_count, 1)
        self.assertIn("表1", record.sheet_note)
        self.assertIn("Serial Number", record.sheet_note)

    def test_hidden_first_sheet_is_not_read(self):
        pages = [
            ("字典", "hidden", [HEADINGS, self.make_row("H-1")]),
            ("登记", "visible", [HEADINGS, self.make_row("V-1")]),
        ]
        self.make_import(make_book(*pages)).action_import()
        self.assertTrue(self.get_device("V-1"))
        self.assertFalse(self.get_device("H-1"))

    def test_csv_becomes_devices(self):
        for coding, serial in (("gb18030", "CSV-1"), ("utf-8", "CSV-2")):
            data = make_csv([HEADINGS, self.make_row(serial)], coding)
            record = self.make_import(data, filename="登记.csv")
            record.action_import()
            self.assertEqual(record.created_count, 1, coding)
        self.assertEqual(str(self.get_device("CSV-1").ship_date), "2026-01-31")

    def test_refusals_say_what_helps(self):
        wide = [f"列{i}" for i in range(201)]
        for data, words in (
            (make_book([wide, wide]), "200 columns"),
            (b"%PDF-1.7 \0", "without a password"),
        ):
            with self.assertRaisesRegex(UnreadableRegister, words):
                self.make_import(data).action_check()

    def test_same_serial_on_two_sheets_stands_twice(self):
        pages = [[HEADINGS, self.make_row("T-1")], [HEADINGS, self.make_row("T-1")]]
        record = self.make_import(make_book(*pages))
        record.action_import()
        self.assertEqual(self.get_faults(record), [[], ["serial_twice"]])
