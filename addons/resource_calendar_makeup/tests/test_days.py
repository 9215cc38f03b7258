"""The shipped list against the notices and against the package; reading of rows."""

import doctest
from datetime import date, datetime

from odoo.addons.resource_calendar_makeup.kernel import days as kernel

from .common import MakeupCommon
from .published import NOTICES, listed

HEAD = ["date", "kind", "name", "source"]


def read(*rows, head=HEAD, year=2027):
    return kernel.read_rows([head, *rows], year, "zh_CN")


class TestDays(MakeupCommon):
    def test_doctests(self):
        self.assertEqual(doctest.testmod(kernel).failed, 0)

    def shipped(self, kind, year):
        days = self.table._read_shipped()
        return {d.date for d in days if d.kind == kind and d.date.year == year}

    def test_shipped_list_is_what_was_published(self):
        years = {day.date.year for day in self.table._read_shipped()}
        self.assertEqual(years, set(NOTICES))
        for year in NOTICES:
            self.assertEqual(self.shipped("holiday", year), listed(year, "rest"))
            self.assertEqual(self.shipped("makeup", year), listed(year, "work"))

    def test_shipped_list_cites_its_notices(self):
        wanted = {
            2024: "国办发明电〔2023〕7号",
            2025: "国办发明电〔2024〕12号",
            2026: "国办发明电〔2025〕7号",
        }
        for day in self.table._read_shipped():
            self.assertEqual(day.source, wanted[day.date.year])
            self.assertEqual(set(day.names), {"en_US", "zh_CN"})

    def test_make_up_days_are_weekends(self):
        for year in NOTICES:
            for day in self.shipped("makeup", year):
                self.assertGreaterEqual(day.weekday(), 5, day)

    def test_installed_days_are_the_shipped_ones(self):
        changes = self.table._compare(
            self.table._read_shipped(), self.table._get_days()
        )
        self.assertEqual(changes, [])
        self.assertEqual(len(self.table.day_ids), 108)

    def test_package_agrees_with_the_shipped_list(self):
        """Reports every date on which the two differ, for the years that both know."""
        try:
            from chinese_calendar import constants
        except ImportError:
            self.skipTest("the package chinesecalendar is not installed")
        known = {day.year for day in constants.holidays}
        both = known & set(NOTICES)
        self.assertTrue(both)
        differences = [
            f"{day}: {kind} stands in one list only"
            for year in sorted(both)
            for kind, table in (
                ("holiday", constants.holidays),
                ("makeup", constants.workdays),
            )
            for day in sorted(
                {day for day in table if day.year == year} ^ self.shipped(kind, year)
            )
        ]
        self.assertEqual(differences, [])

    def test_rows_as_people_type_them(self):
        for text in (
            "2027-02-06",
            "2027/2/6",
            "2027.2.6",
            "2027年2月6日",
            " 2027-02-06 00:00:00 ",
            date(2027, 2, 6),
            datetime(2027, 2, 6, 0, 0),
        ):
            days, faults = read([text, "调休上班日", "春节", None])
            self.assertEqual((faults, days[0].date), ([], date(2027, 2, 6)), text)
        words = {
            "放假": "holiday",
            "Holiday": "holiday",
            "补班": "makeup",
            "班": "makeup",
        }
        for word, kind in words.items():
            self.assertEqual(read(["2027-02-06", word, "春节"])[0][0].kind, kind)

    def test_columns_in_any_order_and_empty_rows(self):
        days, faults = read(
            ["国庆节", None, "2027-10-01", "放假"],
            [None, None, None, None],
            ["", "", "", ""],
            head=["名称", "备注", "日期", "类型"],
        )
        self.assertEqual(faults, [])
        self.assertEqual(days[0].names, {"zh_CN": "国庆节"})

    def test_every_faulty_row_is_named(self):
        _days, faults = read(
            ["2027-02-30", "holiday", "a"],
            ["2026-10-01", "holiday", "b"],
            ["2027-10-01", "holiday", "c"],
            ["2027-10-01", "makeup", "d"],
            ["2027-10-02", "maybe", "e"],
            ["2027-10-03", "holiday", ""],
            [None, "holiday", "g"],
            [20270101, "holiday", "h"],
        )
        self.assertEqual(
            [(fault.row, fault.code) for fault in faults],
            [
                (2, "date"),
                (3, "year"),
                (5, "double"),
                (6, "kind"),
                (7, "name"),
                (8, "date"),
                (9, "date"),
            ],
        )

    def test_missing_headings_and_days(self):
        self.assertEqual(read(head=["a"])[1][0].value, "date, kind, name")
        self.assertEqual(kernel.read_rows([], 2027, "en_US")[1][0].code, "heading")
        self.assertEqual(read()[1][0].code, "empty")

    def test_comparison(self):
        def day(kind="holiday", name="a", source="", n=1):
            return kernel.Day(date(2027, 1, n), kind, {"en_US": name}, source)

        def kinds(old, new):
            return [c.kind for c in kernel.compare(old, new, {"en_US"})]

        self.assertEqual(kinds([day()], [day()]), [])
        self.assertEqual(kinds([], [day()]), ["add"])
        self.assertEqual(kinds([day()], []), ["remove"])
        self.assertEqual(kinds([day()], [day("makeup")]), ["change"])
        self.assertEqual(kinds([day()], [day(name="b")]), ["change"])
        self.assertEqual(kinds([day(source="x")], [day()]), [])
        self.assertEqual(kinds([day()], [day(source="x")]), ["change"])
        self.assertEqual(kinds([day(n=2)], [day(n=1)]), ["add", "remove"])
