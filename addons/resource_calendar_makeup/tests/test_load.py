"""Loading a year: preview first, then writing; what is refused and how it is said."""

import io
import sys
from unittest.mock import patch

import xlsxwriter
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form

from odoo.addons.resource_calendar_makeup.exceptions import (
    MakeupFileInvalid,
    MakeupPackageMissing,
    MakeupPreviewMissing,
    MakeupPreviewStale,
    MakeupYearUnknown,
)

from .common import MakeupCommon, china, naive_utc

FILE = """date,kind,name,source
2027-01-01,holiday,元旦,通知
2027-01-02,holiday,元旦,通知
2027-01-09,makeup,元旦,通知
"""


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
        self.assertEqual(own._get_kinds(), {
            day: kind for day, kind in self.table._get_kinds().items() if day.year == 2026
        })  # fmt: skip
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

    # --- files

    def test_text_file(self):
        for content in (FILE, FILE.encode("gb18030"), FILE.encode("utf-8-sig")):
            table = self.make_table()
            load = self.load_file(content, table=table)
            load.action_preview()
            load.action_apply()
            self.assertEqual(table.day_ids.mapped("name"), ["元旦"] * 3)
            self.assertEqual(table.day_ids.mapped("source"), ["通知"] * 3)

    def test_workbook(self):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["日期", "类型", "名称"])
        sheet.write_datetime(1, 0, china(2027, 1, 1).replace(tzinfo=None))
        sheet.write_row(1, 1, ["放假", "元旦"])
        sheet.write_row(2, 0, ["2027年1月9日", "调休上班日", "元旦"])
        book.close()
        load = self.load_file(out.getvalue(), name="2027.xlsx")
        load.action_preview()
        load.action_apply()
        self.assertEqual(self.day_of("2027-01-09").kind, "makeup")
        self.assertEqual(self.day_of("2027-01-01").kind, "holiday")

    def test_one_sentence_names_every_faulty_row(self):
        rows = "2027-02-30,holiday,a\n2027-01-01,maybe,b\n2027-01-02,holiday,c\n2026-01-02,makeup,d\n"
        with self.assertRaises(MakeupFileInvalid) as caught:
            self.load_file("date,kind,name\n" + rows).action_preview()
        text = str(caught.exception)
        for part in ("row 2", "2027-02-30", "row 3", "maybe", "row 5", "2026-01-02"):
            self.assertIn(part, text)
        self.assertNotIn("row 4", text)
        self.assertEqual(text.count("\n"), 0)
        self.assertFalse(self.day_of("2027-01-02"), "not even the good row")

    def test_faults_are_told_in_chinese(self):
        load = self.load_file("日期,类型,名称\n2027-02-30,放假,a\n")
        with self.assertRaises(UserError) as caught:
            load.with_context(lang="zh_CN").action_preview()
        self.assertRegex(str(caught.exception), r"^文件有误.*第 2 行.*2027-02-30.*。$")

    def test_files_that_are_none(self):
        for content, name in (
            (b"", "a.csv"),
            (b"PK\x03\x04broken", "a.xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
            (b"\x00\x01\x02\xff\xfe", "a.png"),
            (b"a,b\n" * 600_000, "a.csv"),
            ("date,kind,name\n" + "2027-01-01,holiday,a\n" * 3000, "a.csv"),
            ("something else", "a.csv"),
            ("date,kind,name\n", "a.csv"),
        ):
            refused = self.assertRaises(MakeupFileInvalid)
            with self.subTest(name=name, size=len(content)), refused:
                self.load_file(content, name=name).action_preview()

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


class TestDeadlines(MakeupCommon):
    """An add-on that keeps deadlines, played by two methods."""

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "服务单 1"})
        self.start = china(2027, 1, 8, 17)
        self.heard = []
        calendar, partner, start, heard = (
            self.calendar, self.partner, self.start, self.heard,
        )  # fmt: skip

        def due(calendar):
            moment = calendar.plan_hours(2, start, compute_leaves=True)
            return moment.astimezone(tz=None).replace(tzinfo=None)

        def previews(table, changes):
            old = due(calendar)
            new = due(calendar._with_makeup_changes(table, changes))
            row = {"model": partner._name, "res_id": partner.id, "name": partner.name}
            return [{**row, "old": old, "new": new}] if old != new else []

        model = type(self.table)
        for name, method in (
            ("_get_deadline_previews", previews),
            ("_days_changed", lambda table, dates: heard.append((table, dates))),
        ):
            mock = patch.object(model, name, method)
            mock.start()
            self.addCleanup(mock.stop)

    def test_preview_shows_open_deadlines_that_move(self):
        load = self.load_file(FILE)
        load.action_preview()
        row = load.deadline_ids
        self.assertEqual((row.name, row.model_name), ("服务单 1", "Contact"))
        self.assertEqual(row.old, naive_utc(2027, 1, 11, 10))
        self.assertEqual(row.new, naive_utc(2027, 1, 9, 10))
        self.assertEqual(self.heard, [])
        monday = self.calendar.plan_hours(2, self.start, compute_leaves=True)
        self.assertEqual(monday, china(2027, 1, 11, 10), "nothing was written")

    def test_listeners_hear_once_per_year_and_plan_by_the_new_days(self):
        load = self.load_file(FILE)
        load.action_preview()
        load.action_apply()
        self.assertEqual(len(self.heard), 1)
        self.assertEqual(self.heard[0][0], self.table)
        self.assertEqual(sorted(d.day for d in self.heard[0][1]), [1, 2, 9])
        saturday = self.calendar.plan_hours(2, self.start, compute_leaves=True)
        self.assertEqual(saturday, china(2027, 1, 9, 10))

    def test_no_deadline_moves(self):
        load = self.load_file("date,kind,name\n2027-12-31,holiday,元旦\n")
        load.action_preview()
        self.assertEqual((len(load.day_ids), len(load.deadline_ids)), (1, 0))

    def test_proposals_can_take_days_away(self):
        calendar = self.calendar
        start = china(2026, 2, 14, 9)
        day = self.table._get_days(2026)
        changes = self.table._compare(
            [d for d in day if str(d.date) != "2026-02-14"], day
        )
        proposed = calendar._with_makeup_changes(self.table, changes)
        self.assertEqual(proposed.plan_hours(4, start), china(2026, 2, 24, 14))
        self.assertEqual(calendar.plan_hours(4, start), china(2026, 2, 14, 14))
        other = self.make_table()
        elsewhere = calendar._with_makeup_changes(other, changes)
        self.assertEqual(elsewhere.plan_hours(4, start), china(2026, 2, 14, 14))
