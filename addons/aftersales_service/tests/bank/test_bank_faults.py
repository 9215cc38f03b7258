from odoo.tests import tagged

from .common import HEADS, MOVES, BankCommon, as_csv, bank, wechat

ODD = ["发生在", "进账", "出账", "剩余", "谁", "对方账号", "附言"]


@tagged("post_install", "-at_install")
class TestBankFaults(BankCommon):
    def check(self, data, **options):
        file = self.upload(data, **options)
        file.action_check()
        return file

    def assert_refused(self, data, *words, state="refused", **options):
        file = self.check(data, **options)
        self.assertEqual(file.state, state, file.fault)
        for word in words:
            self.assertIn(word, file.fault)
        file.action_read()
        self.assertNotEqual(file.state, "done")
        self.assertFalse(file.line_ids)
        return file

    def test_every_row_is_told(self):
        moves = [
            ["2026-10-08", "1,13", "", "1.00", "甲", "1", ""],
            ["2026-13-08", "1.00", "", "2.00", "甲", "1", ""],
            ["2026-10-08", "1.00", "", "3.00", "甲", "1", ""],
        ]
        file = self.assert_refused(bank(moves), "Row 3", "1,13", "Row 4", "2026-13-08")
        self.assertEqual(len(file.fault.splitlines()), 2)

    def test_no_statement_at_all(self):
        self.assert_refused(b"\x89PNG\r\n\x1a\n\x00\x00", state="refused")
        self.assert_refused(b" ", "empty")

    def test_a_bill_that_was_cut(self):
        data = wechat([("FC1", 176.0, 0.0, 1.06)], total=200.0)
        self.assert_refused(data, "应结订单总金额", journal=self.wechat)

    def test_foreign_currency(self):
        moves = [[*move, "USD"] for move in MOVES]
        self.assert_refused(bank(moves, [*HEADS, "币种"]), "USD")

    def test_account_in_another_currency(self):
        dollars = self.env.ref("base.USD")
        dollars.active = True
        journal = self.make_journal("美元户", "USDB", currency_id=dollars.id)
        self.assert_refused(bank(), "USD", journal=journal)

    def test_statement_of_another_source(self):
        self.assert_refused(wechat([("FC1", 1.0, 0.0, 0.0)]), "WeChat Pay")
        self.assert_refused(bank(), "Bank", journal=self.wechat)

    def test_statement_of_another_account(self):
        self.read(bank())
        self.assert_refused(bank(account="3700000099990000"), "3700000099990000")
        other = self.make_journal("农业银行", "NYYH")
        self.assert_refused(bank(), "another journal", journal=other)

    def test_number_of_the_journal_counts_first(self):
        self.journal.set_bank_account("6222000011112222")
        self.assert_refused(bank(), "6222000011112222")
        self.read(bank(account="6222000011112222"))

    def test_masked_number_is_the_same_account(self):
        self.journal.set_bank_account("3700000012345678")
        self.read(bank(account="3700****5678"))

    def test_headings_are_assigned_and_remembered(self):
        file = self.check(as_csv([ODD, *MOVES]))
        self.assertEqual(file.state, "mapping")
        self.assertEqual(file.column_ids.mapped("name"), ODD)
        self.assertIn("2026-10-08", file.column_ids[0].samples)
        wanted = ["day", "into", "out_of", "balance", "payer"]
        for column, field in zip(file.column_ids, wanted, strict=False):
            column.field = field
        file.action_check()
        self.assertEqual((file.state, file.new_count), ("checked", 3), file.fault)
        self.assertEqual(file.row_ids[0].payer, "齐鲁泵业有限公司")
        self.read(as_csv([ODD, *MOVES]), name="下月.csv")

    def test_a_remembered_heading_is_of_one_company(self):
        file = self.check(as_csv([ODD, *MOVES]))
        file.column_ids[0].field = "day"
        heading = self.env["aftersales.bank.heading"].search([])
        self.assertEqual(heading.company_id, self.company)
        file.column_ids[0].field = "moment"
        self.assertEqual(heading.field, "moment")

    def test_a_proposal_is_accepted(self):
        heads = [
            "交易日期",
            "收入",
            "支出",
            "账户余额数",
            "对方户名",
            "对方账号",
            "附言",
        ]
        file = self.check(as_csv([heads, *MOVES]))
        column = file.column_ids.filtered(lambda c: c.name == "账户余额数")
        self.assertEqual((column.field, column.proposal), (False, "balance"))
        column.action_accept()
        self.assertEqual(column.field, "balance")
        file.action_check()
        file.action_read()
        self.assertEqual(self.get_lines()[0].aftersales_balance, 11130)

    def test_another_file_is_not_checked_yet(self):
        file = self.check(bank())
        file.data = self.upload(bank(MOVES[:1])).data
        self.assertEqual((file.state, file.new_count), ("draft", 0))
        self.assertFalse(file.row_ids)
