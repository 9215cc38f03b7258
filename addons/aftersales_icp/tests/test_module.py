"""What every add-on of ours must satisfy, whatever its business."""

import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase
from odoo.tools.translate import TranslationModuleReader

from odoo.addons.aftersales_icp.hooks import TABLES

ADDON = Path(__file__).parent.parent
# Names of things that are the same in Chinese.
SAME = re.compile(r"^(APP|ICP|ID|iOS|Android|HarmonyOS|CDN|SHA-256|[\W\d_]*)$")
HAN = re.compile(r"[\u4e00-\u9fff]")
# Tables that all companies share, and views of one reader.
SHARED = {
    *("code", "law", "province", "rule", "penalty", "requirement", "letter.template"),
}


class TestModule(TransactionCase):
    def test_unique_indexes_are_in_the_database(self):
        found = self._indexes()
        for name in (
            "aftersales_icp_subject_number_unique",
            "aftersales_icp_service_number_unique",
            "aftersales_icp_service_serial_unique",
        ):
            self.assertIn("UNIQUE INDEX", found[name])

    def _models(self):
        """Stored models of this add-on."""
        return [
            model
            for name, model in self.env.registry.models.items()
            if name.startswith("aftersales.icp.")
            and not model._abstract
            and not model._transient
        ]

    def test_every_foreign_key_of_ours_is_indexed(self):
        definitions = " ".join(self._indexes().values())
        for model in self._models():
            for name, field in model._fields.items():
                ours = name not in ("create_uid", "write_uid")
                if field.type == "many2one" and field.store and ours:
                    pattern = rf"public.{model._table} USING btree \({name}[,) ]"
                    self.assertRegex(definitions, pattern)

    def test_constraints_are_in_the_database(self):
        """One that fails to be created only logs."""
        self.cr.execute(
            "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c', 'u')"
            " AND conrelid::regclass::text LIKE 'aftersales_icp_%'"
        )
        names = {name for (name,) in self.cr.fetchall()} | set(self._indexes())
        self.assertIn("aftersales_icp_subject_partner_id_fkey", names)
        for model in self._models():
            for name in model._table_objects:
                self.assertIn(name, names)

    def _indexes(self):
        self.cr.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename LIKE 'aftersales_icp_%'"
        )
        return dict(self.cr.fetchall())

    def test_models_have_access_rows_with_groups_and_company_rules(self):
        names = [model._name for model in self._models()]
        for model in self.env["ir.model"].search([("model", "in", names)]):
            self.assertTrue(model.access_ids, model.model)
            self.assertTrue(all(access.group_id for access in model.access_ids))
            if model.model.removeprefix("aftersales.icp.") not in SHARED:
                domains = " ".join(model.rule_ids.mapped("domain_force"))
                self.assertIn("company_ids", domains, model.model)

    def test_buttons_exist_and_are_public(self):
        views = self._ours("ir.ui.view")
        self.assertTrue(views)
        for view in views:
            if view.model and view.model.startswith("aftersales.icp."):
                buttons = re.findall(r'name="(action_\w+)"\s+type="object"', view.arch)
                for name in buttons:
                    self.assertTrue(self._has(view.model, name), name)

    def _has(self, model, name):
        """On the model itself or on one of its lists."""
        lines = [
            field.comodel_name
            for field in self.env[model]._fields.values()
            if field.type == "one2many"
        ]
        return any(hasattr(self.env[one], name) for one in [model, *lines])

    def test_menus_open_for_their_readers(self):
        group = self.env.ref("aftersales_icp.aftersales_icp_group_auditor")
        for menu in self._ours("ir.ui.menu"):
            if (
                menu.action
                and not menu.group_ids
                and "res_model" in menu.action._fields
            ):
                self.env.user.group_ids = group
                self.env[menu.action.res_model].check_access("read")

    def test_tables_belong_to_their_editors(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "aftersales_icp"), ("model", "in", TABLES)]
        )
        self.assertGreater(len(data), 300)
        self.assertTrue(all(data.mapped("noupdate")))

    def test_unverified_facts_say_so_and_name_their_source(self):
        for model in TABLES[:3]:
            for fact in self.env[model].search([("is_verified", "=", False)]):
                self.assertTrue(fact.source and fact.checked_on, fact.display_name)

    def _ours(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", "aftersales_icp"), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def test_chinese_is_complete(self):
        known = {
            entry.msgid: entry
            for entry in polib.pofile(str(ADDON / "i18n/zh_CN.po"))
            if not entry.obsolete
        }
        reader = TranslationModuleReader(self.env.cr, modules=["aftersales_icp"])
        terms = {row[4] for row in reader}
        self.assertGreater(len(terms), 100)
        self.assertEqual(terms - set(known), set(), "missing in zh_CN.po")
        self.assertEqual(set(known) - terms, set(), "no longer used")
        for term in terms:
            entry = known[term]
            self.assertFalse(entry.fuzzy, term)
            self.assertTrue(SAME.match(term) or HAN.search(entry.msgstr), term)
            holes = re.compile(r"%\(\w+\)s|%s")
            self.assertEqual(
                sorted(holes.findall(entry.msgid)), sorted(holes.findall(entry.msgstr))
            )

    def test_template_of_translations_is_fresh(self):
        template = polib.pofile(str(ADDON / "i18n/aftersales_icp.pot"))
        reader = TranslationModuleReader(self.env.cr, modules=["aftersales_icp"])
        self.assertEqual({e.msgid for e in template}, {row[4] for row in reader})
