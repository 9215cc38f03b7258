from ...exceptions import ProofMissing
from ..fees.common import CashCommon


class TestReportLeaving(CashCommon):
    """Where the policy says so, nobody leaves without a word to head office (D-36)."""

    def finished(self, **switches):
        self.make_policy(**switches)
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.go_to_work(self.visit)
        return self.visit

    def test_word_after_the_work_lets_him_go(self):
        visit = self.finished(report_before_leaving=True)
        self.finish(visit)
        with self.assertRaisesRegex(ProofMissing, "Report Progress"):
            visit.action_go_away()
        self.assertFalse(visit.away_at)
        visit.action_report_progress("修好了")
        visit.action_go_away()
        self.assertTrue(visit.away_at)

    def test_word_from_before_the_end_is_none(self):
        visit = self.finished(report_before_leaving=True)
        visit.action_report_progress("还在查")
        event = visit.event_ids.filtered(lambda e: e.kind == "progress")
        self.env.cr.execute(
            "UPDATE aftersales_visit_event SET at = at - interval '1 hour' WHERE id = %s",
            [event.id],
        )
        event.invalidate_recordset()
        self.finish(visit)
        with self.assertRaises(ProofMissing):
            visit.action_go_away()

    def test_without_the_switch_he_goes(self):
        visit = self.finished()
        self.finish(visit)
        visit.action_go_away()
        self.assertTrue(visit.away_at)
