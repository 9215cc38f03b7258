"""Who may what: other companies, people who only read, values sent by hand."""

from odoo import Command
from odoo.exceptions import AccessError, UserError

from ...exceptions import ProtectedRefused
from .common import FapiaoCommon


class TestDoors(FapiaoCommon):
    def test_company_b_sees_and_does_nothing(self):
        fapiao = self.make_fapiao(self.make_invoice())
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "finance", "fapiao_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        theirs = fapiao.with_user(stranger)
        self.assertFalse(theirs.search([("id", "=", fapiao.id)]))
        for call in ("action_register", "action_void", "action_assign"):
            with self.assertRaises(AccessError, msg=call):
                getattr(theirs, call)()
        with self.assertRaises(AccessError):
            fapiao.link_ids.with_user(stranger).write({"amount": 1})

    def test_no_invoice_of_another_company(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        fapiao = self.make_fapiao(net=10)
        fapiao.partner_id = False
        with self.assertRaises(UserError):
            fapiao.sudo().write(
                {
                    "company_id": other.id,
                    "link_ids": [Command.create({"move_id": self.make_invoice().id})],
                }
            )

    def test_director_and_auditor_read(self):
        fapiao = self.make_fapiao(self.make_invoice())
        for user in (self.director, self.inspector):
            mine = fapiao.with_user(user)
            self.assertTrue(mine.read(["number", "open_total", "left_total"]))
            for call in (
                lambda mine=mine: mine.write({"note": "x"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy({"number": self.next_number()}),
                lambda mine=mine: mine.link_ids.unlink(),
                lambda mine=mine: mine.action_assign(),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    call()

    def test_stored_results_are_not_typed(self):
        fapiao = self.make_fapiao(net=10)
        for name, value in {
            "state": "registered",
            "open_total": 5,
            "left_total": 99,
            "total": 1,
        }.items():
            with self.assertRaises(ProtectedRefused, msg=name):
                fapiao.write({name: value})
            with self.assertRaises(ProtectedRefused, msg=name), self.cr.savepoint():
                self.make_fapiao(net=10, **{name: value})
