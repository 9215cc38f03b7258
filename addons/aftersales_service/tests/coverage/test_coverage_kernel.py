import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...kernel.coverage import CoverageError, Event, Projection, apply, replay

START = datetime.date(2025, 3, 10)
DAY = datetime.timedelta(1)


@st.composite
def histories(draw):
    """Random histories: the days only go forward, illegal events are left out."""
    events = [
        Event(
            "granted",
            START,
            draw(st.integers(1, 36)),
            draw(st.sampled_from(("day", "month", "year"))),
        )
    ]
    state, day = replay(events), START
    for _index in range(draw(st.integers(0, 12))):
        day += draw(st.integers(0, 200)) * DAY
        kind = draw(
            st.sampled_from(
                (
                    "suspended",
                    "resumed",
                    "extended",
                    "restarted",
                    "transferred",
                    "voided",
                )
            )
        )
        event = Event(
            kind, day, draw(st.integers(1, 24)), draw(st.sampled_from(("day", "month")))
        )
        try:
            state = apply(state, event)
        except CoverageError:
            continue
        events.append(event)
    return events


class TestCoverageLedger(BaseCase):
    @settings(max_examples=300, deadline=None)
    @given(histories())
    def test_replay_equals_step_by_step(self, events):
        state = Projection()
        for event in events:
            state = apply(state, event)
        self.assertEqual(state, replay(events))

    @settings(max_examples=300, deadline=None)
    @given(histories())
    def test_the_end_never_moves_earlier(self, events):
        state = Projection()
        for event in events:
            after = apply(state, event)
            if state.end:
                self.assertGreaterEqual(after.end, state.end)
            state = after

    @settings(max_examples=300, deadline=None)
    @given(histories())
    def test_suspended_days_add_up(self, events):
        """Days added are exactly the days between suspensions and their resumptions."""
        total, state = 0, Projection()
        for event in events:
            if event.kind == "resumed":
                total += (event.day - state.suspended_on).days
            state = apply(state, event)
        self.assertEqual(state.suspended_days, total)

    def test_a_repair_moves_the_end_by_its_days(self):
        state = replay(
            [
                Event("granted", START, 12),
                Event("suspended", datetime.date(2025, 6, 1)),
                Event("resumed", datetime.date(2025, 6, 15)),
            ]
        )
        self.assertEqual(state.end, datetime.date(2026, 3, 23))

    def test_illegal_events_say_why(self):
        cases = {
            "nothing": [Event("extended", START, 1)],
            "twice": [Event("granted", START, 1), Event("granted", START, 1)],
            "suspended": [
                Event("granted", START, 1),
                Event("suspended", START),
                Event("suspended", START),
            ],
            "running": [Event("granted", START, 1), Event("resumed", START)],
            "void": [
                Event("granted", START, 1),
                Event("voided", START),
                Event("extended", START, 1),
            ],
            "early": [Event("granted", START, 1), Event("suspended", START - DAY)],
            "over": [Event("granted", START, 1), Event("suspended", START + 40 * DAY)],
            "amount": [Event("granted", START, 0)],
        }
        for code, events in cases.items():
            with self.assertRaises(CoverageError) as caught:
                replay(events)
            self.assertEqual(caught.exception.code, code)
