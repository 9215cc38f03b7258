"""Files of a year: what is read, and how faults are said."""

import io
import zipfile

import xlsxwriter

from odoo.exceptions import UserError

from odoo.addons.resource_calendar_makeup.exceptions import MakeupFileInvalid

from .common import FILE, MakeupCommon, china


class TestLoadFile(MakeupCommon):
    """Whatever people upload."""

    def test_text_file(self):
        for content in (FILE, FILE.encode("gb18030"), FILE.encode("utf-8-sig")):
            table = self.make_table()
            load = self.load_file(content, table=table)
            load.action_preview()
            load.action_apply()
            self.assertEqual(table.day_ids.mapped("name"), ["元旦"] * 3)
            self.assertEqual(table.day_ids.mapped("source"), ["通知"] * 3)

    def test_workbook(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["日期", "类型", "名称"])
        sheet.write_datetime(1, 0, china(2027, 1, 1).replace(tzinfo=None))
        sheet.write_row(1, 1, ["放假", "元旦"])
        sheet.write_row(2, 0, ["2027年1月9日", "调休上班日", "元旦"])
        book.close()
        load = self.load_file(out.getvalue(), name="2027.xlsx")
        load.action_preview()
        load.action_apply()
        self.assertEqual(self.day_of("2027-01-09").kind, "makeup")
        self.assertEqual(self.day_of("2027-01-01").kind, "holiday")

    def test_one_sentence_names_every_faulty_row(self):
        rows = "2027-02-30,holiday,a\n2027-01-01,maybe,b\n2027-01-02,holiday,c\n2026-01-02,makeup,d\n"
        with self.assertRaises(MakeupFileInvalid) as caught:
            self.load_file("date,kind,name\n" + rows).action_preview()
        text = str(caught.exception)
        for part in ("row 2", "2027-02-30", "row 3", "maybe", "row 5", "2026-01-02"):
            self.assertIn(part, text)
        self.assertNotIn("row 4", text)
        self.assertEqual(text.count("\n"), 0)
        self.assertFalse(self.day_of("2027-01-02"), "not even the good row")

    def test_faults_are_told_in_chinese(self):
        load = self.load_file("日期,类型,名称\n2027-02-30,放假,a\n")
        with self.assertRaises(UserError) as caught:
            load.with_context(lang="zh_CN").action_preview()
        self.assertRegex(str(caught.exception), r"^文件有误.*第 2 行.*2027-02-30.*。$")

    def test_workbook_that_bursts(self):
        """A small file that unpacks to many megabytes is refused before it is read."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/sharedStrings.xml", b" " * 30_000_000)
        content = stream.getvalue()
        self.assertLess(len(content), 100_000)
        with self.assertRaises(MakeupFileInvalid) as caught:
            self.load_file(content, name="a.xlsx").action_preview()
        self.assertIn("too large", str(caught.exception))

    def test_files_that_are_none(self):
        for content, name in (
            (b"", "a.csv"),
            (b"PK\x03\x04broken", "a.xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
            (b"\x00\x01\x02\xff\xfe", "a.png"),
            (b"a,b\n" * 600_000, "a.csv"),
            ("date,kind,name\n" + "2027-01-01,holiday,a\n" * 3000, "a.csv"),
            ("something else", "a.csv"),
            ("date,kind,name\n", "a.csv"),
        ):
            refused = self.assertRaises(MakeupFileInvalid)
            with self.subTest(name=name, size=len(content)), refused:
                self.load_file(content, name=name).action_preview()
