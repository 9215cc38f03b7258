import csv
import datetime
from pathlib import Path

from odoo import Command

from ..sla.common import SlaCommon, local, utc

TABLE = Path(__file__).parent.parent / "data" / "clocks.csv"
NUMBERS = {"km_from", "km_to", "distance_km"}


def moment(text):
    return utc(*datetime.datetime.fromisoformat(text).timetuple()[:6])


def pairs(text):
    found = dict(pair.split("=") for pair in text.split(";") if pair)
    return {key: float(v) if key in NUMBERS else v for key, v in found.items()}


class TestClockTable(SlaCommon):
    """T-01 to T-60: each can be written as a rule, and answers an example by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = list(csv.DictReader(TABLE.read_text().splitlines()))
        split = cls.env["resource.calendar"].create(
            {
                "name": "8–12, 14–18",
                "tz": "Asia/Shanghai",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for begin, end, period in (
                        (8, 12, "morning"),
                        (14, 18, "afternoon"),
                    )
                ],
            }
        )
        cls.hours = {"": False, "china": cls.calendar.id, "split": split.id}

    def prepare(self, row):
        """Values of the rule, facts that meet it, facts that do not."""
        given, _bar, more = row["facts"].partition("|")
        conditions = pairs(given)
        facts = {k: v for k, v in conditions.items() if k not in ("km_from", "km_to")}
        rule = self.make_rule(
            row["start"],
            row["stop"],
            code=row["code"],
            amount=float(row["amount"] or 0),
            unit=row["unit"],
            direction=row["direction"],
            bound=row["bound"],
            due_hour=float(row["due_hour"] or 0),
            calendar_id=self.hours[row["hours"]],
            **conditions,
        )
        return rule, facts | pairs(more), pairs(row["otherwise"])

    def test_table_is_complete(self):
        codes = [row["code"] for row in self.rows]
        self.assertEqual(codes, [f"T-{number:02d}" for number in range(1, 61)])

    def test_every_clock(self):
        order = self.make_order()
        for row in self.rows:
            with self.subTest(row["code"]):
                vals, facts, otherwise = self.prepare(row)
                rule = self.make_sla([vals], approve=False).rule_ids
                self.assertEqual(rule._match(row["start"], facts), rule)
                self.assertFalse(rule._match("nothing_of_ours", facts))
                if otherwise:
                    self.assertFalse(rule._match(row["start"], otherwise))
                common = order._prepare_clock(moment(row["event_at"]))
                clock = self.env["aftersales.sla.clock"].create(
                    rule._prepare_clock() | order._begin(rule, common)
                )
                due = clock._get_plans()[clock].due_at
                wanted = row["due"] and local(moment(row["due"]))
                self.assertEqual(due and local(due), wanted or False)

    def test_distance_bands_are_closed_at_the_top(self):
        """T-72: no distance is no band, 300 km is 24 h, 301 km is 48 h, 1000 is 48, 1001 is 72."""
        template = self.env.ref("aftersales_service.sla_version_ps_02")
        amounts = [
            template.rule_ids._match("called", {"distance_km": km}).mapped("amount")
            for km in (0, 1, 300, 301, 1000, 1001)
        ]
        self.assertEqual(amounts, [[], [24], [24], [48], [48], [72]])

    def test_coach_answers_or_arrives(self):
        """T-15, T-16 (V-04): up to 100 km somebody comes, beyond he answers."""
        rules = self.env.ref("aftersales_service.sla_version_ps_04").rule_ids
        found = [
            rules._match("called", {"fault_area": "body"} | facts).mapped(
                "stop_event_id.code"
            )
            for facts in (
                {"distance_km": 100.0},
                {"distance_km": 101.0},
                {"distance_km": 50.0, "supplier_needed": True},
            )
        ]
        self.assertEqual(found, [["arrived"], ["answered"], ["answered", "arrived"]])
