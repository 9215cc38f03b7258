from ...exceptions import MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestSupport(AfterSalesCommon):
    """升级 to technical support (S-17, O-65) and salespeople's reports (S-15)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("manager", login="as_boss")
        for code in ("product_director", "sales_supervisor"):
            cls.env["aftersales.role.holder"].create(
                {
                    "role_id": cls.env["aftersales.role"]._get_by_code(code).id,
                    "user_id": cls.boss.id,
                }
            )

    def answer(self, order, kind, agree=True):
        asked = order._get_open_approvals(kind).with_user(self.boss).sudo(False)
        return asked.action_agree() if agree else asked.action_refuse("信息不全")

    def test_escalation_asks_the_role_and_names_the_supporter(self):
        order = self.make_order()
        order.action_escalate("现场测不出原因", escalation_class="difficult")
        self.assertEqual(
            (order.capability, order.escalation_class), ("support", "difficult")
        )
        self.assertTrue(order.escalated_at)
        with self.assertRaisesRegex(MoveRefused, "as_boss"):
            order.action_close()
        self.answer(order, "escalation")
        self.assertEqual(order.support_user_id, self.boss)
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_escalation_needs_a_reason_and_waits_once(self):
        order = self.make_order()
        with self.assertRaises(ProofMissing):
            order.action_escalate(" ")
        self.assertFalse(order.escalated_at)
        order.action_escalate("测不出原因")
        with self.assertRaises(MoveRefused):
            order.action_escalate("再问一次")

    def test_nobody_is_sent_before_the_sales_supervisor_agrees(self):
        order = self.make_order(channel="sales")
        self.assertEqual(order.salesperson_id, self.dispatcher)
        with self.assertRaisesRegex(ProofMissing, "as_boss"):
            self.make_visit(order)
        self.answer(order, "sales_report")
        self.assertTrue(self.make_visit(order))

    def test_refused_report_stays_undispatched_and_says_why(self):
        order = self.make_order(channel="sales")
        self.answer(order, "sales_report", agree=False)
        self.assertIn("信息不全", order.message_ids[0].body)
        with self.assertRaisesRegex(ProofMissing, "Ask the Sales Supervisor"):
            self.make_visit(order)

    def test_supervisor_is_asked_again_once_the_report_is_complete(self):
        order = self.make_order(channel="sales")
        with self.assertRaises(MoveRefused):
            order.action_ask_consent()
        self.answer(order, "sales_report", agree=False)
        self.assertTrue(order.lacks_consent)
        self.make_visit(self.make_order())  # others are not held up
        order.action_ask_consent()
        self.answer(order, "sales_report")
        self.assertFalse(order.lacks_consent)
        self.assertTrue(self.make_visit(order))

    def test_report_from_before_the_rule_is_asked_about(self):
        self.company.aftersales_sales_consent = False
        order = self.make_order(channel="sales")
        self.company.aftersales_sales_consent = True
        order.invalidate_recordset()
        order.action_ask_consent()
        self.answer(order, "sales_report")
        self.assertTrue(self.make_visit(order))

    def test_company_may_do_without_that_consent(self):
        self.company.aftersales_sales_consent = False
        self.assertTrue(self.make_visit(self.make_order(channel="sales")))

    def test_guarded_fields_of_all_classes_are_guarded(self):
        order = self.make_order()
        for name, value in (
            ("escalated_at", "2026-01-01"),
            ("urge_count", 3),
            ("closed_at", "2026-01-01"),
            ("claim_submitted_at", "2026-01-01"),
            ("merged_into_id", order.id),
        ):
            with self.assertRaises(Exception, msg=name) as caught:
                order[name] = value
            self.assertEqual(type(caught.exception).__name__, "ProtectedRefused", name)
