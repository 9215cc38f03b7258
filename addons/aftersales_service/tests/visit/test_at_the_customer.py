import base64
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon

SOON = datetime.now().replace(microsecond=0) + timedelta(days=2)


class TestWork(AfterSalesCommon):
    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device(), service_type="c")
        self.visit = self.make_visit(self.order)

    def test_facts_on_the_spot_decide_again(self):
        self.visit.action_contact()
        self.visit.action_leave()
        self.visit.action_arrive()
        with self.assertRaisesRegex(ProofMissing, "Our Product"):
            self.visit.action_confirm_facts()
        made = len(self.order.decision_ids)
        self.visit.action_confirm_facts(
            {
                "is_ours": "yes",
                "dismantled": "yes",
                "found_cause": "misuse",
                "time_in_use": "800 h",
            }
        )
        self.assertTrue(self.visit.facts_at)
        self.assertEqual(len(self.order.decision_ids), made + 1)
        self.assertEqual(
            (self.order.cause, self.order.time_in_use), ("misuse", "800 h")
        )

    def test_extra_work_waits_for_the_customers_word(self):
        self.go_to_work(self.visit)
        extra = self.visit.action_propose_extra("更换风叶", 80)
        with self.assertRaisesRegex(ProofMissing, "更换风叶"):
            self.finish(self.visit)
        with self.assertRaisesRegex(ProofMissing, "Who answered"):
            self.visit.action_answer_extra(extra, True, "")
        self.visit.action_answer_extra(extra, True, "王经理", "wechat")
        with self.assertRaises(MoveRefused):
            self.visit.extra_ids.amount = 800
        with self.assertRaises(MoveRefused):
            self.visit.action_answer_extra(extra, False, "王经理")
        self.finish(self.visit)
        self.sign(self.visit)
        self.assertEqual(
            self.visit.signed_content["extra"], [["更换风叶", 80.0, "王经理"]]
        )

    def test_extra_work_stays_on_its_visit(self):
        extra = self.env["aftersales.visit.extra"].create(
            {"visit_id": self.visit.id, "name": "换油封", "amount": 80}
        )
        foreign = self.make_visit(self.make_order(), self.zhao)
        with self.assertRaises(ProtectedRefused):
            extra.with_user(self.technician).visit_id = foreign

    def test_extra_of_another_visit_is_not_answered(self):
        other = self.make_visit(self.make_order(service_type="c"), self.zhao)
        self.go_to_work(other)
        extra = other.action_propose_extra("x", 1)
        with self.assertRaises(MoveRefused):
            self.visit.action_answer_extra(extra, True, "王经理")
        with self.assertRaises(AccessError):
            other.extra_ids.with_user(self.technician).action_answer(True, "王经理")

    def test_unsolved_needs_a_word_and_a_next_visit(self):
        self.go_to_work(self.visit)
        self.visit.write({"outcome": "unsolved", "cause": "定子烧毁"})
        with self.assertRaisesRegex(ProofMissing, "Why Not Solved"):
            self.visit.action_finish()
        self.visit.outcome_note = "等配件"
        self.visit.action_finish()
        self.sign(self.visit)
        self.assertEqual(self.order.state, "on_site")
        with self.assertRaisesRegex(ProofMissing, "next visit"):
            self.visit.action_close()
        new = self.env["aftersales.visit"].browse(
            self.visit.action_plan_next(SOON, agreed_by="王经理")
        )
        self.assertEqual((new.previous_id, new.planned_start), (self.visit, SOON))
        self.assertEqual(self.order.state, "dispatched")
        self.visit.action_close()

    def test_solved_job_has_no_next_visit(self):
        with self.assertRaises(MoveRefused):
            self.visit.action_plan_next(SOON)

    def test_take_in_instead_of_repair(self):
        self.go_to_work(self.visit)
        with self.assertRaises(ProofMissing):
            self.visit.action_take_in()
        self.visit.action_take_in("需返厂")
        self.visit.cause = "定子烧毁"
        self.visit.action_finish()
        self.assertEqual((self.visit.outcome, self.visit.state), ("taken_in", "tested"))

    def test_photos_are_under_the_signature(self):
        photo = self.env["ir.attachment"].create(
            {"name": "前.png", "raw": b"before", "res_model": "aftersales.visit"}
        )
        self.go_to_work(self.visit)
        self.visit.sudo().photo_before_ids = photo
        self.finish(self.visit)
        self.sign(self.visit)
        self.assertEqual(self.visit.signed_content["photos"], [photo.checksum])


class TestConfirmation(AfterSalesCommon):
    """On the screen, on stamped paper, or refused with reason and witness (D-51)."""

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.go_to_work(self.visit)
        self.finish(self.visit)

    def test_stamped_paper_counts_as_signature(self):
        self.visit.write(
            {"sign_method": "paper", "satisfaction": "3", "signed_by": "张主任"}
        )
        with self.assertRaisesRegex(ProofMissing, "Stamped Paper"):
            self.visit.action_sign()
        self.visit.stamped_paper = base64.b64encode(b"%PDF-1.4 scan")
        self.visit.action_sign()
        content = self.visit.signed_content
        self.assertEqual(
            (content["method"], len(content["stamped_paper"])), ("paper", 64)
        )
        with self.assertRaises(ProofMissing):
            self.visit.stamped_paper = False

    def test_refusal_needs_reason_and_a_witness_who_is_somebody_else(self):
        self.visit.sign_method = "refused"
        with self.assertRaisesRegex(ProofMissing, "Why Not Signed, Witness"):
            self.visit.action_sign()
        self.visit.write({"sign_refusal": "嫌贵", "witness": "李强"})
        with self.assertRaisesRegex(ProofMissing, "somebody else"):
            self.visit.action_sign()
        self.visit.witness = "门卫老周"
        self.visit.action_sign()
        self.assertEqual(self.visit.signed_content["witness"], "门卫老周")
        self.assertFalse(self.visit.sudo().rating_ids)
        with self.assertRaises(ProofMissing):
            self.visit.witness = "别人"


class TestQuality(AfterSalesCommon):
    """Fixed at the first visit, or back within thirty days (D-27)."""

    def setUp(self):
        super().setUp()
        self.device = self.make_device()

    def repair(self, day):
        with freeze_time(day):
            order = self.make_order(self.device, service_type="c", called_at=day)
            visit = self.make_visit(order)
            self.go_to_work(visit)
            self.finish(visit)
            self.sign(visit)
        return order

    def test_back_within_thirty_days_is_a_repeat(self):
        first = self.repair("2026-03-01 02:00:00")
        self.assertTrue(first.is_first_time_fix)
        second = self.repair("2026-03-31 02:00:00")
        (first | second).invalidate_recordset()
        self.assertEqual(second.repeat_of_id, first)
        self.assertFalse(first.is_first_time_fix)
        self.assertFalse(first.repeat_of_id)
        self.assertTrue(second.is_first_time_fix)

    def test_later_is_a_new_problem_and_days_are_set(self):
        self.repair("2026-03-01 02:00:00")
        second = self.repair("2026-04-02 02:00:00")
        self.assertFalse(second.repeat_of_id)
        self.company.aftersales_repeat_days = 60
        second.invalidate_recordset()
        self.assertTrue(second.repeat_of_id)

    def test_two_visits_are_no_first_time_fix(self):
        order = self.repair("2026-03-01 02:00:00")
        self.make_visit(order)
        order.invalidate_recordset()
        self.assertFalse(order.is_first_time_fix)

    def test_many_cost_what_one_costs(self):
        def count(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.mapped("is_first_time_fix")
            orders.mapped("repeat_of_id")
            return self.env.cr.sql_log_count - before

        one = self.make_order(self.device, service_type="c")
        few = count(one)
        many = one
        for index in range(6):
            many |= self.make_order(self.make_device(f"R-{index}"), service_type="c")
        self.assertLessEqual(count(many), few + 1)
