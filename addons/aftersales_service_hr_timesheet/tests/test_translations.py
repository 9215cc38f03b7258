from pathlib import Path

import polib

from odoo.tests import TransactionCase
from odoo.tools.translate import TranslationModuleReader


class TestTranslations(TransactionCase):
    def test_chinese_is_complete(self):
        addon = Path(__file__).parent.parent
        known = {
            entry.msgid: entry.msgstr
            for entry in polib.pofile(str(addon / "i18n/zh_CN.po"))
        }
        terms = {row[4] for row in TranslationModuleReader(self.env.cr, [addon.name])}
        self.assertTrue(terms)
        self.assertEqual(terms, set(known))
        self.assertTrue(all(known.values()))
