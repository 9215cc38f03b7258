import datetime
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, freeze_time

from ...kernel import ledger
from ..sla.common import CHINA, SlaCommon, utc

START = datetime.datetime(2026, 1, 15)
_MOMENTS = st.integers(0, 200 * 24 * 60).map(
    lambda minutes: START + datetime.timedelta(minutes=minutes)
)
_OWNERS = ("us", "customer", "parts", "supplier", "maker", "carrier")
_CHANGES = st.lists(st.tuples(_MOMENTS, st.sampled_from(_OWNERS)), max_size=12)


class TestMonths(TransactionCase):
    @settings(max_examples=200, deadline=None)
    @given(_CHANGES, _MOMENTS, _MOMENTS)
    def test_months_add_up_to_the_whole(self, changes, one, other):
        start, stop = sorted((one, other))
        months = ledger.months(START.date(), datetime.date(2026, 12, 31), CHINA)
        totals = {}
        for _month, begin, end in months:
            cut = (max(start, begin), min(stop, end))
            for owner, seconds in ledger.sums(changes, *cut).items():
                totals[owner] = totals.get(owner, 0) + seconds
        # What lies before midnight of the first day in China is in no month.
        whole = ledger.sums(changes, max(start, months[0][1]), stop)
        self.assertEqual(totals, whole)

    @settings(max_examples=100, deadline=None)
    @given(
        st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)),
        st.integers(0, 900),
    )
    def test_months_are_without_gap_or_overlap(self, first, days):
        months = ledger.months(first, first + datetime.timedelta(days=days), CHINA)
        for (_m, _b, end), (_next, begin, _e) in itertools.pairwise(months):
            self.assertEqual(end, begin)
        elapsed = months[-1][2] - months[0][1]
        self.assertEqual(elapsed, datetime.timedelta(days=days + 1))


class TestTimeSums(SlaCommon):
    """Whose time a month was, for each party (C7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_sla([cls.make_rule()], version={"calendar_id": False})

    def show(self, first, last, **vals):
        window = self.env["aftersales.time.sums"].with_user(self.director)
        window = window.create({"date_from": first, "date_to": last} | vals)
        lines = self.env["aftersales.time.sums.line"].with_user(self.director)
        return lines.search(window.action_show()["domain"])

    def job(self, *moment):
        with freeze_time(utc(*moment)):
            return self.make_order(called_at=utc(*moment))

    def change(self, order, owner, *moment):
        with freeze_time(utc(*moment)):
            order._change_owner(owner, "等")

    def hours(self, lines, order):
        ours = lines.filtered(
            lambda r: (r.res_model, r.res_id) == (order._name, order.id)
        )
        return {(r.month.month, r.owner): r.hours for r in ours}

    def test_each_party_has_its_hours_of_each_month(self):
        order = self.job(2026, 3, 31, 20)
        self.change(order, "customer", 2026, 3, 31, 22)
        self.change(order, "parts", 2026, 4, 1, 6)
        self.change(order, "us", 2026, 4, 2, 6)
        with freeze_time(utc(2026, 4, 2, 8)):
            lines = self.show("2026-03-01", "2026-04-30")
        expected = {(3, "us"): 2, (3, "customer"): 2}
        expected |= {(4, "customer"): 6, (4, "parts"): 24, (4, "us"): 2}
        self.assertEqual(self.hours(lines, order), expected)
        with freeze_time(utc(2026, 4, 2, 8)):
            whole = order._get_time_sums()[order]
        self.assertEqual(sum(lines.mapped("hours")), sum(whole.values()) / 3600)

    def test_what_was_called_off_is_nobody_s_time(self):
        order = self.job(2026, 3, 2, 9)
        order.action_cancel()
        with freeze_time(utc(2026, 3, 3, 9)):
            lines = self.show("2026-03-01", "2026-03-31")
        self.assertFalse(self.hours(lines, order))

    def test_a_job_counts_until_it_is_closed(self):
        order = self.job(2026, 3, 2, 9)
        order._in_flow().write({"state": "closed", "closed_at": utc(2026, 3, 2, 12)})
        with freeze_time(utc(2026, 4, 2, 8)):
            lines = self.show("2026-03-01", "2026-04-30")
        self.assertEqual(self.hours(lines, order), {(3, "us"): 3})

    def test_only_the_unit_that_was_chosen(self):
        unit = self.env["aftersales.unit"].create({"name": "分公司", "code": "FGS9"})
        order = self.job(2026, 3, 2, 9)
        with freeze_time(utc(2026, 3, 2, 12)):
            lines = self.show("2026-03-01", "2026-03-31", unit_id=unit.id)
        self.assertFalse(self.hours(lines, order))

    def test_whose_time_it_was_is_the_manager_s(self):
        with self.assertRaises(AccessError):
            self.env["aftersales.time.sums"].with_user(self.technician).create({})
        line = self.job(2026, 3, 2, 9) and self.show("2026-03-01", "2026-03-31")[:1]
        self.assertTrue(line.action_open_document()["res_id"])

    def test_rows_for_a_thousand_jobs_cost_no_query_each(self):
        def count(jobs):
            for _n in range(jobs):
                self.job(2026, 3, 2, 9)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(utc(2026, 3, 2, 12)):
                self.show("2026-03-01", "2026-03-02")
            return self.env.cr.sql_log_count - before

        count(2)
        few = count(2)
        self.assertLessEqual(count(20), few + 3)
