from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.document_flow.tests.attack import AttackTables

from ..bank.common import BankCommon, bank
from ..common import GROUP
from .common import MatchingCommon

MODELS = ("aftersales.bank.", "aftersales.matching.", "aftersales.open.item")
LINES = "account.bank.statement.line"


class TestMatchingAttack(AttackTables, MatchingCommon, BankCommon):
    """Everything that may be called of statements and of matching, by people whom it is none
    of the business of, and by those who may only look."""

    attack_models = MODELS
    attack_modules = ("odoo.addons.aftersales",)
    readers = ("auditor", "manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.people = cls._make_people()
        cls.file = case.read(bank())
        cls.open_line, cls.said_line = case.get_lines()[:2]
        cls.invoice = cls.bill(1130)
        cls.desk.choose(cls.open_line.id, [case.pick(case.due(cls.invoice))])
        cls.desk.choose(cls.said_line.id, account_id=cls.charges.id)
        cls.desk.confirm([cls.said_line.id])
        proposals = cls.env["aftersales.bank.proposal"].search([])
        cls.made = {
            "aftersales.bank.file": cls.file,
            "aftersales.bank.proposal": proposals[:1],
            "aftersales.bank.proposal.item": proposals.line_ids[:1],
            "account.journal": cls.journal,
            "res.company": cls.company,
            LINES: cls.open_line,
        }
        for name in cls.our_models():
            cls.find_or_make(name)
        cls.secrets = (
            "齐鲁泵业有限公司",
            "顺达物流有限公司",
            cls.journal.name,
            cls.charges.name,
        )
        cls.known = {
            "line_id": cls.open_line.id,
            "line_ids": [cls.open_line.id, cls.said_line.id],
            "account_id": cls.charges.id,
            "items": [],
            "text": "",
            "columns": cls.file.column_ids,
        }
        cls.env.flush_all()

    @classmethod
    def _make_people(cls):
        other = cls.env["res.company"].create({"name": "外人公司"})
        groups = ["base.group_user", f"{GROUP}manager", "account.group_account_user"]
        return {
            "portal": new_test_user(cls.env, "match_portal", "base.group_portal"),
            "nobody": new_test_user(cls.env, "match_nobody", "base.group_user"),
            "auditor": cls.inspector,
            "manager": cls.director,
            "technician": cls.technician,
            "company_b": new_test_user(
                cls.env,
                "match_b",
                ",".join(groups),
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            ),
        }

    def test_desks(self):
        self.check_kind("desk", 12)

    def test_documents(self):
        self.check_kind("table", 5)

    def test_lines_of_core(self):
        """Whoever looks reads lines and writes nothing; others do not even read."""
        items = self.open_line.move_id.line_ids
        for name, user in self.people.items():
            line = self.open_line.with_user(user)
            with self.subTest(name):
                if name in self.readers:
                    self.assertEqual(line.aftersales_payer, "齐鲁泵业有限公司")
                    self.assertEqual(line.amount, 1130)
                else:
                    with self.assertRaises(AccessError):
                        line.read(["amount", "payment_ref"])
                calls = (
                    lambda r=line: r.write({"payment_ref": "x"}),
                    lambda r=line: r.unlink(),
                    lambda r=line: r.create(
                        {"journal_id": self.journal.id, "amount": 1}
                    ),
                    lambda u=user: items.with_user(u).write({"name": "x"}),
                    lambda r=line: r.action_undo_reconciliation(),
                )
                for call in calls:
                    if name == "company_b" and call is calls[2]:
                        continue  # it may in its own company; the journal is another's
                    with self.assertRaises(AccessError):
                        call()

    def test_rows_over_rpc(self):
        """Files, columns and headings are finance's; rows and proposals are nobody's."""
        own = {f"aftersales.bank.{name}" for name in ("file", "column", "heading")}
        people = self.people | {"finance": self.accountant}
        for name, user in people.items():
            for model in set(self.our_models()) - (own if name == "finance" else set()):
                record = self.made[model].with_user(user)
                with self.subTest(f"{name} {model}"):
                    self.assertTrue(record, model)
                    for call in (
                        lambda r=record: r.write({"company_id": self.company.id}),
                        lambda r=record: r.unlink(),
                    ):
                        with self.assertRaises(UserError):
                            call()

    def test_a_heading_is_of_the_company_whose_statement_it_was(self):
        """Nor does finance give one to another company, or make one up."""
        heading = self.env["aftersales.bank.heading"].with_user(self.accountant)
        mine = heading.sudo()._in_flow().create(
            {"name": "进账", "key": "进账", "company_id": self.company.id}
        )  # fmt: skip
        mine = heading.browse(mine.id)
        mine.field = "into"
        for vals in (
            {"company_id": self.people["company_b"].company_id.id},
            {"key": "x"},
        ):
            with self.assertRaises(UserError):
                mine.write(vals)
        with self.assertRaises(UserError):
            heading.create({"name": "x", "key": "x", "company_id": self.company.id})
        mine.unlink()
