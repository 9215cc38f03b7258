"""What the layouts that come along are, cell by cell."""

import base64
import io

import openpyxl

from .common import VoucherCommon


class TestLayouts(VoucherCommon):
    def make(self, layout, **vals):
        invoice = self.make_bill()
        self.layout(layout).own_codes = True
        if vals:
            invoice.line_ids[:1].write(vals)
        file = self.make_file(layout)
        file.action_make()
        return file

    def read_text(self, file):
        raw = base64.b64decode(file.workbook)
        self.assertTrue(raw.endswith(b"\r\n"))
        lines = raw.decode("gb18030").split("\r\n")[:-1]
        return lines[0], [line.split(",") for line in lines[1:]]

    def test_kingdee_names_its_fields_on_a_sheet_of_their_own(self):
        file = self.make("kingdee")
        data = io.BytesIO(base64.b64decode(file.workbook))
        book = openpyxl.load_workbook(data)
        self.assertEqual(book.sheetnames, ["Page1", "t_Schema"])
        rows = list(book["t_Schema"].values)
        self.assertEqual(rows[0][:4], ("FType", "FKey", "FFieldName", "FCaption"))
        self.assertEqual(len(rows[0]), 20)
        fields = [row for row in rows if row[0] == "FieldInfo"]
        self.assertEqual(len(fields), 37)
        self.assertEqual(fields[0][1:5], ("FDate", "FDate", "凭证日期", "DateTime"))
        self.assertEqual(
            fields[33][1:5], ("FItem", "FItem", "核算项目", "Varchar(255)")
        )
        headings = list(next(book["Page1"].values))
        self.assertEqual([row[3] for row in fields], headings)

    def test_yonyou_reads_a_text(self):
        file = self.make("yonyou")
        self.assertTrue(file.filename.endswith(".txt"))
        first, rows = self.read_text(file)
        self.assertEqual(first, "填制凭证,V800")
        for row in rows:
            self.assertEqual(len(row), 21)
            self.assertEqual(row[0], self.month.isoformat())
            self.assertEqual(row[1:4], ["记", "1", "0"])
            self.assertEqual(1, sum(float(cell) != 0 for cell in row[6:8]))
            self.assertEqual(row[9:11], ["0", "0"], "no foreign currency")
        debit, credit = (sum(float(row[n]) for row in rows) for n in (6, 7))
        self.assertEqual((debit, credit), (113, 113))

    def test_a_text_is_not_divided_by_what_people_write(self):
        self.customer.ref = "=KH,1"
        invoice = self.make_bill()
        self.make_codes(invoice, auxiliary="customer")
        invoice.line_ids.name = '维修,"费"\n第二行' + "长" * 80
        file = self.make_file("yonyou")
        file.action_make()
        _first, rows = self.read_text(file)
        self.assertEqual({len(row) for row in rows}, {21})
        for row in rows:
            self.assertLessEqual(len(row[4].encode("gb18030")), 60 + 4)
            self.assertTrue(row[17].startswith("＝KH"))

    def test_a_foreign_currency_has_its_amount_and_rate(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.125, "name": "2020-01-01"}
        )
        invoice = self.make_bill()
        invoice.button_draft()
        invoice.currency_id = euro
        invoice.action_post()
        for name in ("yonyou", "kingdee"):
            self.layout(name).own_codes = True
        file = self.make_file("yonyou")
        file.action_make()
        _first, rows = self.read_text(file)
        [owed] = [row for row in rows if float(row[6]) == 904]
        self.assertEqual((float(owed[9]), float(owed[10])), (113, 8))

    def test_leading_zeros_stay(self):
        invoice = self.make_bill()
        self.make_codes(invoice)
        for code in self.env["aftersales.voucher.code"].search([]):
            code.code = f"00{code.id}"
        file = self.make_file()
        file.action_make()
        codes = {row["科目代码"] for row in self.read(file)}
        self.assertTrue(all(isinstance(code, str) for code in codes))
        self.assertTrue(all(code.startswith("00") for code in codes))

    def test_no_cell_is_a_formula_whoever_wrote_it(self):
        for sign in "=+-@":
            self.customer.write({"ref": f"{sign}1+1", "name": f"{sign}HYPERLINK(1)"})
            invoice = self.make_bill()
            if sign == "=":
                self.make_codes(invoice, auxiliary="customer", name="=1+1")
            file = self.make_file()
            file.action_make()
            data = io.BytesIO(base64.b64decode(file.workbook))
            for sheet in openpyxl.load_workbook(data):
                kinds = {cell.data_type for row in sheet for cell in row}
                self.assertNotIn("f", kinds)
