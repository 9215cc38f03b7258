from odoo.exceptions import AccessError

from ...exceptions import ProofMissing
from ..fees.common import CashCommon


class TestCostApproval(CashCommon):
    """Finance computes and approves what a quoted job costs us (O-23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("manager", login="as_finance_boss")
        role = cls.env["aftersales.role"]._get_by_code("finance_manager")
        cls.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": cls.boss.id}
        )

    def quoted(self, asks=True):
        self.make_policy(cost_approval=asks)
        self.make_job()
        self.finish_job()
        self.order.action_create_quotation()
        return self.order.sudo().sale_order_ids.sudo(False).with_user(self.dispatcher)

    def answer(self, sale, agree=True):
        asked = sale.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        asked = asked.with_user(self.boss)
        asked.action_agree() if agree else asked.action_refuse("毛利太低")
        sale.invalidate_recordset()

    def test_sent_only_once_finance_agreed(self):
        sale = self.quoted()
        # two bearings at 11; the hour has no cost of its own
        self.assertEqual(
            (sale.aftersales_cost, sale.aftersales_cost_state), (22, "wanted")
        )
        for step in (sale.action_quotation_sent, sale.action_confirm):
            with self.assertRaisesRegex(ProofMissing, "Ask Finance"):
                step()
        sale.action_aftersales_ask_cost()
        asked = sale.sudo().approval_ids
        self.assertEqual((asked.role_id.code, asked.amount), ("finance_manager", 22))
        with self.assertRaises(ProofMissing):
            sale.action_confirm()
        self.answer(sale)
        sale.action_confirm()
        self.assertEqual(sale.state, "sale")

    def test_more_than_was_agreed_to_is_asked_again(self):
        sale = self.quoted()
        sale.action_aftersales_ask_cost()
        self.answer(sale)
        self.part.standard_price = 10
        sale.invalidate_recordset()
        self.assertEqual(sale.aftersales_cost_state, "agreed")
        self.part.standard_price = 12
        sale.invalidate_recordset()
        self.assertEqual(sale.aftersales_cost_state, "wanted")

    def test_refusal_is_told_to_who_asked(self):
        sale = self.quoted()
        sale.action_aftersales_ask_cost()
        self.answer(sale, agree=False)
        self.assertEqual(sale.aftersales_cost_state, "wanted")
        last = sale.sudo().message_ids[0]
        self.assertIn("毛利太低", last.body)
        self.assertIn(self.dispatcher.partner_id, last.partner_ids)

    def test_without_the_switch_nobody_is_asked(self):
        sale = self.quoted(asks=False)
        self.assertEqual(sale.aftersales_cost_state, "none")
        sale.action_confirm()

    def test_technician_asks_nobody(self):
        sale = self.quoted().with_user(self.technician)
        with self.assertRaises(AccessError):
            sale.action_aftersales_ask_cost()
