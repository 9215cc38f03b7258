from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, ProtectedRefused
from .common import VoucherCommon

KINGDEE = ["凭证日期", "会计年度", "会计期间", "凭证字", "凭证号", "科目代码"]
_FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


class TestEntries(VoucherCommon):
    """A month's entries in the order of another program."""

    def test_kingdee_reads_it(self):
        invoice = self.make_bill()
        self.make_codes(invoice)
        file = self.make_file()
        file.action_make()
        rows = self.read(file)
        self.assertEqual(list(rows[0])[:6], KINGDEE)
        self.assertEqual(len(rows[0]), 37)
        self.assertEqual(len(rows), len(invoice.line_ids))
        self.assertEqual({row["凭证号"] for row in rows}, {1})
        self.assertEqual({row["凭证字"] for row in rows}, {"记"})
        self.assertEqual(sum(row["借方"] for row in rows), 113)
        self.assertEqual(sum(row["贷方"] for row in rows), 113)
        self.assertEqual([row["分录序号"] for row in rows], [0, 1, 2])
        self.assertTrue(all(row["科目代码"].startswith("T") for row in rows))
        self.assertEqual((file.debit, file.credit, file.entry_count), (113, 113, 1))

    def test_what_is_missing_is_told_all_at_once(self):
        invoice = self.make_bill()
        file = self.make_file()
        with self.assertRaises(ProofMissing) as caught:
            file.action_make()
        for account in invoice.line_ids.account_id:
            self.assertIn(account.code, str(caught.exception))
        self.assertEqual((file.state, file.workbook), ("draft", False))

    def test_our_codes_where_they_have_the_same(self):
        self.make_bill()
        self.layout("kingdee").own_codes = True
        file = self.make_file()
        file.action_make()
        self.assertTrue(self.read(file)[0]["科目代码"])

    def test_auxiliary_needs_the_number_of_the_partner(self):
        invoice = self.make_bill()
        self.make_codes(invoice, auxiliary="customer")
        self.customer.ref = False
        with self.assertRaisesRegex(ProofMissing, self.customer.name):
            self.make_file().action_make()
        self.customer.ref = "KH001"
        file = self.make_file()
        file.action_make()
        self.assertIn(
            f"客户---KH001---{self.customer.name}",
            [row["核算项目"] for row in self.read(file)],
        )

    def test_once_and_again_under_the_same_number(self):
        first = self.make_bill()
        self.make_codes(first)
        self.make_file().action_make()
        with self.assertRaises(ProofMissing):
            self.make_file().action_make()
        second = self.make_bill(50)
        file = self.make_file()
        file.action_make()
        self.assertEqual(file.entry_ids.sudo().move_id, second)
        self.assertEqual(file.entry_ids.number, 2)
        again = self.make_file(again=True)
        again.action_make()
        self.assertEqual((again.entry_count, again.again_count), (2, 2))
        self.assertEqual(sorted(again.entry_ids.mapped("number")), [1, 2])

    def test_taken_back_is_free_again(self):
        self.make_codes(self.make_bill())
        file = self.make_file()
        file.action_make()
        file.action_withdraw()
        other = self.make_file()
        other.action_make()
        self.assertEqual((other.entry_count, other.again_count), (1, 0))

    def test_two_at_once_and_pressed_twice(self):
        self.make_codes(self.make_bill())
        file = self.make_file()
        file.action_make()
        with self.assertRaises(MoveRefused):
            file.action_make()
        entry = file.entry_ids.sudo()._in_flow()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            entry.copy({"is_again": False})

    def test_storno_is_below_zero(self):
        invoice = self.make_bill()
        self.make_codes(invoice)
        self.company.account_storno = True
        note = self.credit(invoice)
        if note.date != self.month:
            note.button_draft()
            note.write({"invoice_date": self.month, "date": self.month})
            note.action_post()
        file = self.make_file()
        file.action_make()
        wanted = sum(note.line_ids.mapped("debit"))
        self.assertEqual(file.debit, 113 + wanted)
        self.assertLess(wanted, 0)
        self.assertIn(-113, [row["借方"] for row in self.read(file)])

    def test_of_others_only_where_their_journal_is_chosen(self):
        account = self.make_bill().line_ids.account_id[:2]
        journal = self.env["account.journal"].create(
            {"name": "工资", "code": "GZ", "type": "general"}
        )
        entry = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": self.month,
                "line_ids": [
                    Command.create({"account_id": account[0].id, "debit": 7}),
                    Command.create({"account_id": account[1].id, "credit": 7}),
                ],
            }
        )
        entry.action_post()
        self.layout("kingdee").own_codes = True
        ours, theirs = self.make_file(), self.make_file(journal_ids=journal.ids)
        ours.action_make()
        theirs.action_make()
        self.assertNotIn(entry, ours.entry_ids.sudo().move_id)
        self.assertEqual(theirs.entry_ids.sudo().move_id, entry)

    def test_a_cell_never_begins_a_formula(self):
        invoice = self.make_bill()
        self.layout("kingdee").own_codes = True
        invoice.line_ids[:1].name = "=1+1"
        file = self.make_file()
        file.action_make()
        self.assertTrue(all(row["凭证摘要"][0] != "=" for row in self.read(file)))

    def test_a_column_holds_only_what_its_file_has(self):
        layout = self.layout("kingdee").copy()
        with self.assertRaises(ValidationError):
            layout.column_ids[:1].source = "buyer"

    def test_order_and_headings_are_data(self):
        self.make_bill()
        layout = self.layout("kingdee").copy({"own_codes": True})
        layout.column_ids = [
            Command.clear(),
            Command.create({"heading": "贷", "source": "credit", "sequence": 1}),
            Command.create({"heading": "借", "source": "debit", "sequence": 2}),
        ]
        file = self.make_file(layout_id=layout.id)
        file.action_make()
        self.assertEqual(list(self.read(file)[0]), ["贷", "借"])

    @_FEW
    @given(st.lists(st.integers(1, 10**6), min_size=1, max_size=3))
    def test_any_amounts_balance(self, fens):
        self.layout("kingdee").own_codes = True
        for fen in fens:
            self.make_bill(fen / 100)
        file = self.make_file(again=True)
        file.action_make()
        by_number = {}
        for row in self.read(file):
            debit, credit = by_number.get(row["凭证号"], (0, 0))
            by_number[row["凭证号"]] = (
                debit + round(row["借方"] * 100),
                credit + round(row["贷方"] * 100),
            )
        self.assertTrue(all(debit == credit for debit, credit in by_number.values()))

    def test_who_may_not(self):
        self.make_codes(self.make_bill())
        file = self.make_file()
        for user in (self.director, self.inspector):
            with self.assertRaises(GroupRefused):
                file.with_user(user).action_make()
        for user in (self.technician, self.dispatcher, self.keeper):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["name"])
        file.action_make()
        with self.assertRaises(ProtectedRefused):
            file.write({"workbook": "eA=="})
        with self.assertRaises(ProtectedRefused):
            file.month = "2020-01-01"
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "finance", "voucher_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        for call in ("action_make", "action_withdraw", "action_download"):
            with self.assertRaises(AccessError):
                getattr(file.with_user(stranger), call)()
