import datetime
import io

import openpyxl

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales_service.kernel import statement
from odoo.addons.aftersales_service.models.bank.keys import make_keys

from .common import HEADS, MOVES, BankCommon, bank, wechat


@tagged("post_install", "-at_install")
class TestBankRead(BankCommon):
    def test_a_check_shows_and_creates_nothing(self):
        file = self.upload(bank())
        file.action_check()
        self.assertEqual(
            (file.state, file.new_count, file.known_count), ("checked", 3, 0)
        )
        self.assertEqual((file.amount_in, file.amount_out), (1306, 60))
        self.assertEqual(str(file.first_day), "2026-10-08")
        self.assertEqual(str(file.last_day), "2026-10-10")
        self.assertEqual(file.row_ids.mapped("outcome"), ["new"] * 3)
        self.assertEqual(file.row_ids.mapped("amount"), [1130, -60, 176])
        self.assertFalse(self.get_lines())

    def test_lines_are_as_the_file_says(self):
        file = self.read(bank())
        line = self.get_lines()[0]
        self.assertEqual(line.amount, 1130)
        self.assertEqual(line.state, "posted")
        self.assertEqual(str(line.date), "2026-10-08")
        self.assertEqual(line.aftersales_payer, "齐鲁泵业有限公司")
        self.assertEqual(line.aftersales_account, "37001")
        self.assertEqual(line.aftersales_memo, "维修款")
        self.assertEqual(line.aftersales_balance, 11130)
        self.assertEqual(line.aftersales_file_id, file)
        self.assertEqual(line.payment_ref, "维修款")
        self.assertEqual(file.user_id, self.accountant)
        self.assertFalse(file.row_ids)

    def test_kernel_lines_come_back(self):
        """What the matcher is told of stored lines is what the file said."""
        for data, journal in (
            (bank(), self.journal),
            (
                wechat([("FC1", 176.0, 0.0, 1.06), ("FC1", 0.0, 50.0, -0.3)]),
                self.wechat,
            ),
        ):
            self.read(data, journal=journal)
            told = self.get_lines(journal).sudo()._aftersales_as_lines()
            plain = make_keys(statement.read(data, "x.csv"))
            self.assertEqual(
                [n.key for n in told], [f"{journal.id}/{n.key}" for n in plain]
            )
            for name in statement.Line.__slots__:
                if name != "key":
                    wanted = [getattr(n, name) for n in plain]
                    self.assertEqual([getattr(n, name) for n in told], wanted, name)

    def test_same_file_brings_nothing(self):
        self.read(bank())
        again = self.read(bank(), name="再来.csv")
        self.assertEqual((again.new_count, again.known_count), (0, 3))
        self.assertIn("流水.csv", again.notice)
        self.assertEqual(len(self.get_lines()), 3)

    def test_overlapping_and_late_files(self):
        self.read(bank(MOVES[1:]))
        file = self.read(bank(MOVES[:2]))
        self.assertEqual((file.new_count, file.known_count), (1, 1))
        self.assertEqual(len(self.get_lines()), 3)

    def test_a_file_without_our_account_is_known_again(self):
        self.read(bank())
        file = self.read(bank(account=""))
        self.assertEqual((file.new_count, file.known_count), (0, 3))

    def test_two_equal_transfers_stay_two(self):
        heads = [head for head in HEADS if head != "余额"]
        move = [*MOVES[0][:3], *MOVES[0][4:]]
        self.read(bank([move], heads))
        file = self.read(bank([move, move], heads))
        self.assertEqual((file.new_count, file.known_count), (1, 1))
        self.assertEqual(self.get_lines().mapped("amount"), [1130, 1130])
        third = self.read(bank([move, move], heads))
        self.assertEqual(third.new_count, 0)

    def test_a_line_in_a_locked_month_is_known_again(self):
        self.company.sudo().fiscalyear_lock_date = "2026-10-31"
        self.read(bank())
        line = self.get_lines()[0]
        self.assertGreater(line.date, fields.Date.to_date("2026-10-31"))
        self.assertEqual(str(line.aftersales_day), "2026-10-08")
        [told, *_others] = line.sudo()._aftersales_as_lines()
        self.assertEqual(told.date, datetime.date(2026, 10, 8))
        self.assertEqual(self.read(bank()).new_count, 0)

    def test_channel_is_gross_with_its_charge(self):
        payments = [("FC1", 176.0, 0.0, 1.06), ("FC2", 120.0, 0.0, 0.72)]
        file = self.read(wechat(payments), journal=self.wechat)
        lines = self.get_lines(self.wechat)
        self.assertEqual(lines.mapped("amount"), [176, 120])
        self.assertEqual(lines.mapped("aftersales_fee"), [1.06, 0.72])
        self.assertEqual(lines.mapped("aftersales_number"), ["FC1", "FC2"])
        self.assertEqual(lines.mapped("aftersales_source"), ["wechat"] * 2)
        self.assertEqual((file.account, file.amount_fee), ("1900000001", 1.78))

    def test_refund_is_a_line_of_its_own(self):
        payments = [("FC1", 176.0, 0.0, 1.06), ("FC1", 0.0, 50.0, -0.3)]
        self.read(wechat(payments), journal=self.wechat)
        refund = self.get_lines(self.wechat)[1]
        self.assertEqual((refund.amount, refund.aftersales_fee), (-50, -0.3))
        self.assertEqual(refund.aftersales_refund_of, "42000FC1")

    def test_workbook_with_a_title(self):
        book = openpyxl.Workbook()
        for row in [["工商银行明细"], ["账号：3700000012345678"], HEADS, *MOVES]:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        self.read(stream.getvalue(), name="明细.xlsx")
        self.assertEqual(self.read(bank()).new_count, 0)

    def test_alike_lines_of_other_columns_are_told(self):
        """With the reference of the bank the same movements have other keys."""
        self.read(bank())
        heads = [*HEADS, "交易流水号"]
        moves = [[*move, f"2026AB{place:04}"] for place, move in enumerate(MOVES)]
        file = self.upload(bank(moves, heads))
        file.action_check()
        self.assertEqual(file.new_count, 3)
        self.assertTrue(file.notice.startswith("3 new lines"), file.notice)

    def test_long_names_have_keys_that_an_index_takes(self):
        heads = [head for head in HEADS if head != "余额"]
        move = [*MOVES[0][:3], "名" * 1900, *MOVES[0][5:]]
        self.read(bank([move], heads))
        self.assertEqual(self.read(bank([move], heads)).new_count, 0)

    def test_read_costs_no_query_per_known_line(self):
        moves = [
            [f"2026-10-{1 + n % 28:02}", "1.00", "", f"{n + 1}.00", "甲", "1", ""]
            for n in range(200)
        ]
        self.read(bank(moves))
        queries = []
        for count in (20, 200):
            file = self.upload(bank(moves[:count]))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            file.action_check()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(queries[1], queries[0] + 5)


@tagged("post_install", "-at_install")
class TestBankHooks(BankCommon):
    """A statement line of core costs its maker nothing."""

    def test_core_lines_have_no_key_and_may_be_equal(self):
        vals = {"journal_id": self.journal.id, "amount": 5, "payment_ref": "x"}
        lines = self.env["account.bank.statement.line"].create([vals, vals])
        self.assertEqual(lines.mapped("aftersales_key"), [False, False])
        keys = [line.key for line in lines._aftersales_as_lines()]
        self.assertEqual(len(set(keys)), 2)

    def test_a_copy_begins_without_what_a_file_said(self):
        self.read(bank())
        line = self.get_lines()[0].sudo()
        copied = line.copy_data()[0]
        self.assertFalse([n for n in copied if n.startswith("aftersales_")])
