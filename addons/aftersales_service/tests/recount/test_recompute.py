import datetime

from odoo.tests import freeze_time

from odoo.addons.resource_calendar_makeup.kernel.days import Change, Day

from ..sla.common import SlaCommon, local, utc

FRIDAY = utc(2026, 3, 6, 16)


class TestRecompute(SlaCommon):
    """A new holiday moves open deadlines, with a preview before and a trace after (★3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_sla([cls.make_rule()])

    def setUp(self):
        super().setUp()
        with freeze_time(FRIDAY):
            self.order = self.make_order(called_at=FRIDAY)
        self.clock = self.order.clock_ids

    def add(self, date, kind="holiday"):
        self.env["resource.makeup.day"].create(
            {"table_id": self.table.id, "date": date, "kind": kind, "name": "节"}
        )

    def test_known_point(self):
        version = self.make_sla([self.make_rule(amount=4)], partner_id=self.customer.id)
        order = self.make_order(called_at=utc(2026, 2, 14, 9))
        self.assertEqual(order.sla_version_id, version)
        self.assertEqual(
            local(order.clock_ids.due_at).isoformat(), "2026-02-14T14:00:00"
        )

    def test_holiday_moves_the_deadline_and_leaves_a_trace(self):
        self.assertEqual(local(self.clock.due_at).isoformat(), "2026-03-09T14:00:00")
        before, warning = self.clock.due_at, self.clock.warn_at
        self.add("2026-03-09")
        self.assertEqual(local(self.clock.due_at).isoformat(), "2026-03-10T14:00:00")
        change = self.clock.change_ids
        self.assertEqual((change.old_due_at, change.kind), (before, "calendar"))
        self.assertIn("2026-03-09", change.reason)
        self.assertEqual(self.clock.original_due_at, before)
        self.assertGreater(self.clock.warn_at, warning)
        self.table.day_ids.filtered(lambda d: str(d.date) == "2026-03-09").unlink()
        self.assertEqual(self.clock.due_at, before)

    def test_make_up_day_brings_it_forward(self):
        self.add("2026-03-07", "makeup")
        self.assertEqual(local(self.clock.due_at).isoformat(), "2026-03-07T14:00:00")

    def test_other_days_and_stopped_clocks_stay(self):
        due = self.clock.due_at
        self.add("2026-03-12")
        self.order._stop_clocks("arrived", utc(2026, 3, 6, 17))
        self.add("2026-03-09")
        self.assertEqual(self.clock.due_at, due)
        self.assertFalse(self.clock.change_ids)

    def test_appointment_stays(self):
        self.clock._agree(utc(2026, 3, 9, 15), "appointment", "出差", "张主任")
        self.add("2026-03-09")
        self.assertEqual(self.clock.due_at, utc(2026, 3, 9, 15))

    def test_preview_writes_nothing_and_tells_the_truth(self):
        day = Day(datetime.date(2026, 3, 9), "holiday", {"zh_CN": "节"})
        changes = [Change(day.date, None, day)]
        due = self.clock.due_at
        rows = self.table._get_deadline_previews(changes)
        mine = [row for row in rows if row["res_id"] == self.order.id]
        self.assertEqual(len(mine), 1)
        self.assertEqual((mine[0]["model"], mine[0]["old"]), ("aftersales.order", due))
        self.assertIn(self.order.name, mine[0]["name"])
        self.assertEqual(self.clock.due_at, due)
        self.add("2026-03-09")
        self.assertEqual(self.clock.due_at, mine[0]["new"])

    def test_queries_do_not_grow_with_the_clocks(self):
        self.make_five()
        counts = []
        for size, date in ((10, "2026-03-09"), (60, "2026-03-10")):
            self.make_clocks(size, FRIDAY)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.add(date)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
