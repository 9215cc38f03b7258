import base64
import io

import xlsxwriter

from .common import FapiaoCommon

HEAD = ["序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号", "购买方名称",
        "开票日期", "金额", "税额", "价税合计", "发票来源", "发票票种", "发票状态", "是否正数发票", "备注"]  # fmt: skip
OURS = "91370100000000000X"
DIGITAL = "数电票（普通发票）"


def make_list(*rows, goods=()):
    """The export of the tax office: 发票基础信息, with the lines of goods before it."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        if goods:
            sheet = book.add_worksheet("信息汇总表")
            sheet.write_row(0, 0, [*HEAD, "货物或应税劳务名称", "税率"])
            for place, row in enumerate(goods, 1):
                sheet.write_row(place, 0, [*row, "*维修*维修费", "6%"])
        sheet = book.add_worksheet("发票基础信息")
        sheet.write_row(0, 0, HEAD)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, row)
    return data.getvalue()


class ImportCommon(FapiaoCommon):
    def row(self, number=None, net=100, tax=0, kind=DIGITAL, **more):
        eight, code = more.get("eight", ""), more.get("code", "")
        number = self.next_number() if number is None else number
        return [
            "1", code, eight, number, more.get("seller", OURS), "我们", more.get("buyer_tax", ""),
            more.get("buyer", self.customer.name), more.get("date", "2026-10-12 09:30:00"), net, tax,
            "", "电子发票服务平台", kind, more.get("state", "正常"), "是",
            more.get("remark", ""),
        ]  # fmt: skip

    def read(self, *rows, **args):
        record = (
            self.env["aftersales.import"]
            .with_user(self.accountant)
            .create(
                {
                    "kind": "fapiao",
                    "filename": "全量发票查询导出结果.xlsx",
                    "data": base64.b64encode(make_list(*rows, **args)),
                    "company_id": self.company.id,
                }
            )
        )
        record.action_import()
        return record

    def found(self):
        return self.env["aftersales.fapiao"].search(
            [("company_id", "=", self.company.id)], order="number"
        )


class TestFapiaoImport(ImportCommon):
    def test_registered_and_assigned(self):
        invoice = self.make_invoice(100)
        self.read(self.row())
        fapiao = self.found()
        self.assertEqual((fapiao.state, fapiao.side), ("registered", "issued"))
        self.assertEqual(fapiao.link_ids.move_id, invoice)
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")

    def test_the_same_list_twice(self):
        rows = [self.row(), self.row(net=50)]
        self.assertEqual(self.read(*rows).created_count, 2)
        again = self.read(*rows)
        self.assertEqual((again.created_count, again.present_count), (0, 2))

    def test_lines_of_goods_beside_the_list_are_left(self):
        row = self.row(net=100)
        half = [*row]
        half[9] = half[11] = 50
        self.read(row, goods=[half, half])
        self.assertEqual(self.found().mapped("total"), [100])

    def test_lines_of_goods_alone_are_told(self):
        record = self.read(
            self.row("26372000000000000077"), self.row("26372000000000000077")
        )
        self.assertEqual((record.created_count, record.error_count), (1, 1))

    def test_what_could_be_two_is_left_to_a_person(self):
        self.make_invoice(100)
        self.make_invoice(100)
        self.read(self.row())
        self.assertFalse(self.found().link_ids)

    def test_two_fapiaos_for_one_invoice_are_left_too(self):
        self.make_invoice(100)
        self.read(self.row(), self.row())
        self.assertFalse(self.found().link_ids)

    def test_a_remark_names_the_invoice(self):
        self.make_invoice(100)
        invoice = self.make_invoice(100)
        self.read(self.row(remark=f"维修费 {invoice.name}"))
        self.assertEqual(self.found().link_ids.move_id, invoice)

    def test_red_letters_know_what_they_take_back(self):
        row = self.row()
        self.read(row, self.row(net=-100, remark=f"被红冲蓝字数电票号码：{row[3]}"))
        blue, red = self.found()
        self.assertEqual(red.original_id, blue)
        self.assertEqual(blue.left_total, 0)

    def test_received_ones_are_of_the_seller(self):
        self.read(self.row(seller="91110108551385082Q"))
        self.assertEqual(self.found().side, "received")

    def test_papers_and_void_ones(self):
        general = "增值税普通发票"
        self.read(
            self.row("", eight="00000001", code="037002600111", kind=general),
            self.row(
                "", eight="00000002", code="037002600111", kind=general, state="作废"
            ),
            self.row(eight="00000003", code="037002600111"),
        )
        papers = {f.number: f for f in self.found()}
        self.assertEqual(papers["00000001"].kind, "paper_general")
        self.assertEqual(papers["00000002"].state, "void")
        (printed,) = [f for f in papers.values() if f.paper_number]
        self.assertEqual(printed.kind, "digital_general")

    def test_wrong_rows_are_told_and_the_others_stand(self):
        record = self.read(
            self.row(), self.row("123"), self.row(kind="收据"), self.row(date="昨天")
        )
        self.assertEqual((record.created_count, record.error_count), (1, 3))
