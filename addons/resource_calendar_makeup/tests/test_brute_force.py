"""Every half hour of three years, against a count by hand (published.py).

All 52,608 starts go through Odoo's own ``plan_hours`` and ``plan_days``. Each of the
368,256 plans asks for one to four fortnights of intervals from the database, which takes
5 ms; so the intervals are fetched once for the three years and cut to the fortnights in
memory. That the cut is what the database would have answered is checked on a sample of
windows, and the untouched methods are called on a sample of starts. Both samples step
by a prime number of half hours, so every time of the day and every weekday is met, and
every start near a published day is added to the second.
"""

import itertools
from bisect import bisect_left, bisect_right
from datetime import timedelta
from unittest.mock import patch

from pytz import utc

from .common import CHINA, MakeupCommon
from .published import (
    FIRST,
    REST,
    SLOTS,
    STARTS,
    WORK,
    HalfHours,
    moment,
)  # fmt: skip

HOURS = (4, 8, 24, 40)
DAYS = (1, 4, 15)
FORTNIGHT = timedelta(days=14)


class Windows:
    """Answers for ``_work_intervals_batch`` out of one long answer of it."""

    def __init__(self, calendar):
        first, last = (CHINA.localize(moment(slot)) for slot in (0, SLOTS))
        answer = calendar._work_intervals_batch(first, last)[False]
        self.items = list(answer)
        self.starts = [start for start, _stop, _line in self.items]
        self.stops = [stop for _start, stop, _line in self.items]

    def cut(self, start, stop):
        items = self.items[
            bisect_right(self.stops, start) : bisect_left(self.starts, stop)
        ]
        if items and items[0][0] < start:
            items[0] = (start, *items[0][1:])
        if items and items[-1][1] > stop:
            items[-1] = (items[-1][0], stop, items[-1][2])
        return items

    def serve(self):
        """Let every calendar answer by the cut."""

        def answer(_calendar, start, stop, **_options):
            return {False: self.cut(start, stop)}

        return answer


class TestBruteForce(MakeupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counted = HalfHours()
        cls.windows = Windows(cls.calendar)
        # One time stamp per half hour, made once: 300,000 plans compare with them.
        cls.moments = [
            utc.localize(FIRST - timedelta(hours=8) + n * timedelta(minutes=30))
            .astimezone(CHINA)
            for n in range(SLOTS)
        ]  # fmt: skip

    def differences(self, slots):
        plans = [
            (self.calendar.plan_hours, self.counted.hours, HOURS),
            (self.calendar.plan_days, self.counted.days, DAYS),
        ]
        return [
            (moment(slot), plan.__name__, amount, planned, self.moments[wanted])
            for plan, count, amounts in plans
            for amount in amounts
            for slot in slots
            for planned in [plan(amount, self.moments[slot], compute_leaves=True)]
            for wanted in [count(slot, amount)]
            if planned != self.moments[wanted]
        ]

    def test_every_half_hour_of_three_years(self):
        model = type(self.calendar)
        with patch.object(model, "_work_intervals_batch", self.windows.serve()):
            found = self.differences(range(STARTS))
        self.assertEqual(STARTS, 52608)
        self.assertEqual(found[:10], [], f"{len(found)} differences")

    def test_windows_are_what_the_database_answers(self):
        for slot in range(0, STARTS, 89):
            start = self.moments[slot]
            asked = self.calendar._work_intervals_batch(start, start + FORTNIGHT)
            cut = self.windows.cut(start, start + FORTNIGHT)
            self.assertEqual(list(asked[False]), cut, start)

    def test_untouched_methods_on_a_sample(self):
        found = self.differences(range(0, STARTS, 673))
        self.assertEqual(found[:10], [], f"{len(found)} differences")

    def test_untouched_methods_around_every_published_day(self):
        midnights = {
            48 * ((day - FIRST.date()).days + shift)
            for day in REST | WORK
            for shift in (-1, 0)
        }
        slots = [midnight + 2 * 9 for midnight in sorted(midnights) if midnight >= 0]
        found = self.differences(slots)
        self.assertEqual(found[:10], [], f"{len(found)} differences")

    def test_working_hours_of_every_year_and_month(self):
        worked = self.counted.worked
        marks = [n for n in range(SLOTS) if n % 48 == 0 and moment(n).day == 1]
        for first, last in itertools.pairwise(marks):
            count = self.calendar.get_work_hours_count(
                self.moments[first], self.moments[last]
            )
            wanted = bisect_left(worked, last) - bisect_left(worked, first)
            self.assertEqual(count * 2, wanted, moment(first))

    def test_fails_when_a_published_day_is_missing(self):
        """The comparison itself can see: without one day it must find differences."""
        self.table.day_ids.filtered(lambda day: str(day.date) == "2026-02-14").unlink()
        start = 2 * 24 * (366 + 365 + 44) + 2 * 9
        self.assertEqual(str(moment(start)), "2026-02-14 09:00:00")
        self.assertTrue(self.differences([start]))
