import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import freeze_time

from ..desk.test_desk import DeskCase
from ..sla.common import SlaCommon, utc

CALLED = utc(2026, 3, 2, 10)
MINUTE = datetime.timedelta(minutes=1)
_SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck)
)
# What happens to a deadline, so many minutes after the step before.
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(("customer", "parts", "us", "agree", "extend", "facts")),
        st.integers(1, 2000),
        st.integers(1, 4000),
    ),
    max_size=8,
)


class TestClockReplay(SlaCommon):
    """Whatever is rescheduled, paused and extended in whatever order: who replays the rows
    that it left comes to the same due date."""

    def live(self, steps, unit, amount):
        """A deadline to which ``steps`` happen; nothing waits at the end."""
        self.make_sla(
            [
                self.make_rule(unit=unit, amount=amount, calendar_id=self.hours(unit),
                               pause_parts=True, code="T-21")
            ],
            partner_id=self.customer.id,
        )  # fmt: skip
        now = CALLED
        with freeze_time(now):
            order = self.make_order(called_at=CALLED)
        clock = order.sudo().clock_ids
        for kind, minutes, later in [*steps, ("us", 1, 0)]:
            now += minutes * MINUTE
            with freeze_time(now):
                self.take(order, clock, kind, now + later * MINUTE)
                self.env.flush_all()
        clock.invalidate_recordset()
        return order, clock

    def hours(self, unit):
        return self.calendar.id if unit == "working_hour" else False

    def take(self, order, clock, kind, moment):
        if kind in ("customer", "parts", "us"):
            if order.time_owner != kind:
                order._change_owner(kind, "等")
        elif kind == "facts":
            order.area = "city" if order.area == "suburb" else "suburb"
        elif kind == "agree":
            clock._agree(moment, "appointment", "客户有事", "王工")
        elif not clock.due_at or moment > clock.due_at:
            asked = self.env["aftersales.sla.extension"].create(
                {"clock_id": clock.id, "due_at": moment, "reason": "缺件"}
            )
            asked.action_request()
            asked.approval_ids.with_user(self.director).action_agree()

    def replay(self, order, clock):
        """The due date, minute by minute, from the rows of the ledger and of changes."""
        kinds = ("appointment", "extension")
        agreed = clock.change_ids.filtered(lambda c: c.kind in kinds).sorted("id")
        if clock.agreed_due_at:
            # An agreement for the date that holds anyway leaves no row.
            return agreed[-1:].new_due_at or clock.original_due_at
        entries = [(e.moment, e.owner) for e in order.sudo().time_entry_ids]
        entries.sort()
        left, now = clock.amount * 60, CALLED
        work = self.get_work(clock)
        while left > 0:
            owner = next((o for m, o in reversed(entries) if m <= now), "us")
            left -= owner == "us" and work(now)
            now += MINUTE
        return now

    def get_work(self, clock):
        """Whether a minute is worked in."""
        if not clock.calendar_id:
            return lambda moment: True
        stop = CALLED + datetime.timedelta(days=90)
        schedule = clock.calendar_id._aftersales_schedule(CALLED, stop, self.company)
        spans = list(zip(schedule.starts, schedule.stops, strict=True))
        return lambda moment: any(begin <= moment < end for begin, end in spans)

    @_SETTINGS
    @given(_STEPS, st.sampled_from((("hour", 6), ("working_hour", 9), ("hour", 30))))
    def test_any_sequence_is_reproduced_by_its_rows(self, steps, span):
        with self.env.cr.savepoint() as savepoint:
            order, clock = self.live(steps, *span)
            self.assertEqual(clock.due_at, self.replay(order, clock))
            due = clock.original_due_at
            for change in clock.change_ids.sorted("id"):
                self.assertEqual(change.old_due_at, due)
                due = change.new_due_at
            self.assertEqual(clock.due_at, due)
            self.assertFalse(clock._replan("calendar", "再算一次"))
            savepoint.rollback()
        self.env.invalidate_all()


_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "area": st.sampled_from(("city", "suburb", "other")),
        "distance_km": st.integers(0, 1500),
        "distance_band_km": st.sampled_from((0, 300, 1000, 1001)),
        "severity": st.sampled_from(("simple", "general", "complex", "serious")),
        "fault_area": st.sampled_from(("body", "chassis", "other")),
        "supplier_needed": st.booleans(),
        "order_kind": st.sampled_from(("repair", "complaint", "consultation")),
    },
)


class TestDeskPromise(DeskCase, SlaCommon):
    """What is promised at the desk is what the clock says, or is asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        always = {"unit": "hour", "calendar_id": False}
        make = cls.make_rule
        cls.make_sla(
            [
                make(code="T-03", amount=3, area="city", **always),
                make(code="T-18", amount=24, km_to=300, fault_area="body", **always),
                make(code="T-19", amount=48, km_from=300, fault_area="body", **always),
                make(stop="answered", code="T-16", amount=12, supplier_needed=True,
                     **always),
                make("complaint_received", "plan_fixed", code="T-08", amount=4,
                     unit="working_day"),
                make(stop="solved", code="T-11", amount=15, unit="working_day",
                     severity="general"),
                make(stop="solved", code="T-10", amount=24, severity="serious", **always),
            ]
        )  # fmt: skip

    @_SETTINGS
    @given(_FACTS, st.integers(0, 14 * 24 * 60))
    def test_desk_and_clock_say_the_same(self, facts, minutes):
        with (
            freeze_time(CALLED + minutes * MINUTE),
            self.env.cr.savepoint() as savepoint,
        ):
            facts |= {"called_at": CALLED + minutes * MINUTE}
            promise = self.desk.preview(self.facts(**facts))["promise"]
            order = self.save(f"{minutes} {facts}", **facts)
            self.assertEqual(str(order.promised_at), promise["at"])
            self.assertEqual(bool(order.asks_distance), bool(promise["missing"]))
            clocks = order.sudo().clock_ids.filtered(lambda c: c.due_at)
            if promise["rule"]:
                rule = clocks.filtered(lambda c: c.rule_id.name == promise["rule"])
                self.assertIn(order.promised_at, rule.mapped("due_at"))
            else:
                self.assertFalse(clocks)
            savepoint.rollback()
        self.env.invalidate_all()
