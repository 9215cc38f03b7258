import re

from .attack_common import AttackCommon

# How Python writes records, maps and classes: words for nobody.
TECHNICAL = re.compile(r"^[a-z_]+(\.[a-z_]+)+\(.*\)$|<(class|function|odoo)\b")


class TestShownWords(AttackCommon):
    def test_no_field_shows_the_name_of_records(self):
        """A text that is computed as `records and sentence` shows `model()` where there
        are none."""
        checked = 0
        for name in self.our_models():
            model = self.env[name]
            texts = [
                f.name
                for f in model._fields.values()
                if f.type in ("char", "text") and f.compute and not f.related
            ]
            records = texts and model.search([], limit=3, order="id desc")
            for record in records or ():
                for text in texts:
                    value = record[text] or ""
                    self.assertNotRegex(value, TECHNICAL, f"{name}.{text}")
                    checked += 1
        self.assertGreater(checked, 300)
