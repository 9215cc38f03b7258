from datetime import date

from ..support.test_question import QuestionCase


class TestOutsideMaker(QuestionCase):
    """Faults of goods that others made for us go to purchasing (W-24)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.hold("purchasing", cls.make_user("technician", "as_buyer"))
        cls.cover = {"months": 240, "start_date": date(2020, 1, 1)}

    def outside(self, order):
        return order.sudo().question_ids.filtered(lambda q: q.kind == "outside")

    def test_a_call_goes_on_at_once(self):
        device = self.make_device("WT-1", coverage=self.cover)
        question = self.outside(self.make_order(device, origin="outsourced"))
        self.assertEqual(
            (question.owner_id, question.role_id.code), (self.buyer, "purchasing")
        )
        self.assertTrue(self.tasks(question, self.buyer))
        self.assertIn(self.machine.display_name, question.name)

    def test_a_job_that_turns_out_to_be_his_goes_on_once(self):
        order = self.make_order(self.make_device("WT-2", coverage=self.cover))
        self.assertFalse(self.outside(order))
        order.origin = "outsourced"
        question = self.outside(order)
        self.assertEqual(len(question), 1)
        order.action_redecide("material")
        self.assertEqual(self.outside(order), question)
        question.with_user(self.dispatcher).action_withdraw("重复")
        order.action_redecide("unknown")
        self.assertEqual(len(self.outside(order)), 2)

    def test_the_outside_makers_own_promise_counts(self):
        """What a supplier covers is his, wherever the device comes from."""
        device = self.make_device("WT-3", coverage=self.cover)
        device.coverage_ids.sudo()._in_flow().payer = "supplier"
        self.assertTrue(self.outside(self.make_order(device)))

    def test_ours_and_the_customers_stay_here(self):
        ours = self.make_order(self.make_device("WT-4", coverage=self.cover))
        old = self.make_device(
            "WT-5", coverage={"months": 1, "start_date": date(2020, 1, 1)}
        )
        self.assertFalse(self.outside(ours))
        self.assertFalse(self.outside(self.make_order(old, origin="outsourced")))

    def test_nothing_where_there_is_no_purchasing_department(self):
        self.env["aftersales.role.holder"].search(
            [("user_id", "=", self.buyer.id)]
        ).unlink()
        device = self.make_device("WT-6", coverage=self.cover)
        self.assertFalse(self.outside(self.make_order(device, origin="outsourced")))

    def test_purchasing_answers_and_the_job_does_not_wait(self):
        device = self.make_device("WT-7", coverage=self.cover)
        order = self.make_order(device, origin="outsourced")
        question = self.outside(order).with_user(self.buyer)
        self.assertNotIn(
            question.name, " ".join(b.text for b in order._get_question_blockers())
        )
        question.action_answer("外协厂派人更换")
        self.assertEqual(question.state, "answered")
