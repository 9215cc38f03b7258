"""The suite was designed from a catalogue of numbered rules (T-21, W-04, B-16): its numbers
cite it in the code, and say nothing to a user."""

import ast
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from lxml import etree

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

CODE = re.compile(r"\b[A-Z]{1,2}-\d\d[a-c]?\b")
OURS = ("aftersales_", "document_flow", "resource_calendar_makeup")
SHOWN = ("string", "help", "placeholder", "title", "confirm", "data-tooltip", "alt")
# Numbers that are data: own numbers of a company, the key of a rule, where a value is from.
NUMBERS = {"code", "source", "default_code", "barcode"}
SCRIPT = "aftersales_service/migrations/19.0.1.2.0/post-numbers.py"


@tagged("post_install", "-at_install")
class TestNoCodes(TransactionCase):
    def modules(self):
        found = self.env["ir.module.module"].search([("state", "=", "installed")])
        return [name for name in found.mapped("name") if name.startswith(OURS)]

    def records(self):
        """(model, records) of what our add-ons shipped, translated into Chinese."""
        found = self.env["ir.model.data"].search(
            [("module", "in", self.modules()), ("model", "not like", "ir.model%")]
        )
        for name, data in found.grouped("model").items():
            if name in self.env:
                records = self.env[name].with_context(active_test=False)
                yield name, records.browse(data.mapped("res_id")).exists()

    def test_views_and_papers_show_none(self):
        views = dict(self.records())["ir.ui.view"]
        self.assertGreater(len(views), 300)
        for lang in (None, "zh_CN"):
            for view in views.with_context(lang=lang):
                shown = " ".join(_shown(etree.fromstring(view.arch)))
                self.assertFalse(CODE.findall(shown), f"{view.xml_id} {lang}")

    def test_labels_and_help_of_fields_show_none(self):
        modules = set(self.modules())
        for model in self.env.values():
            for field in model._fields.values():
                if not modules & set(field._modules):
                    continue
                shown = [field.string, field.help]
                if isinstance(getattr(field, "selection", None), list):
                    shown += [label for _key, label in field.selection]
                for text in filter(None, shown):
                    self.assertNotRegex(text, CODE, f"{model._name}.{field.name}")

    def test_messages_show_none(self):
        count = 0
        for module in self.modules():
            root = Path(get_module_path(module))
            for path in root.rglob("*.py"):
                if "tests" not in path.parts:
                    for text in _messages(ast.parse(path.read_text())):
                        count += 1
                        self.assertNotRegex(text, CODE, path)
        self.assertGreater(count, 1000)

    def test_what_the_browser_says_shows_none(self):
        for module in self.modules():
            root = Path(get_module_path(module)) / "static" / "src"
            for path in [*root.rglob("*.js"), *root.rglob("*.xml")]:
                text = re.sub(r"<!--.*?-->|/\*.*?\*/|//[^\n]*", "", path.read_text())
                self.assertNotRegex(text, CODE, path)

    def test_shipped_records_show_none(self):
        """Names, notes, help of menus and papers, mails; views are read above."""
        count = 0
        for name, records in self.records():
            texts = [
                key
                for key, field in records._fields.items()
                if field.type in ("char", "text", "html")
                and field.store
                and key not in NUMBERS
                and not (name == "ir.ui.view" and key.startswith("arch"))
            ]
            for record in records:
                for key in texts:
                    count += 1
                    self.assertNotRegex(str(record[key] or ""), CODE, f"{record}.{key}")
        self.assertGreater(count, 5000)

    def test_papers_of_an_older_database_lose_ours_and_keep_the_company_s(self):
        shipped = self.env.ref("aftersales_service.form_dispatch_order")
        own = self.env.ref("aftersales_service.form_requisition")
        printed = self.env.ref("aftersales_service.form_call_register")
        shipped.form_number, own.form_number = "B-16", "QR-07"
        self.migrate()
        self.assertFalse(shipped.form_number)
        self.assertEqual(own.form_number, "QR-07")
        self.assertEqual(printed.form_number, "服表002")

    def test_presets_of_an_older_database_cite_laws_only(self):
        preset = self.env.ref("aftersales_service.sla_version_ps_01")
        lawful = self.env.ref("aftersales_service.sla_version_ps_02")
        preset.citation, lawful.citation = preset.policy_id.source, "《三包规定》"
        self.migrate()
        self.assertFalse(preset.citation)
        self.assertEqual(lawful.citation, "《三包规定》")

    def migrate(self):
        self.env.flush_all()
        spec = spec_from_file_location("post_numbers", file_path(SCRIPT))
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()


def _shown(arch):
    """Texts and shown attributes of an arch; comments are not shown."""
    for node in arch.iter(etree.Element):
        yield from (node.get(name) or "" for name in SHOWN)
        yield node.text or ""
    for node in arch.iter():
        yield node.tail or ""


def _messages(tree):
    """Texts that are translated where they are said: env._("…"), _("…"), LazyTranslate."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        text = node.args[0]
        if name in ("_", "_lt") and isinstance(text, ast.Constant):
            yield str(text.value)
