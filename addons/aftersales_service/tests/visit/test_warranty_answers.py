import datetime

from ...exceptions import ProofMissing
from ..common import AfterSalesCommon

LONG = {"months": 600, "start_date": datetime.date(2026, 1, 1)}
DONE = {
    "cause": "轴承磨损",
    "action_taken": "更换轴承",
    "tested": True,
    "instructed": True,
}


class TestWarrantyAnswers(AfterSalesCommon):
    """Ours or not, and whose fault: answered before the work ends, and decided by (W-14)."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device("W14", coverage=LONG))
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit)

    def payer(self, kind="labour"):
        lines = self.order.decision_id.line_ids
        return lines.filtered(lambda line: line.cost_kind == kind).shares

    def confirm(self, **facts):
        known = {"is_ours": "yes", "found_cause": "material"}
        self.visit.action_confirm_facts(known | facts)

    def test_not_our_product_is_paid(self):
        self.assertEqual(self.payer(), [["company", 100.0]])
        self.confirm(is_ours="no")
        self.assertEqual(self.payer(), [["customer", 100.0]])
        line = self.order.decision_id.line_ids[1]
        self.assertEqual((line.result, line.rule), ("not_ours", "W-17"))
        self.assertIn("not our product", line.losers)
        self.assertEqual(self.order.service_type, "a")

    def test_fees_follow_it(self):
        self.confirm(is_ours="no")
        self.assertEqual(
            set(self.order.fee_ids.share_ids.mapped("payer")), {"customer"}
        )
        self.confirm(is_ours="yes")
        self.assertEqual(set(self.order.fee_ids.share_ids.mapped("payer")), {"company"})

    def test_what_cannot_be_told_is_provisional(self):
        self.confirm(is_ours="unknown")
        line = self.order.decision_id.line_ids[1]
        self.assertEqual(line.shares, [["company", 100.0]])
        self.assertTrue(line.is_provisional)
        self.assertIn("whose", self.order.decision_id.warning_codes)
        self.assertTrue(self.order.decision_id._get_warnings())

    def test_the_work_does_not_end_without_an_answer(self):
        self.visit.write(DONE)
        with self.assertRaisesRegex(ProofMissing, "Our Product"):
            self.visit.action_finish()
        self.visit.is_ours = "yes"
        with self.assertRaisesRegex(ProofMissing, "kind of cause"):
            self.visit.action_finish()
        self.assertEqual(self.visit.state, "in_work")
        self.visit.found_cause = "wear"
        self.visit.action_finish()
        self.assertEqual(self.visit.state, "tested")

    def test_the_job_takes_over_the_cause_without_another_button(self):
        self.visit.write(DONE | {"is_ours": "yes", "found_cause": "misuse"})
        self.visit.action_finish()
        self.assertEqual(self.order.cause, "misuse")
        self.assertEqual(self.payer(), [["customer", 100.0]])
        self.assertTrue(self.visit.facts_at)
        self.sign(self.visit)
        self.visit.action_close()
        self.assertNotEqual(self.order.cause, "unknown")

    def test_what_the_desk_knew_is_not_forgotten(self):
        self.order.action_redecide("wear")
        self.confirm(found_cause="unknown")
        self.assertEqual(self.order.cause, "wear")
        self.visit.write(DONE)
        self.visit.action_finish()
        self.assertEqual(self.order.cause, "wear")

    def test_the_same_answers_are_no_new_version(self):
        self.confirm()
        version = self.order.decision_id.version
        self.confirm()
        self.finish(self.visit)
        self.assertEqual(self.order.decision_id.version, version)

    def test_doubtful_may_end_without_a_cause(self):
        self.order.action_ask_maker("原因不明")
        self.visit.write(DONE | {"is_ours": "yes"})
        self.visit.action_finish()
        self.assertEqual(self.visit.state, "tested")

    def test_not_ours_needs_no_cause(self):
        self.visit.write(DONE | {"is_ours": "no"})
        self.visit.action_finish()
        self.assertEqual(self.payer(), [["customer", 100.0]])

    def test_not_solved_yet_is_not_answered_yet(self):
        self.visit.write(
            {"outcome": "unsolved", "cause": "?", "outcome_note": "等配件"}
        )
        self.visit.action_finish()
        self.assertEqual(self.visit.state, "tested")

    def test_an_installation_asks_nothing_of_it(self):
        self.visit.with_user(self.dispatcher).kind = "installation"
        self.visit.write(DONE)
        self.visit.action_finish()
        self.assertEqual(self.visit.state, "tested")

    def test_the_phone_sends_the_answers_with_the_step(self):
        values = DONE | {"is_ours": "no"}
        entry = {"uuid": "w14-1", "action": "finish", "values": values}
        result = self.visit.action_sync([entry])
        self.assertEqual(result["results"][0]["status"], "done")
        self.assertEqual(self.payer(), [["customer", 100.0]])
