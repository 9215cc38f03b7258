from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, RoleRefused
from ..fees.common import CashCommon


class TestTalks(CashCommon):
    """Marketing helps with the talks and takes over those about the price (O-04, O-23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketer = cls.make_user("auditor", login="as_marketing")
        role = cls.env["aftersales.role"]._get_by_code("marketing")
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": cls.marketer.id}
        )

    def hand_over(self, order=None):
        order = order or self.make_order(service_type="a")
        window = self.env["aftersales.order.talks"].with_user(self.dispatcher)
        window.create({"order_id": order.id, "text": "价格"}).action_done()
        return order

    def answer(self, order, agree=True):
        asked = order.sudo().approval_ids.filtered(lambda a: a.kind == "talks")
        asked = asked.sorted("id")[-1].with_user(self.marketer)
        asked.action_agree() if agree else asked.action_refuse("没有人手")

    def test_desk_hands_over_marketing_reports_back(self):
        order = self.hand_over()
        asked = order.sudo().approval_ids
        self.assertEqual((asked.role_id.code, asked.reason), ("marketing", "价格"))
        with self.assertRaisesRegex(MoveRefused, "Talks with the Customer"):
            order.action_close()
        self.answer(order)
        self.assertEqual(order.talks_user_id, self.marketer)
        mine = order.with_user(self.marketer)
        self.assertTrue(mine.is_my_talk)
        self.assertFalse(order.is_my_talk)
        with self.assertRaisesRegex(MoveRefused, "talks with the customer"):
            order.action_close()
        window = self.env["aftersales.order.talks"].with_user(self.marketer)
        window.create(
            {"order_id": order.id, "is_end": True, "text": "同意九折"}
        ).action_done()
        self.assertEqual(order.talks_outcome, "同意九折")
        self.assertFalse(mine.is_my_talk)
        task = order.sudo().activity_ids.filtered(lambda a: "同意九折" in a.summary)
        self.assertEqual(task.user_id, self.dispatcher)
        self.assertIn(
            self.dispatcher.partner_id, order.sudo().message_ids[0].partner_ids
        )

    def test_only_who_leads_them_ends_them(self):
        order = self.hand_over()
        with self.assertRaises(RoleRefused):
            order.with_user(self.marketer).action_end_talks("先说")
        self.answer(order)
        for user in (self.dispatcher, self.technician, self.accountant):
            with self.assertRaises(Exception) as caught:
                order.with_user(user).action_end_talks("好了")
            self.assertNotIsInstance(caught.exception, AssertionError)
        self.assertFalse(order.talks_ended_at)
        with self.assertRaises(ProofMissing):
            order.with_user(self.marketer).action_end_talks(" ")
        order.with_user(self.director).action_end_talks("代办")
        self.assertTrue(order.talks_ended_at)

    def test_refused_talks_stay_at_the_desk(self):
        order = self.hand_over()
        self.answer(order, agree=False)
        self.assertFalse(order.talks_user_id)
        task = order.sudo().activity_ids
        self.assertEqual(task.user_id, self.dispatcher)
        self.assertIn("没有人手", task.summary)
        self.hand_over(order)

    def test_handed_over_once_by_the_desk(self):
        order = self.hand_over()
        with self.assertRaises(MoveRefused):
            order.action_hand_talks("再来")
        self.answer(order)
        with self.assertRaisesRegex(MoveRefused, "talks with the customer already"):
            order.action_hand_talks("再来")
        order.with_user(self.marketer).action_end_talks("谈好")
        order.action_hand_talks("第二轮")
        with self.assertRaises(GroupRefused):
            self.make_order().with_user(self.technician).action_hand_talks("x")

    def test_cancelled_job_asks_nobody(self):
        order = self.hand_over()
        order.action_cancel()
        self.assertEqual(order.sudo().approval_ids.state, "withdrawn")
        with self.assertRaises(MoveRefused):
            order.action_hand_talks("x")

    def test_price_is_marketings_on_the_quotation(self):
        self.make_job()
        self.finish_job()
        order = self.order
        order.action_create_quotation()
        sale = order.sudo().sale_order_ids
        self.assertFalse(sale.activity_ids)
        self.hand_over(order)
        self.answer(order)
        self.assertEqual(sale.activity_ids.user_id, self.marketer)
        self.assertIn(self.marketer.partner_id, sale.message_partner_ids)

    def test_quotation_of_later_is_marketings_as_well(self):
        self.make_job()
        self.finish_job()
        self.answer(self.hand_over(self.order))
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        self.assertEqual(sale.activity_ids.user_id, self.marketer)


class TestMarketer(CashCommon):
    """Who holds the marketing role may have no other role of ours than a salesperson's:
    he answers what he is asked and tells what came of it (O-04)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketer, cls.other = cls.env["res.users"].create(
            [cls._prepare_user("salesperson", name) for name in ("ma_sales", "other")]
        )
        role = cls.env["aftersales.role"]._get_by_code("marketing")
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": cls.marketer.id}
        )

    def setUp(self):
        super().setUp()
        self.job = self.make_order(service_type="a")
        self.job.action_hand_talks("价格")
        self.env.flush_all()

    def asked(self, user):
        return self.env["aftersales.approval"].with_user(user).search([])

    def test_he_finds_reads_and_answers_the_question(self):
        asked = self.asked(self.marketer)
        self.assertEqual((asked.kind, asked.is_mine), ("talks", True))
        opened = asked.action_open_document()
        sales = self.env.ref("aftersales_service.aftersales_order_view_form_sales")
        self.assertEqual(opened["views"], [(sales.id, "form")])
        job = self.job.with_user(self.marketer)
        self.assertEqual(job.fault, "异响")
        asked.action_agree()
        self.assertEqual(self.job.talks_user_id, self.marketer)
        self.assertTrue(job.is_my_talk)

    def test_he_tells_how_the_talks_ended(self):
        self.asked(self.marketer).action_agree()
        window = self.env["aftersales.order.talks"].with_user(self.marketer)
        window.create(
            {"order_id": self.job.id, "is_end": True, "text": "同意九折"}
        ).action_done()
        self.assertEqual(self.job.talks_outcome, "同意九折")

    def test_he_refuses_with_a_reason(self):
        asked = self.asked(self.marketer)
        action = asked.action_ask_refusal()
        window = self.env[action["res_model"]].with_user(self.marketer)
        window.with_context(**action["context"]).create(
            {"note": "没人"}
        ).action_refuse()
        self.assertEqual(asked.sudo().state, "refused")
        with self.assertRaises(AccessError):
            self.job.with_user(self.marketer).read(["fault"])

    def test_another_salesperson_sees_neither_question_nor_job(self):
        self.assertFalse(self.asked(self.other))
        with self.assertRaises(AccessError):
            self.job.with_user(self.other).read(["fault"])
        with self.assertRaises(AccessError):
            self.job.with_user(self.other).action_end_talks("好了")
        asked = self.asked(self.marketer).with_user(self.other)
        with self.assertRaises(AccessError):
            asked.action_agree()

    def test_he_changes_nothing_else_of_the_job(self):
        self.asked(self.marketer).action_agree()
        job = self.job.with_user(self.marketer)
        with self.assertRaises(AccessError):
            job.write({"fault": "别的"})
        with self.assertRaises(GroupRefused):
            job.action_hand_talks("又来")
