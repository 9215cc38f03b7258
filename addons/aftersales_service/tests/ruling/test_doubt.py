import datetime

from odoo.exceptions import AccessError

from ...exceptions import MoveRefused, ProofMissing, SamePersonRefused
from ..common import AfterSalesCommon

LONG = {"months": 600, "start_date": datetime.date(2026, 1, 1)}
PAST = {"months": 1, "start_date": datetime.date(2020, 1, 1)}


class TestDoubt(AfterSalesCommon):
    """Doubtful warranty waits for the maker, then is decided (W-20, O-37, O-58)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.make_user("manager", "as_maker")
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env.ref("aftersales_service.role_maker").id,
                "user_id": cls.maker.id,
                "company_id": cls.company.id,
            }
        )

    def ask(self, coverage, serial="W20", reason="铭牌被换过", **vals):
        order = self.make_order(self.make_device(serial, coverage=coverage), **vals)
        order.action_ask_maker(reason)
        return order

    def question(self, order):
        return order.sudo().approval_ids.with_user(self.maker)

    def payers(self, order):
        return {line.cost_kind: line.shares for line in order.decision_id.line_ids}

    def test_while_it_waits_nobody_is_charged(self):
        order = self.ask(PAST)
        self.assertTrue(order.is_doubtful)
        self.assertFalse(self.payers(order)["labour"])
        self.assertEqual(order.decision_id.labour_result, "pending")
        question = self.question(order)
        self.assertEqual((question.kind, question.state), ("doubtful", "waiting"))
        self.assertTrue(question.is_mine)
        visit = self.make_visit(order)
        self.assertFalse(visit.order_id.fee_total)

    def test_accepted_is_warranty_though_the_period_is_over(self):
        order = self.ask(PAST)
        self.question(order).action_agree()
        self.assertFalse(order.is_doubtful)
        self.assertEqual(self.payers(order)["labour"], [["company", 100.0]])
        line = order.decision_id.line_ids[1]
        self.assertEqual(line.rule, "W-20")
        self.assertEqual(line.sentence, "The maker decided that it is warranty.")
        self.assertEqual(order.decision_id.decided_by_id, self.maker)

    def test_accepted_without_any_cover_is_the_makers(self):
        order = self.ask({})
        self.question(order).action_agree()
        self.assertEqual(self.payers(order)["part"], [["manufacturer", 100.0]])

    def test_declined_is_the_customers_though_the_period_runs(self):
        order = self.ask(LONG)
        self.question(order).action_refuse("购买日期不符")
        self.assertFalse(order.is_doubtful)
        self.assertEqual(self.payers(order)["labour"], [["customer", 100.0]])
        self.assertIn("购买日期不符", str(order.message_ids.mapped("body")))

    def test_the_answer_holds_for_a_later_diagnosis(self):
        order = self.ask(LONG)
        self.question(order).action_refuse("购买日期不符")
        order.action_redecide("material")
        self.assertEqual(self.payers(order)["labour"], [["customer", 100.0]])
        order.device_id = self.make_device("W20-B", coverage=LONG)
        self.assertEqual(self.payers(order)["labour"], [["company", 100.0]])

    def test_the_technician_of_the_job_asks(self):
        order = self.make_order(self.make_device("W20-T", coverage=LONG))
        self.make_visit(order)
        order.with_user(self.technician).action_ask_maker("读不出出厂日期")
        question = self.question(order)
        self.assertEqual(question.requested_by_id, self.technician)
        for user in (self.colleague, self.keeper, self.accountant, self.inspector):
            with self.assertRaises(AccessError):
                order.with_user(user).action_ask_maker("x")

    def test_once_and_with_a_reason_and_not_by_oneself(self):
        order = self.ask(LONG)
        with self.assertRaisesRegex(MoveRefused, "waits for the maker"):
            order.action_ask_maker("再问一次")
        fresh = self.make_order()
        with self.assertRaises(ProofMissing):
            fresh.action_ask_maker("  ")
        fresh.with_user(self.maker).action_ask_maker("自问")
        with self.assertRaises(SamePersonRefused):
            self.question(fresh).action_agree()

    def test_it_keeps_the_job_open_until_it_is_answered(self):
        order = self.ask(LONG)
        words = " ".join(str(blocker) for blocker in order._get_blockers())
        self.assertIn("Manufacturer", words)
        with self.assertRaisesRegex(MoveRefused, "Doubtful Warranty"):
            order.action_close()
        self.question(order).action_agree()
        order.action_close()
        with self.assertRaises(MoveRefused):
            order.action_ask_maker("太晚")

    def test_a_cancelled_job_asks_nobody(self):
        order = self.ask(LONG)
        order.action_cancel()
        self.assertEqual(self.question(order).state, "withdrawn")

    def test_the_window_asks(self):
        order = self.make_order(self.make_device("W20-W", coverage=LONG))
        wizard = self.env["aftersales.order.doubt"].with_user(self.dispatcher)
        wizard.create({"order_id": order.id, "reason": "无发票"}).action_ask()
        self.assertTrue(order.is_doubtful)

    def test_while_he_is_asked_it_is_his_time(self):
        """C7: until he agrees, or refuses."""
        for serial, answer in (("C7-1", "action_agree"), ("C7-2", "action_refuse")):
            with self.subTest(answer):
                order = self.ask(PAST, serial)
                self.assertEqual(order.time_owner, "maker")
                words = ["人为损坏"] if answer == "action_refuse" else []
                getattr(self.question(order), answer)(*words)
                order.invalidate_recordset()
                self.assertEqual(order.time_owner, "us")
