"""What the add-on leaves when it goes; the whole removal is tried by the suite."""

from odoo.addons.resource_calendar_makeup.hooks import uninstall_hook

from .common import MakeupCommon, china

NAME = "resource_calendar_makeup.calendar_china"


class TestUninstall(MakeupCommon):
    def test_schedule_that_nobody_uses_goes(self):
        uninstall_hook(self.env)
        self.assertFalse(self.calendar.exists())

    def test_schedule_in_use_stays_as_an_ordinary_one(self):
        own = self.calendar.copy()
        self.env.company.resource_calendar_id = self.calendar
        uninstall_hook(self.env)
        self.assertEqual(self.env.company.resource_calendar_id, self.calendar)
        self.assertFalse(self.env.ref(NAME, raise_if_not_found=False))
        self.assertFalse((self.calendar + own).makeup_table_id)
        self.assertEqual(self.hours_on(self.calendar, 2026, 2, 14), [])
        week = china(2026, 3, 2), china(2026, 3, 9)
        self.assertEqual(self.calendar.get_work_hours_count(*week), 40)

    def test_schedule_that_is_gone_already(self):
        self.calendar.unlink()
        uninstall_hook(self.env)
