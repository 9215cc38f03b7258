from odoo import Command
from odoo.exceptions import UserError

from ...exceptions import ProtectedRefused
from ..common import AfterSalesCommon


class TestSharedRules(AfterSalesCommon):
    """What all companies share is changed by whoever may act in all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "乙公司"})
        cls.stranger = cls.make_user(
            "manager",
            "director_b",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )
        cls.both = cls.make_user("manager", "director_of_all")
        cls.both.company_ids = cls.env["res.company"].search([])

    def shared(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not model._abstract and hasattr(model, "_check_shared"):
                yield model

    def test_the_models(self):
        names = {model._name for model in self.shared()}
        self.assertLessEqual(
            {
                "aftersales.brand",
                "aftersales.checklist",
                "aftersales.complaint.category",
                "aftersales.cost.kind",
                "aftersales.fault",
                "aftersales.form",
                "aftersales.role",
                "aftersales.sla.event",
                "aftersales.sla.policy",
                "aftersales.sla.reason",
                "aftersales.statutory.rule",
                "aftersales.visit.reason",
            },
            names,
        )

    def test_rows_of_actions_take_no_default_of_who_calls(self):
        """What nobody may create is made by actions as the superuser, in the context of
        whoever called them."""
        rights = self.env["ir.model.access"].search(
            [("model_id.model", "=like", "aftersales.%"), ("perm_create", "=", True)]
        )
        typed = set(rights.model_id.mapped("model"))
        tables = (
            model
            for model in map(self.env.get, sorted(self.env.registry))
            if model._auto and not (model._abstract or model._transient)
        )
        open_ones = [
            model._name
            for model in tables
            if model._original_module == "aftersales_service"
            and model._name not in typed
            and not hasattr(model, "_get_guarded")
        ]
        self.assertFalse(open_ones)

    def test_no_model_that_roles_may_write_is_left_out(self):
        """A list without a company that somebody may write belongs to all of them."""
        rights = self.env["ir.model.access"].search(
            [("model_id.model", "=like", "aftersales.%"), ("perm_write", "=", True)]
        )
        # Lines of one person's upload.
        owned = {f"aftersales.import.{name}" for name in ("line", "column", "unknown")}
        for name in sorted(set(rights.model_id.mapped("model")) - owned):
            model = self.env[name]
            if model._transient or "company_id" in model._fields:
                continue
            if name.startswith("aftersales.icp."):
                continue  # its own test
            self.assertTrue(hasattr(model, "_check_shared"), name)

    def test_other_companys_director_changes_nothing_of_all(self):
        for model in self.shared():
            record = model.sudo().search([], limit=1)
            if not record or not record._is_shared():
                continue
            field = (
                next(
                    n for n, f in model._fields.items() if f.store and f.type == "char"
                )
                if any(f.store and f.type == "char" for f in model._fields.values())
                else "id"
            )
            mine = record.with_user(self.stranger).sudo(False)
            with self.assertRaises(UserError, msg=model._name):
                mine.write({field: record[field]})
            with self.assertRaises(UserError, msg=model._name):
                mine.unlink()

    def test_who_works_in_all_of_them_does(self):
        reason = self.env.ref("aftersales_service.sla_event_called", False)
        event = reason or self.env["aftersales.sla.event"].search([], limit=1)
        event.with_user(self.both).name = "来电"
        with self.assertRaisesRegex(ProtectedRefused, "乙公司"):
            event.with_user(self.director).name = "电话"
        with self.assertRaises(ProtectedRefused):
            event.with_user(self.stranger).copy({"code": "x"})

    def test_ones_own_stays_ones_own(self):
        lists = self.env["aftersales.checklist"].with_user(self.stranger)
        own = lists.create({"name": "乙清单", "company_id": self.other.id})
        own.name = "乙清单二"
        with self.assertRaises(ProtectedRefused):
            own.company_id = False
        with self.assertRaises(ProtectedRefused):
            lists.create({"name": "大家的", "company_id": False})
        own.unlink()

    def test_with_one_company_nothing_is_shared(self):
        self.stranger.write(
            {"company_id": self.company.id, "company_ids": [(6, 0, self.company.ids)]}
        )
        self.other.active = False
        event = self.env["aftersales.sla.event"].search([], limit=1)
        event.with_user(self.director).name = "来电"
