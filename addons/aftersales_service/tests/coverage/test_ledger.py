import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...exceptions import GroupRefused, LedgerRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon

START = datetime.date(2026, 1, 1)


class TestLedger(AfterSalesCommon):
    def setUp(self):
        super().setUp()
        self.device = self.make_device(
            "D-1", coverage={"months": 12, "start_date": START}
        )
        self.coverage = self.device.coverage_ids

    def test_a_grant_is_the_first_event(self):
        self.assertEqual(self.coverage.event_ids.mapped("kind"), ["granted"])
        self.assertEqual(str(self.coverage.end_date), "2026-12-31")

    def test_dates_are_not_typed_in(self):
        for vals in (
            {"end_date": "2030-01-01"},
            {"start_date": "2020-01-01"},
            {"voided_on": False},
        ):
            with self.assertRaises(ProtectedRefused):
                self.coverage.with_user(self.director).write(vals)
        with self.assertRaises(ProtectedRefused):
            self.coverage.with_context(aftersales_ledger=True).end_date = "2030-01-01"

    def test_events_are_append_only(self):
        with self.assertRaises(ProtectedRefused):
            self.coverage.event_ids.day = "2020-01-01"
        with self.assertRaises(ProtectedRefused):
            self.coverage.event_ids.unlink()
        with self.assertRaises(ProtectedRefused):
            self.env["aftersales.coverage.event"].create(
                {
                    "coverage_id": self.coverage.id,
                    "company_id": self.company.id,
                    "kind": "voided",
                    "day": START,
                }
            )
        with self.assertRaises(ProtectedRefused):
            self.coverage.unlink()

    def test_manager_extends_with_a_reason(self):
        coverage = self.coverage.with_user(self.director)
        with self.assertRaises(ProofMissing):
            coverage.action_extend(3, "month", " ")
        coverage.action_extend(3, "month", "交货延误补偿")
        self.assertEqual(str(coverage.end_date), "2027-03-31")
        self.assertEqual(coverage.event_ids.sorted("id")[-1].reason, "交货延误补偿")

    def test_void_ends_it_and_nothing_can_be_added(self):
        coverage = self.coverage.with_user(self.director)
        coverage.action_void("私自改装", datetime.date(2026, 5, 1))
        self.assertFalse(coverage._is_running(datetime.date(2026, 5, 1)))
        self.assertTrue(coverage._is_running(datetime.date(2026, 4, 30)))
        with self.assertRaises(LedgerRefused):
            coverage.action_extend(1, "month", "x")

    def test_others_do_not(self):
        for user in (self.dispatcher, self.technician, self.inspector):
            with self.assertRaises(GroupRefused):
                self.coverage.with_user(user).action_void("x")
            with self.assertRaises(GroupRefused):
                self.device.with_user(user).action_grant_goodwill(3, "x")

    def test_goodwill_is_a_coverage_of_its_own(self):
        self.device.with_user(self.director).action_grant_goodwill(6, "老客户")
        goodwill = self.device.coverage_ids.filtered(lambda c: c.kind == "goodwill")
        self.assertEqual((goodwill.amount, goodwill.origin), (6, "老客户"))

    def test_verifier_finds_what_was_changed_behind_the_ledger(self):
        self.assertFalse(self.coverage._verify())
        self.env.cr.execute(
            "UPDATE aftersales_coverage SET end_date = '2031-01-01' WHERE id = %s",
            [self.coverage.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.coverage._verify(), self.coverage)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    (
                        "suspended",
                        "resumed",
                        "extended",
                        "restarted",
                        "transferred",
                        "voided",
                    )
                ),
                st.integers(0, 150),
                st.integers(1, 20),
            ),
            max_size=8,
        )
    )
    def test_projection_equals_replay_for_random_histories(self, steps):
        device = self.make_device(None, coverage={"months": 12, "start_date": START})
        coverage, day = device.coverage_ids, START
        for kind, days, amount in steps:
            day += datetime.timedelta(days)
            try:
                coverage._add_event(kind, day, amount, "day")
            except LedgerRefused:
                continue
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(coverage._verify())
