"""Calendars, days and helpers for the tests of this add-on and of those upon it."""

import base64
from datetime import datetime

from pytz import timezone, utc

from odoo.tests import TransactionCase

CHINA = timezone("Asia/Shanghai")
FILE = """date,kind,name,source
2027-01-01,holiday,元旦,通知
2027-01-02,holiday,元旦,通知
2027-01-09,makeup,元旦,通知
"""


def china(*moment):
    """A moment on a Chinese clock."""
    return CHINA.localize(datetime(*moment))


def naive_utc(*moment):
    """The same moment as Odoo stores it."""
    return china(*moment).astimezone(utc).replace(tzinfo=None)


class MakeupCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env.ref("resource_calendar_makeup.calendar_china")
        cls.table = cls.env.ref("resource_calendar_makeup.table_china")

    @classmethod
    def make_table(cls, **values):
        return cls.env["resource.makeup.table"].create({"name": "本厂", **values})

    @classmethod
    def make_day(cls, table, date, kind="holiday", **values):
        return cls.env["resource.makeup.day"].create(
            {"table_id": table.id, "date": date, "kind": kind, "name": "节", **values}
        )

    @classmethod
    def make_resource(cls, calendar, **values):
        return cls.env["resource.resource"].create(
            {
                "name": "王工",
                "calendar_id": calendar.id,
                "tz": "Asia/Shanghai",
                "company_id": cls.env.company.id,
                **values,
            }
        )

    def day_of(self, date):
        return self.table.day_ids.filtered(lambda day: str(day.date) == date)

    def hours_on(self, calendar, year, month, day, resource=None, **options):
        """Begin and end of each stretch of work on a Chinese date."""
        resources = resource or self.env["resource.resource"]
        found = calendar._work_intervals_batch(
            china(year, month, day),
            china(year, month, day, 23, 59, 59),
            resources,
            **options,
        )[resources.id]
        return [(start.hour, stop.hour) for start, stop, _line in found]

    def load_file(self, text, year=2027, name="days.csv", table=None):
        content = text if isinstance(text, bytes) else text.encode()
        return self.env["resource.makeup.load"].create(
            {
                "table_id": (table or self.table).id,
                "year": year,
                "origin": "file",
                "file": base64.b64encode(content),
                "filename": name,
            }
        )
