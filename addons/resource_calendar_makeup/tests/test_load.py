"""Loading a year: preview first, then writing; what is refused."""

import sys
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import Form

from odoo.addons.resource_calendar_makeup.exceptions import (
    MakeupPackageMissing,
    MakeupPreviewMissing,
    MakeupPreviewStale,
    MakeupYearUnknown,
)

from .common import FILE, MakeupCommon


class TestLoad(MakeupCommon):
    def load_year(self, year, table=None):
        return self.env["resource.makeup.load"].create(
            {"table_id": (table or self.table).id, "year": year}
        )

    def test_next_year_is_proposed(self):
        form = Form(
            self.env["resource.makeup.load"].with_context(
                default_table_id=self.table.id
            )
        )
        self.assertEqual(form.year, 2027)
        own = self.make_table()
        with freeze_time("2026-11-21"):
            form.table_id = own
            self.assertEqual(form.year, 2026)

    def test_shipped_year_into_an_own_table(self):
        own = self.make_table(country_id=self.env.ref("base.cn").id)
        load = self.load_year(2026, own)
        load.action_preview()
        self.assertEqual(set(load.day_ids.mapped("change")), {"add"})
        self.assertIn("国办发明电〔2025〕7号", load.origin_name)
        self.assertFalse(own.day_ids, "a preview writes nothing")
        load.action_apply()
        ours, shipped = (
            {day: kind for day, kind in table._get_kinds().items() if day.year == 2026}
            for table in (own, self.table)
        )
        self.assertEqual(ours, shipped)
        self.assertEqual(own.last_year, 2026)

    def test_year_that_is_there_changes_nothing(self):
        load = self.load_year(2025)
        load.action_preview()
        self.assertFalse(load.day_ids)
        load.action_apply()
        self.assertEqual(len(self.table.day_ids), 108)

    def test_preview_shows_added_removed_and_changed_days(self):
        self.day_of("2026-02-14").unlink()
        self.make_day(self.table, "2026-03-07", "makeup")
        self.day_of("2026-02-28").kind = "holiday"
        load = self.load_year(2026)
        load.action_preview()
        found = [(str(d.date), d.change, d.old_kind, d.new_kind) for d in load.day_ids]
        self.assertEqual(
            found,
            [
                ("2026-02-14", "add", False, "makeup"),
                ("2026-02-28", "change", "holiday", "makeup"),
                ("2026-03-07", "remove", "makeup", False),
            ],
        )
        self.assertTrue(all(load.day_ids.mapped("weekday")))
        load.action_apply()
        self.assertEqual(self.day_of("2026-02-28").kind, "makeup")
        self.assertFalse(self.day_of("2026-03-07"))
        replaced = self.env["resource.makeup.day"].search([("active", "=", False)])
        self.assertEqual(len(replaced), 2, "what was replaced stays readable")

    def test_nothing_without_a_preview(self):
        with self.assertRaises(MakeupPreviewMissing):
            self.load_file(FILE).action_apply()

    def test_days_changed_after_the_preview(self):
        load = self.load_file(FILE)
        load.action_preview()
        self.make_day(self.table, "2027-01-01")
        with self.assertRaises(MakeupPreviewStale):
            load.action_apply()
        load.action_back()
        self.assertEqual((load.state, len(load.day_ids)), ("draft", 0))
        load.action_preview()
        load.action_apply()
        self.assertEqual(self.table.last_year, 2027)

    # --- the package

    def fake_package(self, **tables):
        """The package as it will be once it knows a year that is not shipped."""
        from datetime import date

        package = type(sys)("chinese_calendar")
        package.constants = type(sys)("chinese_calendar.constants")
        package.constants.holidays = {date(2027, 1, 1): "New Year's Day"}
        package.constants.workdays = {date(2027, 1, 9): "New Year's Day"}
        package.Holiday = lambda name: type("Festival", (), {"chinese": "元旦"})
        return patch.dict(sys.modules, {"chinese_calendar": package})

    def test_package_knows_a_year_that_is_not_shipped(self):
        load = self.load_year(2027)
        with self.fake_package():
            load.action_preview()
            load.action_apply()
        self.assertIn("chinesecalendar", load.origin_name)
        self.assertEqual(self.day_of("2027-01-09").kind, "makeup")
        self.assertEqual(self.day_of("2027-01-01").kind, "holiday")

    def test_shipped_list_wins_over_the_package(self):
        with patch.dict(sys.modules, {"chinese_calendar": None}):
            days, _name = self.table._read_published(2026)
        self.assertEqual(len(days), 39)

    def test_package_is_not_installed(self):
        missing = patch.dict(sys.modules, {"chinese_calendar": None})
        with missing, self.assertRaises(MakeupPackageMissing) as caught:
            self.load_year(2027).action_preview()
        self.assertIn("chinesecalendar", str(caught.exception))
        self.assertIn("2027", str(caught.exception))

    def test_year_that_nobody_knows(self):
        with self.fake_package(), self.assertRaises(MakeupYearUnknown):
            self.load_year(2035).action_preview()
        france = self.make_table(country_id=self.env.ref("base.fr").id)
        for table in (france, self.make_table()):
            with self.assertRaises(MakeupYearUnknown):
                self.load_year(2026, table).action_preview()

    # --- names

    def test_names_are_loaded_in_both_languages(self):
        for lang in ("zh_CN", "en_US"):
            self.env["res.lang"]._activate_lang(lang)
        own = self.make_table(country_id=self.env.ref("base.cn").id)
        load = self.load_year(2026, own)
        load.action_preview()
        self.assertIn("Spring Festival", load.day_ids.mapped("name"))
        load.with_context(lang="zh_CN").action_preview()
        self.assertIn("春节", load.day_ids.mapped("name"))
        load.action_apply()
        day = own.day_ids.filtered(lambda day: str(day.date) == "2026-02-14")
        self.assertEqual(day.name, "Spring Festival")
        self.assertEqual(day.with_context(lang="zh_CN").name, "春节")
        again = self.load_year(2026, own)
        again.action_preview()
        self.assertFalse(again.day_ids)
