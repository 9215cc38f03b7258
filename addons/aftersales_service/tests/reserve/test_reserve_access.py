from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import ProtectedRefused
from .common import ReserveCommon


class TestAccess(ReserveCommon):
    def setUp(self):
        super().setUp()
        device = self.sell_machines(0)
        self.spend(device, 1, 50)
        self.sell_machines(1)
        self.reserve = self.make_reserve()

    def test_who_reads(self):
        for user in (self.accountant, self.director, self.inspector):
            mine = self.reserve.with_user(user)
            self.assertTrue(mine.panel["rows"])
            self.assertTrue(mine.line_ids.read(["rest", "unit_total"]))
            self.assertTrue(mine.cell_ids.read(["cost"]))
            self.assertTrue(mine.get_panel()["rows"])
            self.assertEqual(mine.action_workbook()["type"], "ir.actions.act_url")
        for user in (self.technician, self.dispatcher, self.keeper):
            theirs = self.reserve.with_user(user)
            for look in (
                lambda r=theirs: r.read(["rest"]),
                lambda r=theirs: r.get_panel(),
                lambda r=theirs: r.action_workbook(),
                lambda r=theirs: r.action_open_entries(),
                lambda r=theirs: r.env["aftersales.reserve.line"].search([]),
                lambda r=theirs: r.env["aftersales.reserve.cell"].search([]),
            ):
                with self.assertRaises(AccessError):
                    look()

    def test_nobody_writes_results(self):
        for record, vals in (
            (self.reserve, {"rest": 1}),
            (self.reserve, {"state": "approved"}),
            (self.reserve, {"entry_ids": [Command.clear()]}),
        ):
            with self.assertRaises(ProtectedRefused):
                record.write(vals)
        line = self.reserve.line_ids[:1]
        for user in (self.accountant, self.director, self.inspector):
            self.assertFalse(line.with_user(user).has_access("write"))
            with self.assertRaises(ProtectedRefused):
                line.with_user(user).write({"rest": 1})
            with self.assertRaises(AccessError):
                line.with_user(user).unlink()
        with self.assertRaises(ProtectedRefused):
            line.sudo().write({"rest": 1})

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "外人公司"})
        for role in ("finance", "manager", "auditor"):
            stranger = self.make_user(
                role,
                f"stranger_{role}",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            )
            theirs = self.reserve.with_user(stranger)
            self.assertFalse(theirs.search([]))
            self.assertFalse(theirs.env["aftersales.reserve.line"].search([]))
            self.assertFalse(theirs.env["aftersales.reserve.cell"].search([]))
            for action in ("get_panel", "action_workbook", "action_open_entries"):
                with self.assertRaises(AccessError):
                    getattr(theirs, action)()
        with self.assertRaises(AccessError):
            self.reserve.with_user(
                self.env["res.users"].search([("login", "=", "stranger_finance")])
            ).action_reckon()

    def test_a_window_shows_only_what_its_user_may_see(self):
        other = self.env["res.company"].create({"name": "外人公司"})
        stranger = self.make_user(
            "auditor",
            "stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        windows = self.env["aftersales.reserve.workbook"].with_user(stranger)
        with self.assertRaises(AccessError):
            windows.create({"reserve_id": self.reserve.id})

    def test_who_only_invoices_posts_as_before(self):
        """Nothing of this room hooks into posting."""
        model = type(self.env["account.move"])
        rooms = [cls for cls in model.__mro__ if ".reserve." in cls.__module__]
        self.assertFalse(rooms)
