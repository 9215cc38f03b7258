import datetime
import itertools
import random

from psycopg2 import IntegrityError

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ...exceptions import ClockRefused, ProofMissing, ProtectedRefused
from ...kernel import clock as kernel
from ...kernel import ledger
from .common import CHINA, SlaCommon, local, utc

MONDAY = utc(2026, 3, 2, 10)


class TestTimeLedger(SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_sla([cls.make_rule()])

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.order = self.make_order(called_at=MONDAY)
        self.clock = self.order.clock_ids

    def change(self, owner, *moment, reason="等客户"):
        with freeze_time(utc(*moment)):
            self.order.with_user(self.dispatcher)._change_owner(owner, reason)

    def test_waiting_for_the_customer_stops_the_clock(self):
        self.change("customer", 2026, 3, 2, 11)
        self.assertEqual(self.clock.state, "paused")
        self.assertFalse(self.clock.next_warning_at)
        self.change("us", 2026, 3, 2, 16)
        self.assertFalse(self.clock.paused_at)
        # 1 h before, 2 h of Monday (16 to 18) and 3 h of Tuesday
        self.assertEqual(local(self.clock.due_at).isoformat(), "2026-03-03T12:00:00")
        self.assertEqual(self.clock.change_ids.kind, "pause")
        self.assertEqual(local(self.clock.original_due_at).hour, 17)

    def test_waiting_for_parts_does_not_unless_the_rule_says_so(self):
        self.change("parts", 2026, 3, 2, 11)
        self.assertFalse(self.clock.paused_at)
        self.change("us", 2026, 3, 2, 16)
        self.assertEqual(self.clock.due_at, self.clock.original_due_at)

    def test_sums_are_the_time_elapsed(self):
        self.change("customer", 2026, 3, 2, 11)
        self.change("parts", 2026, 3, 2, 14)
        self.change("us", 2026, 3, 3, 10)
        with freeze_time(utc(2026, 3, 3, 12)):
            sums = self.order._get_time_sums()[self.order]
        hours = {owner: seconds / 3600 for owner, seconds in sums.items()}
        self.assertEqual(hours, {"us": 3, "customer": 2, "parts": 5, "off": 16})
        self.assertEqual(sum(hours.values()), 26)

    def test_new_calendar_rewrites_no_history(self):
        self.change("customer", 2026, 3, 2, 11)
        entries = self.order.time_entry_ids.read(["moment", "owner"])
        self.env["resource.makeup.day"].create(
            {"table_id": self.table.id, "date": "2026-03-02", "kind": "holiday", "name": "节"}
        )  # fmt: skip
        self.assertEqual(self.order.time_entry_ids.read(["moment", "owner"]), entries)
        with freeze_time(utc(2026, 3, 2, 20)):
            self.assertEqual(
                self.order._get_time_sums()[self.order], {"off": 10 * 3600}
            )

    def test_guards(self):
        with self.assertRaises(ProofMissing):
            self.change("customer", 2026, 3, 2, 11, reason=" ")
        with self.assertRaisesRegex(ClockRefused, "already"):
            self.change("us", 2026, 3, 2, 11)
        self.change("customer", 2026, 3, 2, 11)
        with self.assertRaisesRegex(ClockRefused, "later moment"):
            self.change("us", 2026, 3, 2, 11)
        with (
            self.assertRaisesRegex(ClockRefused, "not later"),
            freeze_time(utc(2026, 3, 2, 12)),
        ):
            self.order._change_owner("us", "早", utc(2026, 3, 2, 13))
        with self.assertRaises(ProtectedRefused):
            self.order.sudo().time_entry_ids.moment = MONDAY

    def test_two_changes_at_one_moment_cannot_be_stored(self):
        self.change("customer", 2026, 3, 2, 11)
        entry = self.order.time_entry_ids
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            entry.sudo().copy({"moment": entry.moment})

    def test_closed_job_waits_for_nobody(self):
        self.order.action_close()
        with self.assertRaisesRegex(ClockRefused, "ended"):
            self.order._change_owner("customer", "等")

    def test_buttons(self):
        action = self.order.action_pause()
        wizard = (
            self.env["aftersales.sla.pause"]
            .with_user(self.dispatcher)
            .with_context(**action["context"])
            .create({"owner": "supplier", "reason": "等厂家"})
        )
        wizard.action_apply()
        self.assertEqual(self.order.time_owner, "supplier")
        with freeze_time(datetime.datetime.now() + datetime.timedelta(minutes=1)):
            self.order.with_user(self.dispatcher).action_resume()
        self.assertEqual(self.order.time_owner, "us")
        self.assertIn("progress-bar", self.order.ledger_bar)

    def test_random_histories(self):
        """Pause, resume, other owners, other calendars, extensions: sums hold, the due date
        is what the kernel replays, and every move left a trace that joins the next."""
        dice = random.Random(71)
        for _number in range(3):
            with freeze_time(MONDAY):
                order = self.make_order(called_at=MONDAY)
            self.play(order, dice)

    def play(self, order, dice):
        clock, moment = order.clock_ids, MONDAY
        for _step in range(8):
            moment += datetime.timedelta(seconds=dice.randrange(60, 20_000))
            with freeze_time(moment):
                if dice.random() < 0.3:
                    self.turn(datetime.date(2026, 3, dice.randrange(3, 12)), dice)
                else:
                    others = {"us", "customer", "parts", "agent"} - {order.time_owner}
                    order._change_owner(dice.choice(sorted(others)), "换")
                sums = order._get_time_sums()[order]
                self.assertEqual(
                    sum(sums.values()), int((moment - MONDAY).total_seconds())
                )
                self.check_due(order, clock, moment)
        trail = clock.change_ids.sorted("id")
        self.assertEqual(trail[:1].old_due_at or clock.due_at, clock.original_due_at)
        for before, after in itertools.pairwise(trail):
            self.assertEqual(before.new_due_at, after.old_due_at)
        if trail:
            self.assertEqual(trail[-1].new_due_at, clock.due_at)

    def turn(self, date, dice):
        """A date becomes special, or ordinary again."""
        known = self.table.day_ids.filtered(lambda day: day.date == date)
        if known:
            known.unlink()
            return
        self.env["resource.makeup.day"].create(
            {
                "table_id": self.table.id,
                "date": date,
                "kind": dice.choice(("holiday", "makeup")),
                "name": "节",
            }
        )

    def check_due(self, order, clock, moment):
        changes = [(e.moment, e.owner) for e in order.time_entry_ids]
        if clock.paused_at:
            self.assertEqual(order.time_owner, "customer")
            return
        pauses = ledger.pauses(changes, {"customer"}, MONDAY, moment)
        schedule = self.calendar._aftersales_schedule(MONDAY, utc(2026, 12, 1))
        spec = kernel.Spec(6, "working_hour")
        self.assertEqual(
            clock.due_at, kernel.due(spec, MONDAY, CHINA, schedule, pauses)
        )
