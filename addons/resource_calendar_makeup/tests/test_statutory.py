import sys
from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..exceptions import MakeupPackageMissing, MakeupYearUnknown
from ..kernel import packages, statutory
from .common import MakeupCommon, naive_utc


@tagged("-at_install", "post_install")
class TestStatutory(MakeupCommon):
    """While a year's notice is not loaded, the days that are free by law are free."""

    def hours_on(self, *day):
        """Working hours of a day."""
        return sum(stop - start for start, stop in super().hours_on(*day))

    def test_new_year_is_free_before_its_notice_is_loaded(self):
        """Four working hours from 31 December 16:00 end on 4 January, not on the 1st."""
        self.assertEqual(self.hours_on(self.calendar, 2027, 1, 1), 0)
        end = self.calendar.plan_hours(4, naive_utc(2026, 12, 31, 16))
        self.assertEqual(end, naive_utc(2027, 1, 4, 11))

    def test_every_festival_of_2027(self):
        for day in (
            "01-01",
            "02-05",
            "02-08",
            "04-05",
            "05-01",
            "06-09",
            "09-15",
            "10-01",
        ):
            month, number = map(int, day.split("-"))
            with self.subTest(day):
                self.assertEqual(self.hours_on(self.calendar, 2027, month, number), 0)
        for month, number in ((2, 9), (5, 3), (6, 10), (10, 4)):  # by weekday alone
            with self.subTest(f"{month}-{number}"):
                self.assertEqual(self.hours_on(self.calendar, 2027, month, number), 8)
        self.assertFalse(self.calendar._works_on_date(date(2030, 10, 1)))

    def test_a_day_of_ones_own_does_not_make_new_year_a_working_day(self):
        """A stocktaking entered for 2027 is not the notice of 2027."""
        self.make_day(self.table, "2027-01-04", "holiday")
        self.assertEqual(self.hours_on(self.calendar, 2027, 1, 1), 0)

    def test_who_enters_a_working_day_by_hand_is_obeyed(self):
        self.make_day(self.table, "2027-01-01", "makeup")
        self.assertEqual(self.hours_on(self.calendar, 2027, 1, 1), 8)

    def test_tables_of_other_countries_or_none_know_no_such_days(self):
        table = self.make_table()
        self.calendar.makeup_table_id = table
        self.assertEqual(self.hours_on(self.calendar, 2027, 1, 1), 8)
        table.country_id = self.env.ref("base.cn")
        self.assertEqual(self.hours_on(self.calendar, 2027, 1, 1), 0)
        table.country_id = self.env.ref("base.de")
        self.assertEqual(self.hours_on(self.calendar, 2027, 1, 1), 8)

    def test_shipped_years_contain_every_day_by_law(self):
        """A notice adds days and takes none away: so the law may be taken for granted."""
        kinds = self.table._get_kinds()
        for year in (2025, 2026):
            for day in statutory.days(year):
                self.assertEqual(kinds.get(day), "holiday", day)

    def test_days_agree_with_the_package_for_every_year(self):
        try:
            from holidays import country_holidays
        except ImportError:
            self.skipTest("the package “holidays” is not installed")
        for year in statutory.YEARS:
            known = country_holidays("CN", years=year, observed=False)
            days = {d for d in known if d.year == year} - set(known.weekend_workdays)
            found = set(statutory.days(year))
            self.assertLessEqual(found, days, year)
            if year > 2026:
                self.assertEqual(found, days, year)

    def test_package_that_knows_a_later_year(self):
        """What the first package lacks the second one is asked for, if it was published."""
        with patch.dict(packages.PACKAGES, {"chinesecalendar": lambda _year: []}):
            found, missing = packages.find_year(2026)
        self.assertFalse(missing)
        kinds = {day.date: day.kind for day in found}
        shipped = self.table._get_kinds().items()
        self.assertEqual(kinds, {d: kind for d, kind in shipped if d.year == 2026})
        self.assertEqual({day.source for day in found}, {"holidays"})
        self.assertEqual(packages.find_year(2045)[0], [], "no notice, no year")

    def test_without_any_package_the_way_out_is_named(self):
        names = {"chinese_calendar": None, "holidays": None}
        with patch.dict(sys.modules, names), self.assertRaises(MakeupPackageMissing):
            self.table._read_published(2045)
        with self.assertRaises(MakeupYearUnknown):
            self.table._read_published(2045)

    def test_the_table_still_asks_for_the_year(self):
        with freeze_time("2026-12-05"):
            self.table.invalidate_recordset()
            self.assertTrue(self.table.year_missing)
