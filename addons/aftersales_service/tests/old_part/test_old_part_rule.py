from odoo import Command

from ...exceptions import ProofMissing
from .test_old_part import OldPartCommon


class TestOldPartRule(OldPartCommon):
    """Who owns the old part and what he does with it: each value decides (V-25, P-24)."""

    def setUp(self):
        super().setUp()
        self.board.aftersales_take_back = "policy"

    def rule(self, value):
        policy = self.env["aftersales.sla.policy"].create(
            {"name": "旧件", "company_id": self.company.id}
        )
        version = self.env["aftersales.sla.version"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "old_part_rule": value,
            }
        )
        version.with_user(self.director).action_approve()

    def test_all_back(self):
        self.rule("all_back")
        part = self.replace()
        self.assertEqual((part.wanted, part.fate), (True, "take_back"))
        self.assertTrue(part.deadline)

    def test_by_product_asks_for_none_and_wants_those_of_the_product(self):
        self.rule("by_product")
        self.assertFalse(self.replace())

    def test_a_product_decides_before_every_rule(self):
        self.rule("customer")
        self.board.aftersales_take_back = "always"
        self.assertTrue(self.replace().wanted)

    def test_the_customer_is_asked(self):
        self.rule("customer")
        with self.assertRaisesRegex(ProofMissing, "ask the customer"):
            self.replace()

    def test_what_he_takes_is_no_debt(self):
        self.rule("customer")
        part = self.replace("customer")
        self.assertEqual((part.state, part.fate_by), ("left", "customer"))
        self.assertFalse(part.wanted or part.is_invalid)

    def test_what_he_leaves_comes_along_and_is_no_debt(self):
        self.rule("customer")
        part = self.replace("take_back")
        self.assertEqual((part.state, part.fate_by), ("to_return", "customer"))
        self.assertFalse(part.wanted)

    def test_by_post_he_learns_what_to_send_until_when(self):
        self.rule("by_post")
        part = self.replace()
        self.assertEqual((part.wanted, part.fate), (True, "post"))
        message = part.order_id.message_ids.filtered(lambda m: part.name in m.body)
        self.assertEqual(message.partner_ids, part.order_id.partner_id)
        receipt = self.env["aftersales.old.part.receipt"].create(
            {"company_id": self.company.id}
        )
        receipt.action_load()
        self.assertIn(part, receipt.line_ids.old_part_id)

    def test_what_a_warranty_demands_is_not_the_customers(self):
        self.rule("customer")
        policy = self.env["aftersales.warranty.policy"].create({"name": "三包"})
        version = self.env["aftersales.warranty.version"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "returns_old_parts": True,
                "term_ids": [
                    Command.create({"name": "整机", "amount": 50, "unit": "year"})
                ],
            }
        )
        version.with_user(self.director).action_approve()
        device = self.make_device("YJ-3B", delivery_date="2026-01-01")
        order = self.make_order(device)
        requisition = self.make_requisition(self.make_visit(order), (self.board, 1))
        line = requisition.line_ids
        self.assertTrue(line._wants_old_part())
        self.assertFalse(line._asks_customer())

    def test_what_he_posts_of_his_own_accord_has_no_day(self):
        self.rule("customer")
        part = self.replace("post")
        self.assertFalse(part.wanted or part.deadline)
        message = part.order_id.message_ids.filtered(lambda m: part.name in m.body)
        self.assertEqual(message.partner_ids, part.order_id.partner_id)
        self.assertNotIn("False", message.body)
