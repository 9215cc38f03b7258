from datetime import datetime, timedelta

from ...exceptions import GroupRefused, MoveRefused
from ..common import SIGNATURE, AfterSalesCommon

NOON = datetime(2026, 3, 2, 12, 0)


class TestMerge(AfterSalesCommon):
    """合并重复报修: one survives, the earlier call counts, nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "buyer@example.com"

    def setUp(self):
        super().setUp()
        self.early = self.make_order(called_at=NOON, contact_phone="13800001111")
        self.late = self.make_order(
            called_at=NOON + timedelta(hours=5), contact_phone="13800001111"
        )

    def ask(self, orders):
        return (
            self.env["aftersales.order.merge"]
            .with_user(self.dispatcher)
            .with_context(active_model="aftersales.order", active_ids=orders.ids)
            .create({})
        )

    def test_wizard_proposes_the_job_and_its_duplicates_the_first_call_survives(self):
        wizard = self.ask(self.late)
        self.assertEqual(wizard.order_ids, self.late | self.early)
        self.assertEqual(wizard.survivor_id, self.early)
        self.assertEqual(wizard.called_at, NOON)
        wizard.action_merge()
        self.assertEqual(self.late.state, "cancelled")
        self.assertEqual(self.late.merged_into_id, self.early)
        self.assertEqual(self.early.merged_ids, self.late)

    def test_the_earlier_call_and_promise_win_whoever_survives(self):
        self.early.action_urge()
        promised = self.early.promised_at
        self.late._merge(self.early)
        self.assertEqual(self.late.called_at, NOON)
        self.assertEqual(self.late.promised_at, promised)
        self.assertEqual(self.late.urge_count, 1)

    def test_messages_files_visits_and_damages_follow(self):
        self.early.message_post(body="客户说轴承响", message_type="comment")
        file = self.env["ir.attachment"].create(
            {
                "name": "照片.png",
                "datas": SIGNATURE,
                "res_model": "aftersales.order",
                "res_id": self.early.id,
            }
        )
        damage = self.env["aftersales.order.damage"].create(
            {"order_id": self.early.id, "name": "外壳裂"}
        )
        visit = self.make_visit(self.early)
        requisition = self.make_requisition(visit)
        self.late._merge(self.early)
        self.assertIn("轴承响", " ".join(self.late.message_ids.mapped("body")))
        self.assertEqual(file.res_id, self.late.id)
        self.assertEqual(self.late.damage_ids, damage)
        self.assertEqual(self.late.visit_ids, visit.sudo(False).with_env(self.late.env))
        self.assertEqual(requisition.visit_id.order_id.id, self.late.id)
        self.assertEqual(self.late.state, "dispatched")
        self.assertEqual(visit.state, "planned")

    def test_fees_follow(self):
        fee = self.env["aftersales.fee"].create(
            {
                "order_id": self.early.id,
                "name": "上门费",
                "product_id": self.labour.id,
            }
        )
        self.late._merge(self.early)
        self.assertEqual(fee.order_id, self.late.sudo())
        self.assertTrue(fee.share_ids)

    def test_both_callers_are_told(self):
        other = self.env["res.partner"].create(
            {"name": "使用车间", "email": "shop@example.com"}
        )
        self.early.partner_id = other
        self.late._merge(self.early)
        self.assertIn(self.early.name, self.late.message_ids[0].body)
        self.assertIn(self.customer, self.late.message_ids[0].partner_ids)
        told = self.early.message_ids.filtered(lambda m: other in m.partner_ids)
        self.assertIn(self.late.name, told.body)
        self.assertFalse(self.late.activity_ids)

    def test_who_has_no_mail_is_to_be_called(self):
        self.customer.email = False
        self.late._merge(self.early)
        self.assertIn("13800001111", self.late.activity_ids.note)

    def test_what_a_stranger_wrote_stays_internal(self):
        other = self.env["res.partner"].create({"name": "使用车间"})
        self.early.partner_id = other
        self.early.message_post(
            body="我的私人电话", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.late._merge(self.early)
        moved = self.late.message_ids.filtered(lambda m: "私人" in (m.body or ""))
        self.assertTrue(moved.is_internal)

    def test_signed_work_is_not_merged_away(self):
        visit = self.make_visit(self.early)
        self.go_to_work(visit, consent="张")
        self.finish(visit)
        self.sign(visit)
        with self.assertRaisesRegex(MoveRefused, "Let it survive"):
            self.late._merge(self.early)

    def test_quoted_job_survives(self):
        self.env["aftersales.fee"].create(
            {
                "order_id": self.early.id,
                "name": "上门费",
                "product_id": self.labour.id,
            }
        )
        self.early.action_create_quotation()
        with self.assertRaisesRegex(MoveRefused, "quoted"):
            self.late._merge(self.early)
        self.early._merge(self.late)
        self.assertEqual(self.late.state, "cancelled")

    def test_one_job_or_a_finished_survivor_is_refused(self):
        with self.assertRaisesRegex(MoveRefused, "at least two"):
            self.late._merge(self.late)
        self.late.action_cancel()
        with self.assertRaisesRegex(MoveRefused, "finished"):
            self.late._merge(self.early)

    def test_only_the_desk_merges(self):
        with self.assertRaises(GroupRefused):
            self.late.with_user(self.keeper)._merge(self.early.with_user(self.keeper))
