"""A day is a day on the spot, whatever zone the server or the reader is in."""

import os
import time
from datetime import datetime

from pytz import timezone, utc

from odoo.tests import new_test_user

from .common import MakeupCommon, china

NEW_YORK = timezone("America/New_York")


class TestZones(MakeupCommon):
    def due(self, calendar):
        start = datetime(2026, 2, 13, 16, 30, tzinfo=utc)  # 14 February 00:30 in China
        return calendar.plan_hours(4, start, compute_leaves=True)

    def test_reader_in_america(self):
        user = new_test_user(
            self.env, login="makeup_ny", groups="base.group_user", tz="America/New_York"
        )
        reader = self.calendar.with_user(user)
        self.assertEqual(self.due(reader), china(2026, 2, 14, 14))
        self.assertEqual(
            self.due(reader.with_context(tz="Pacific/Auckland")), china(2026, 2, 14, 14)
        )

    def test_zone_of_the_server(self):
        before = os.environ.get("TZ")
        try:
            for zone in ("UTC", "America/Los_Angeles", "Asia/Shanghai"):
                os.environ["TZ"] = zone
                time.tzset()
                self.assertEqual(self.due(self.calendar), china(2026, 2, 14, 14))
        finally:
            os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
            time.tzset()

    def test_answer_comes_in_the_zone_of_the_question(self):
        start = china(2026, 2, 14, 9).astimezone(NEW_YORK)
        due = self.calendar.plan_hours(4, start, compute_leaves=True)
        self.assertEqual(due, china(2026, 2, 14, 14))
        self.assertEqual(due.utcoffset(), start.utcoffset())

    def test_midnights_of_china(self):
        """15 February is the first day of the festival, from 16:00 of the 14th in UTC."""
        for start, due in (
            (china(2026, 2, 14, 17, 30), china(2026, 2, 24, 9, 30)),
            (china(2026, 2, 14, 23, 30), china(2026, 2, 24, 10)),
            (china(2026, 2, 15, 0, 30), china(2026, 2, 24, 10)),
            (china(2026, 2, 23, 23, 30), china(2026, 2, 24, 10)),
        ):
            found = self.calendar.plan_hours(
                1, start.astimezone(utc), compute_leaves=True
            )
            self.assertEqual(found, due)

    def test_resource_elsewhere_rests_on_its_own_date(self):
        resource = self.make_resource(self.calendar, tz="America/New_York")
        bounds = china(2026, 2, 13), china(2026, 2, 27)
        answer = self.calendar._work_intervals_batch(*bounds, resource)
        found = [
            start.replace(tzinfo=None) for start, _stop, _line in answer[resource.id]
        ]
        self.assertIn(datetime(2026, 2, 14, 9), found)
        self.assertNotIn(datetime(2026, 2, 23, 9), found)
        self.assertIn(datetime(2026, 2, 24, 9), found)
        self.assertEqual(
            answer[resource.id]._items[0][0].tzinfo.zone, "America/New_York"
        )

    def test_zone_asked_for_wins(self):
        bounds = china(2026, 2, 13), china(2026, 2, 16)
        found = self.calendar._attendance_intervals_batch(*bounds, tz=NEW_YORK)[False]
        starts = [start.replace(tzinfo=None) for start, _stop, _line in found]
        self.assertIn(datetime(2026, 2, 14, 9), starts)
        self.assertNotIn(datetime(2026, 2, 15, 9), starts)
