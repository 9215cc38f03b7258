import base64

from odoo.exceptions import AccessError

from ...exceptions import ProofMissing
from ..fapiao.test_fapiao_import import make_list
from .common import VoucherCommon

CODE = "3040802010200000000"


class TestRequest(VoucherCommon):
    """Invoices without a fapiao as a batch for the tax office's client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labour.aftersales_tax_code = CODE

    def ask(self, **vals):
        file = self.make_file("tax", **vals)
        file.action_make()
        return file

    def test_two_sheets_as_the_client_reads_them(self):
        invoice = self.make_bill(100)
        file = self.ask()
        [head] = self.read(file, 0, row=3)
        [item] = self.read(file, 1, row=3)
        self.assertEqual(head["发票流水号"], item["发票流水号"])
        self.assertEqual(head["发票类型"], "普通发票")
        self.assertEqual(head["购买方名称"], self.customer.name)
        self.assertEqual(head["购买方纳税人识别号"], self.customer.vat)
        self.assertEqual((head["是否含税"], head["备注"]), ("否", invoice.name))
        self.assertEqual(item["商品和服务税收编码"], CODE)
        self.assertEqual((item["数量"], item["单价"]), ("1", "100"))
        self.assertEqual((item["金额"], item["税率"]), ("100", "0.13"))
        self.assertEqual(file.debit, 113)

    def test_faults_of_all_invoices_at_once(self):
        first, second = self.make_bill(), self.make_bill()
        self.customer.vat = False
        self.labour.aftersales_tax_code = False
        with self.assertRaises(ProofMissing) as caught:
            self.ask()
        for move in first, second:
            self.assertIn(move.name, str(caught.exception))
        self.assertIn("tax number", str(caught.exception))
        self.assertIn("19 digits", str(caught.exception))

    def test_a_category_says_it_for_its_products(self):
        self.make_bill()
        self.labour.aftersales_tax_code = False
        top = self.env["product.category"].create(
            {"name": "服务", "aftersales_tax_code": CODE}
        )
        self.labour.categ_id = top.create({"name": "维修", "parent_id": top.id})
        self.assertEqual(self.read(self.ask(), 1, row=3)[0]["商品和服务税收编码"], CODE)

    def test_asked_for_once(self):
        self.make_bill()
        self.ask()
        with self.assertRaises(ProofMissing):
            self.ask()
        self.assertEqual(self.ask(again=True).again_count, 1)

    def test_the_answer_of_the_tax_office_finds_its_invoice(self):
        self.company.vat = "91370100000000000X"
        invoice = self.make_bill(100)
        [head] = self.read(self.ask(), 0, row=3)
        row = [
            "1", "", "", f"{self.month:%y}372000000000000001", self.company.vat, "我们",
            head["购买方纳税人识别号"], head["购买方名称"], f"{self.month} 09:30:00", 100, 13, 113,
            "电子发票服务平台", "数电票（普通发票）", "正常", "是", head["备注"],
        ]  # fmt: skip
        record = (
            self.env["aftersales.import"]
            .with_user(self.accountant)
            .create(
                {
                    "kind": "fapiao",
                    "filename": "全量发票查询导出结果.xlsx",
                    "data": base64.b64encode(make_list(row)),
                    "company_id": self.company.id,
                }
            )
        )
        record.action_import()
        self.assertEqual(invoice.aftersales_fapiao_state, "whole")
        with self.assertRaises(ProofMissing):
            self.ask(again=True)

    def test_people_without_a_role_notice_nothing(self):
        invoice = self.make_bill()
        user = self.env["res.users"].create(
            {
                "name": "开票员",
                "login": "plain_biller",
                "group_ids": [
                    (4, self.env.ref("base.group_user").id),
                    (4, self.env.ref("account.group_account_invoice").id),
                ],
            }
        )
        self.assertTrue(invoice.with_user(user).copy())
        with self.assertRaises(AccessError):
            invoice.with_user(user).read(["aftersales_voucher_entry_ids"])
        self.assertNotIn(
            "aftersales_voucher_entry_ids", invoice.with_user(user).fields_get()
        )
