"""Laws that hold for any days and any hours of the week, searched by hypothesis."""

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .common import CHINA, MakeupCommon

FIRST = date(2026, 1, 5)
LENGTH = 42
OPTIONS = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
# Hours of the weekdays: none, a morning, or a morning and an afternoon.
WEEK = st.lists(
    st.sampled_from([(), ((9, 12),), ((8, 11), (14, 18))]), min_size=7, max_size=7
)
SPECIAL = st.dictionaries(
    st.integers(0, LENGTH - 1), st.sampled_from(["holiday", "makeup"]), max_size=12
)


class TestProperties(MakeupCommon):
    def make(self, week, special, pattern):
        table = self.make_table()
        self.env["resource.makeup.day"].create(
            [
                {
                    "table_id": table.id,
                    "date": FIRST + timedelta(days=n),
                    "kind": kind,
                    "name": "节",
                }
                for n, kind in special.items()
            ]
        )
        lines = [
            (0, 0, {"name": "x", "dayofweek": str(n), "hour_from": a, "hour_to": b})
            for n, hours in enumerate(week)
            for a, b in hours
        ]
        return self.calendar.copy(
            {
                "makeup_table_id": table.id,
                "makeup_dayofweek": str(pattern),
                "attendance_ids": [(5,), *lines],
            }
        )

    def expected(self, week, special, pattern):
        """Stretches of work, told day by day."""
        found = []
        for n in range(LENGTH):
            day = FIRST + timedelta(days=n)
            kind = special.get(n)
            hours = () if kind == "holiday" else week[day.weekday()]
            hours = week[pattern] if kind == "makeup" else hours
            found += [(_at(day, a), _at(day, b)) for a, b in hours]
        return found

    @OPTIONS
    @given(WEEK, SPECIAL, st.integers(0, 6))
    def test_every_day_has_the_hours_that_the_rules_say(self, week, special, pattern):
        calendar = self.make(week, special, pattern)
        bounds = _at(FIRST, 0), _at(FIRST + timedelta(days=LENGTH), 0)
        found = calendar._attendance_intervals_batch(*bounds)[False]
        self.assertEqual(
            [(a, b) for a, b, _line in found], self.expected(week, special, pattern)
        )

    @OPTIONS
    @given(SPECIAL, st.integers(0, 48 * LENGTH), st.integers(1, 60))
    def test_planned_hours_are_the_hours_counted(self, special, start, hours):
        calendar = self.make([((9, 12), (13, 18))] * 5 + [()] * 2, special, 4)
        start = _at(FIRST, 0) + start * timedelta(minutes=30)
        due = calendar.plan_hours(hours, start, compute_leaves=True)
        self.assertEqual(calendar.get_work_hours_count(start, due), hours)
        self.assertLess(
            calendar.get_work_hours_count(start, due - timedelta(minutes=1)), hours
        )

    @OPTIONS
    @given(SPECIAL, st.lists(st.integers(0, 48 * LENGTH), min_size=3, max_size=3))
    def test_counts_of_neighbouring_periods_add_up(self, special, marks):
        calendar = self.make([((9, 12), (13, 18))] * 5 + [()] * 2, special, 0)
        first, middle, last = (
            _at(FIRST, 0) + n * timedelta(minutes=30) for n in sorted(marks)
        )
        count = calendar.get_work_hours_count
        self.assertEqual(count(first, middle) + count(middle, last), count(first, last))


def _at(day, hour):
    return CHINA.localize(datetime(day.year, day.month, day.day, hour))
