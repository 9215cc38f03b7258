from ...exceptions import ProofMissing
from ..fees.common import CashCommon


class TestCapability(CashCommon):
    """Where the policy says so, it is first looked at whether we can do it alone (S-17)."""

    def job(self, first=True):
        self.make_policy(capability_first=first)
        return self.make_order(service_type="c")

    def test_nobody_is_sent_before(self):
        job = self.job()
        with self.assertRaisesRegex(ProofMissing, "Capability Check"):
            self.make_visit(job)
        job.capability = "own"
        self.make_visit(job)
        self.assertEqual(job.state, "dispatched")

    def test_nothing_is_solved_by_telephone_before(self):
        job = self.job()
        with self.assertRaises(ProofMissing), self.env.cr.savepoint():
            job.action_solve_by_phone("重启")
        job.capability = "own"
        job.action_solve_by_phone("重启")
        self.assertEqual(job.state, "closed")

    def test_escalating_is_an_answer(self):
        job = self.job()
        job.action_escalate("需要内核开发")
        self.assertEqual(job.capability, "support")
        job.sudo().approval_ids.with_user(self.director).action_agree()
        self.make_visit(job)

    def test_may_be_cancelled_all_the_same(self):
        job = self.job()
        job.action_cancel()
        self.assertEqual(job.state, "cancelled")

    def test_without_the_switch_nobody_is_asked(self):
        job = self.job(first=False)
        self.make_visit(job)
        self.assertEqual(job.state, "dispatched")
