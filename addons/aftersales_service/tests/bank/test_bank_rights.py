from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales_service.exceptions import ProtectedRefused

from .common import BankCommon, bank

LINES = "account.bank.statement.line"


@tagged("post_install", "-at_install")
class TestBankRights(BankCommon):
    def setUp(self):
        super().setUp()
        self.file = self.read(bank())
        self.line = self.get_lines()[0]

    def test_accountant_cannot_touch_lines(self):
        line = self.line.with_user(self.accountant)
        self.assertEqual(line.aftersales_payer, "齐鲁泵业有限公司")
        with self.assertRaises(AccessError):
            line.write({"amount": 1})
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaises(AccessError):
            line.create({"journal_id": self.journal.id, "amount": 1})

    def test_nobody_writes_what_the_file_said(self):
        self.accountant.group_ids = [
            Command.link(self.env.ref("account.group_account_manager").id)
        ]
        for vals in ({"aftersales_key": "x"}, {"aftersales_payer": "我"}):
            with self.assertRaises(ProtectedRefused):
                self.line.with_user(self.accountant).write(vals)

    def test_what_was_read_stands(self):
        for vals in ({"name": "x"}, {"data": "eA=="}, {"state": "draft"}):
            with self.assertRaises(ProtectedRefused):
                self.file.write(vals)
        with self.assertRaises(ProtectedRefused):
            self.file.unlink()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "aftersales.bank.file"),
                    ("res_field", "=", "data"),
                    ("res_id", "=", self.file.id),
                ]
            )
        )
        self.assertEqual(len(attachment), 1)
        with self.assertRaises(UserError):
            attachment.sudo(False).with_user(self.accountant).write({"raw": b"x"})
        with self.assertRaises(UserError):
            attachment.sudo(False).with_user(self.accountant).unlink()

    def test_columns_stand_too(self):
        with self.assertRaises(ProtectedRefused):
            self.file.column_ids[0].field = "memo"

    def test_director_and_auditor_read_only(self):
        for user in (self.director, self.inspector):
            file = self.file.with_user(user)
            self.assertEqual(file.new_count, 3)
            self.assertEqual(file.line_ids[-1].aftersales_payer, "齐鲁泵业有限公司")
            for step in (file.action_check, file.action_read):
                with self.assertRaises(AccessError):
                    step()
            with self.assertRaises(AccessError):
                self.line.with_user(user).write({"amount": 1})

    def test_others_see_nothing(self):
        for user in (self.technician, self.keeper, self.dispatcher):
            with self.assertRaises(AccessError):
                self.file.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                self.line.with_user(user).read(["amount"])
            with self.assertRaises(AccessError):
                self.upload(bank(), user=user)

    def test_core_accountant_works_as_before(self):
        """Without a role of ours core's screens show, copy and export lines."""
        user = self.env["res.users"].create(
            {
                "name": "会计",
                "login": "core_accountant",
                "group_ids": [
                    Command.set([self.env.ref("account.group_account_user").id])
                ],
            }
        )
        line = self.line.with_user(user)
        self.assertFalse([n for n in line.fields_get() if n.startswith("aftersales_")])
        line.payment_ref = "改过"
        new = line.create({"journal_id": self.journal.id, "amount": 7})
        self.assertEqual(new.copy_data()[0]["amount"], 7)
        new.unlink()

    @mute_logger("odoo.sql_db")
    def test_company_b_is_refused(self):
        other = self.env["res.company"].create(
            {"name": "乙公司", "currency_id": self.company.currency_id.id}
        )
        journal = self.make_journal("乙银行", "YYYH", company_id=other.id)
        with self.assertRaises(AccessError):
            self.upload(bank(), journal=journal)
        file = self.upload(bank(account=""))
        with self.assertRaises(AccessError):
            file.journal_id = journal
        clerk = self.make_user(
            "finance",
            "clerk_b",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self.file.with_user(clerk).action_check()
        theirs = self.upload(bank(), journal=journal, user=clerk)
        theirs.action_check()
        self.assertEqual(theirs.state, "refused")
        self.assertIn("another company", theirs.fault)
        self.assertNotIn("工商银行", theirs.fault)

    def test_cash_journal_has_no_statement(self):
        cash = self.env["account.journal"].search(
            [("type", "=", "cash"), ("company_id", "=", self.company.id)], limit=1
        )
        with self.assertRaises(UserError):
            self.upload(bank(), journal=cash)
