"""The arithmetic alone: against a count by hand over three years, and by properties."""

import datetime
import itertools
import random
from bisect import bisect_left
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase

from odoo.addons.resource_calendar_makeup.tests.published import (
    FIRST,
    SLOTS,
    STARTS,
    HalfHours,
    moment,
    works,
)

from ...kernel import clock, ledger

UTC = ZoneInfo("UTC")
HOURS = (4, 8, 24, 40)
DAYS = (1, 4, 15)


def published_schedule():
    """Work intervals of the published days, in local time taken for UTC."""
    days = [FIRST + datetime.timedelta(days=n) for n in range(SLOTS // 48)]
    intervals = [
        (day + datetime.timedelta(hours=begin), day + datetime.timedelta(hours=end))
        for day in days
        if works(day.date())
        for begin, end in ((9, 12), (13, 18))
    ]
    return clock.Schedule(intervals, UTC)


class TestBruteForce(BaseCase):
    """Every half hour of 2024 to 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counted = HalfHours()
        cls.schedule = published_schedule()
        cls.moments = [moment(slot) for slot in range(SLOTS)]

    def test_working_hours(self):
        wrong = []
        for hours in HOURS:
            spec = clock.Spec(hours, "working_hour")
            for slot in range(STARTS):
                found = clock.due(spec, self.moments[slot], UTC, self.schedule)
                if found != self.moments[self.counted.hours(slot, hours)]:
                    wrong.append((self.moments[slot], hours, found))
        self.assertEqual(wrong[:5], [], len(wrong))

    def test_working_days(self):
        """The day of the start never counts; the last one ends with its work."""
        worked_days = sorted({slot // 48 for slot in self.counted.worked})
        wrong = []
        for count in DAYS:
            spec = clock.Spec(count, "working_day")
            for slot in range(STARTS):
                index = bisect_left(worked_days, slot // 48 + 1) + count - 1
                wanted = self.moments[worked_days[index] * 48 + 36]
                found = clock.due(spec, self.moments[slot], UTC, self.schedule)
                if found != wanted:
                    wrong.append((self.moments[slot], count, found, wanted))
        self.assertEqual(wrong[:5], [], len(wrong))

    def test_backwards_is_the_reverse(self):
        spec = clock.Spec(6, "working_hour")
        back = clock.Spec(6, "working_hour", clock.BEFORE)
        for slot in range(96, STARTS, 331):
            due = clock.due(spec, self.moments[slot], UTC, self.schedule)
            start = clock.due(back, due, UTC, self.schedule)
            self.assertEqual(self.schedule.between(start, due), 6 * 3600)


class TestPauses(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedule = published_schedule()

    def histories(self, count):
        """Random starts and changes of owner, the same on every run."""
        dice = random.Random(20260214)
        for _n in range(count):
            start = moment(dice.randrange(STARTS)) + datetime.timedelta(
                seconds=dice.randrange(1800)
            )
            # The job may have had other owners before the clock began.
            earlier = datetime.timedelta(seconds=dice.choice((0, 0, 100_000)))
            position, changes = start - earlier, []
            for _change in range(dice.randrange(8)):
                longest = dice.choice((900, 20_000, 200_000))
                position += datetime.timedelta(seconds=dice.randrange(1, longest))
                if dice.random() < 0.4:  # on the dot, where work begins and ends
                    position += datetime.timedelta(minutes=59, seconds=59)
                    position = position.replace(minute=0, second=0)
                owner = dice.choice(("us", "customer", "parts", "supplier", "agent"))
                changes.append((position, owner))
            stop = max(position, start)
            stop += datetime.timedelta(seconds=dice.randrange(1, 200_000))
            yield dice, start, stop, changes

    def test_sums_are_the_time_elapsed(self):
        for dice, start, stop, changes in self.histories(2000):
            schedule = dice.choice((None, self.schedule))
            dice.shuffle(changes)  # the order of entry must not matter
            found = ledger.sums(changes, start, stop, schedule)
            self.assertEqual(sum(found.values()), int((stop - start).total_seconds()))

    def test_segments_have_no_gap_and_no_overlap(self):
        for _dice, start, stop, changes in self.histories(2000):
            found = ledger.segments(changes, start, stop)
            self.assertEqual((found[0][0], found[-1][1]), (start, stop))
            for begin, end, owner in found:
                told = [who for moment, who in changes if moment <= begin]
                self.assertEqual(owner, told[-1] if told else "us")
                self.assertLess(begin, end)
            for before, after in itertools.pairwise(found):
                self.assertEqual(before[1], after[0])

    def test_work_outside_the_pauses_is_the_amount(self):
        """Whatever the pauses: from start to due exactly the amount ran."""
        for dice, start, stop, changes in self.histories(2000):
            hours = dice.choice((1, 6, 7, 24, 40))
            schedule = dice.choice((clock.Always(), self.schedule))
            pauses = ledger.pauses(changes, {"customer", "parts"}, start, stop)
            spec = clock.Spec(hours, "working_hour")
            due = clock.due(spec, start, UTC, schedule, pauses)
            ran = schedule.between(start, due) - sum(
                schedule.between(begin, min(end, due))
                for begin, end in pauses
                if begin < due
            )
            self.assertEqual(ran, hours * 3600)
            self.assertFalse(any(begin < due < end for begin, end in pauses))

    def test_days_that_end_in_a_pause_do_not_count(self):
        for dice, start, stop, changes in self.histories(500):
            count = dice.choice(DAYS)
            pauses = ledger.pauses(changes, {"customer"}, start, stop)
            spec = clock.Spec(count, "working_day")
            due = clock.due(spec, start, UTC, self.schedule, pauses)
            ends = [
                close
                for day, close in zip(
                    self.schedule.days, self.schedule.closes, strict=True
                )
                if day > start.date() and close <= due
            ]
            counted = [end for end in ends if not any(b <= end < e for b, e in pauses)]
            self.assertEqual(len(counted), count)
            self.assertEqual(counted[-1], due)

    def test_more_pauses_never_make_it_earlier(self):
        for _dice, start, stop, changes in self.histories(500):
            spec = clock.Spec(24, "working_hour")
            few = ledger.pauses(changes, {"customer"}, start, stop)
            many = ledger.pauses(changes, {"customer", "agent"}, start, stop)
            dues = [
                clock.due(spec, start, UTC, self.schedule, pauses)
                for pauses in ((), few, many)
            ]
            self.assertEqual(dues, sorted(dues))

    def test_known_point(self):
        """A make-up day: Saturday 14 February 2026, 09:00, four working hours (★3)."""
        start = datetime.datetime(2026, 2, 14, 9)
        due = clock.due(clock.Spec(4, "working_hour"), start, UTC, self.schedule)
        self.assertEqual(due, datetime.datetime(2026, 2, 14, 14))
