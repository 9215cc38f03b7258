"""What every add-on of ours must satisfy, whatever its business."""

import re
from pathlib import Path

import polib
from psycopg2 import IntegrityError

from odoo.tests import TransactionCase
from odoo.tools import mute_logger
from odoo.tools.translate import TranslationModuleReader

ADDON = Path(__file__).parent.parent
NAME = "resource_calendar_makeup"
STORED = ("resource.makeup.table", "resource.makeup.day")
ASKED = (
    "resource.makeup.load",
    "resource.makeup.load.day",
    "resource.makeup.load.deadline",
)


class TestModule(TransactionCase):
    def ours(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def test_stands_on_resource_alone(self):
        module = self.env["ir.module.module"].search([("name", "=", NAME)])
        self.assertEqual(module.dependencies_id.mapped("name"), ["resource"])

    def test_one_row_per_date_is_kept_by_the_database(self):
        table = self.env["resource.makeup.table"].create({"name": "x"})
        row = {"table_id": table.id, "date": "2026-01-01", "name": "x"}
        self.env["resource.makeup.day"].create({**row, "active": False})
        self.env["resource.makeup.day"].create(row)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["resource.makeup.day"].create(row)
            self.env.flush_all()

    def test_table_in_use_is_not_deleted(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.ref(f"{NAME}.table_china").unlink()

    def test_every_foreign_key_of_ours_is_indexed(self):
        self.cr.execute("SELECT indexdef FROM pg_indexes")
        definitions = " ".join(row[0] for row in self.cr.fetchall())
        fields = [
            (model, name)
            for model in STORED + ASKED
            for name, field in self.env[model]._fields.items()
            if field.type == "many2one" and field.store
        ]
        fields.append(("resource.calendar", "makeup_table_id"))
        skipped = {"create_uid", "write_uid"}
        for model, name in fields:
            # A dialogue holds a handful of rows and is never searched by its table.
            if name in skipped or (model, name) == ("resource.makeup.load", "table_id"):
                continue
            pattern = rf"{model.replace('.', '_')} USING btree \({name}\)"
            self.assertRegex(definitions, pattern)

    def test_models_have_access_rows_with_groups_and_company_rules(self):
        for model in self.env["ir.model"].search([("model", "in", STORED + ASKED)]):
            self.assertTrue(model.access_ids)
            self.assertTrue(all(access.group_id for access in model.access_ids))
            if model.model in STORED:
                self.assertIn("company_ids", model.rule_ids.mapped("domain_force")[0])

    def test_buttons_exist_and_are_public(self):
        views = self.ours("ir.ui.view")
        self.assertTrue(views)
        for view in views:
            for name in re.findall(r'name="(action_\w+)"\s+type="object"', view.arch):
                self.assertTrue(callable(getattr(self.env[view.model], name)))

    def test_menus_stand_beside_those_of_resource(self):
        menus = self.ours("ir.ui.menu")
        self.assertEqual(len(menus), 2)
        for menu in menus:
            self.assertEqual(
                menu.parent_id, self.env.ref("resource.menu_resource_config")
            )
            self.assertEqual(menu.group_ids, self.env.ref("base.group_system"))

    def terms(self):
        return {row[4] for row in TranslationModuleReader(self.env.cr, modules=[NAME])}

    def test_chinese_is_complete(self):
        known = {
            entry.msgid: entry
            for entry in polib.pofile(str(ADDON / "i18n/zh_CN.po"))
            if not entry.obsolete
        }
        terms = self.terms()
        self.assertGreater(len(terms), 60)
        self.assertEqual(terms - set(known), set(), "missing in zh_CN.po")
        self.assertEqual(set(known) - terms, set(), "no longer used")
        holes = re.compile(r"%\(\w+\)s|%s")
        for term in terms:
            entry = known[term]
            self.assertFalse(entry.fuzzy, term)
            self.assertRegex(entry.msgstr, r"[\u4e00-\u9fff]|^ID$", term)
            self.assertEqual(
                sorted(holes.findall(term)), sorted(holes.findall(entry.msgstr))
            )

    def test_template_of_translations_is_fresh(self):
        template = polib.pofile(str(ADDON / f"i18n/{NAME}.pot"))
        self.assertEqual({entry.msgid for entry in template}, self.terms())
