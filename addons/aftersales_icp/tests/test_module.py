"""What every add-on of ours must satisfy, whatever its business."""

import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase
from odoo.tools.translate import TranslationModuleReader

ADDON = Path(__file__).parent.parent
MODELS = ("aftersales.icp.subject", "aftersales.icp.service")


class TestModule(TransactionCase):
    def test_unique_indexes_are_in_the_database(self):
        found = self._indexes()
        for name in (
            "aftersales_icp_subject_number_unique",
            "aftersales_icp_service_number_unique",
            "aftersales_icp_service_serial_unique",
        ):
            self.assertIn("UNIQUE INDEX", found[name])

    def test_every_foreign_key_of_ours_is_indexed(self):
        definitions = " ".join(self._indexes().values())
        for model in MODELS:
            for name, field in self.env[model]._fields.items():
                ours = name not in ("create_uid", "write_uid")
                if field.type == "many2one" and field.store and ours:
                    pattern = rf"{model.replace('.', '_')} USING btree \({name}\)"
                    self.assertRegex(definitions, pattern)

    def test_foreign_keys_are_in_the_database(self):
        self.cr.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f'"
            " AND conrelid IN ('aftersales_icp_subject'::regclass, 'aftersales_icp_service'::regclass)"
        )
        names = {name for (name,) in self.cr.fetchall()}
        self.assertIn("aftersales_icp_subject_partner_id_fkey", names)
        self.assertIn("aftersales_icp_service_subject_id_fkey", names)

    def _indexes(self):
        self.cr.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename IN ('aftersales_icp_subject', 'aftersales_icp_service')"
        )
        return dict(self.cr.fetchall())

    def test_models_have_access_rows_with_groups_and_company_rules(self):
        for model in self.env["ir.model"].search([("model", "in", MODELS)]):
            self.assertTrue(model.access_ids)
            self.assertTrue(all(access.group_id for access in model.access_ids))
            self.assertIn("company_ids", model.rule_ids.mapped("domain_force")[0])

    def test_buttons_exist_and_are_public(self):
        views = self._ours("ir.ui.view")
        self.assertTrue(views)
        for view in views:
            buttons = re.findall(r'name="(action_\w+)"\s+type="object"', view.arch)
            for name in buttons:
                self.assertTrue(callable(getattr(self.env[view.model], name)))

    def test_menus_open_for_their_readers(self):
        group = self.env.ref("aftersales_icp.aftersales_icp_group_auditor")
        for menu in self._ours("ir.ui.menu"):
            if menu.action:
                self.env.user.group_ids = group
                self.env[menu.action.res_model].check_access("read")
                self.assertIn(group, menu.parent_id.group_ids)

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
            self.assertRegex(entry.msgstr, r"[\u4e00-\u9fff]|^(APP|ID)$", term)
            holes = re.compile(r"%\(\w+\)s|%s")
            self.assertEqual(
                sorted(holes.findall(entry.msgid)), sorted(holes.findall(entry.msgstr))
            )

    def test_template_of_translations_is_fresh(self):
        template = polib.pofile(str(ADDON / "i18n/aftersales_icp.pot"))
        reader = TranslationModuleReader(self.env.cr, modules=["aftersales_icp"])
        self.assertEqual({e.msgid for e in template}, {row[4] for row in reader})
