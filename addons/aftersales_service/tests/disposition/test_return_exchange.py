from odoo.addons.aftersales_service.exceptions import (
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
)

from ..returns.common import ReturnsCommon


class TestExchange(ReturnsCommon):
    """What can be repaired is exchanged only if the director agrees (R-05); nothing new
    leaves before that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.make_lots(cls.machine, "SN2")
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env["aftersales.role"]
                ._get_by_code("service_director")
                .id,
                "user_id": cls.director.id,
            }
        )

    def take_in(self, device, **vals):
        line = {"device_id": device.id, "serial": device.serial}
        return self.receive(self.make_return(lines=[line], **vals))

    def draft(self, record, action="exchange", **vals):
        return (
            self.env["aftersales.disposition"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": record.line_ids.id,
                    "action": action,
                    "reason": "客户要求换新",
                }
                | vals
            )
        )

    def answer(self, disposition, agree=True):
        question = disposition.approval_ids.with_user(self.director)
        if agree:
            question.action_agree()
        else:
            question.action_refuse("可以修复")

    def test_usable_goods_wait_for_the_director(self):
        record = self.take_in(self.device)
        disposition = self.draft(record)
        disposition.action_decide()
        self.assertEqual(disposition.state, "draft")
        self.assertEqual(disposition.approval_ids.role_id.code, "service_director")
        self.assertIn("Service Director", disposition.waiting_for)
        self.assertEqual(record.line_ids.open_quantity, 1)
        with self.assertRaises(MoveRefused):
            disposition.action_decide()
        self.answer(disposition)
        self.assertEqual(disposition.state, "decided")
        self.assertFalse(record.custody_ids._get_open())

    def test_refused_goods_stay_the_customers(self):
        record = self.take_in(self.device)
        disposition = self.draft(record)
        disposition.action_decide()
        self.answer(disposition, agree=False)
        self.assertEqual(disposition.state, "draft")
        self.assertIn("可以修复", record.message_ids[0].body)
        self.assertEqual(record.custody_ids.state, "in_store")
        self.decide(record.line_ids, "back")

    def test_goods_that_cannot_be_used_are_not_asked_about(self):
        record = self.take_in(self.device)
        self.decide(record.line_ids, "exchange")
        self.assertFalse(record.disposition_ids.approval_ids)

    def test_repair_that_is_not_worth_it_is_not_asked_about(self):
        self.machine.list_price = 1000
        record = self.take_in(self.device)
        record.line_ids.repair_estimate = 601
        disposition = self.draft(record)
        disposition.action_decide()
        self.assertEqual(disposition.state, "decided")

    def test_policy_of_whatever_is_quicker_asks_nobody(self):
        record = self.take_in(self.device, order_id=self.make_order(self.device).id)
        version = self.env.ref("aftersales_service.sla_policy_ps_08").version_ids[:1]
        version.disposition = "either"
        record.order_id.sudo()._in_flow().sla_version_id = version
        record.order_id.sudo().sla_version_id.inspection_role_ids = False
        disposition = self.draft(record)
        disposition.action_decide()
        self.assertEqual(disposition.state, "decided")

    def test_exchange_reaches_sent_back_and_starts_the_call_back(self):
        job = self.make_order(self.device)
        record = self.take_in(self.device, order_id=job.id)
        disposition = self.decide(record.line_ids, "exchange")
        self.assertEqual(record.state, "decided")
        self.ship(disposition.sudo().move_ids.filtered("picking_id").picking_id)
        self.assertEqual(record.state, "sent_back")
        self.assertTrue(record.sent_back_at)

    def test_what_was_asked_is_what_is_decided(self):
        record = self.take_in(self.device)
        disposition = self.draft(record)
        disposition.action_decide()
        for vals in (
            {"quantity": 2},
            {"new_product_id": self.part.id},
            {"action": "refund"},
        ):
            with self.assertRaises(ProtectedRefused):
                disposition.write(vals)
        disposition.reason = "客户坚持换新"

    def test_nothing_leaves_without_the_answer(self):
        record = self.take_in(self.device)
        disposition = self.draft(record)
        with self.assertRaises(ProofMissing):
            disposition._begin_exchange()
        self.assertFalse(disposition.sudo().move_ids)

    def test_what_became_ours_alone_is_not_sent_back(self):
        record = self.take_in(self.device)
        self.decide(record.line_ids, "scrap")
        self.assertEqual(record.state, "decided")
        record.action_close()


class TestAdvanceGate(ReturnsCommon):
    """The same rules at the other door: what is sent before the old one came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])

    def advance(self, device, **vals):
        line = {"device_id": device.id, "serial": device.serial} | vals
        record = self.make_return(lines=[line])
        return (
            self.env["aftersales.advance"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": record.line_ids.id,
                    "reason": "产线停机",
                    "date_due": "2030-01-01",
                }
            )
        )

    def test_usable_goods_are_not_replaced_in_advance(self):
        with self.assertRaises(MoveRefused) as refused:
            self.advance(self.device).action_send()
        self.assertIn("cannot be used", str(refused.exception))

    def test_goods_that_cannot_be_used_are(self):
        advance = self.advance(self.device, unusable=True)
        advance.action_send()
        self.assertEqual(advance.state, "sending")
