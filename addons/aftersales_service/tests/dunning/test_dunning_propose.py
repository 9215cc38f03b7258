from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ...exceptions import GroupRefused, ProofMissing, ProtectedRefused
from .common import DunningCommon


class TestPropose(DunningCommon):
    """Who is due for which letter."""

    def test_three_letters_as_they_were_installed(self):
        self.assertEqual(self.levels.mapped("days"), [7, 30, 60])

    def test_overdue_is_proposed_with_what_is_left_with_tax(self):
        invoice = self.make_overdue(100)
        dunning = self.propose()
        self.assertEqual(dunning.partner_id, self.customer)
        self.assertEqual((dunning.amount, dunning.state), (113, "draft"))
        self.assertEqual(dunning.level_id, self.levels[0])
        self.assertEqual(dunning.line_ids.sudo().move_id, invoice)
        self.assertFalse(self.propose(), "what is proposed already stands once")

    def test_not_before_the_first_level(self):
        self.make_overdue(late=6)
        self.assertFalse(self.propose())

    def test_the_order_says_less_than_the_invoice(self):
        """An invoice that was paid in part is reminded of for its rest."""
        invoice = self.make_overdue(100)
        self.pay(invoice, 13)
        self.assertEqual(self.propose().amount, 100)

    def pay(self, invoice, amount):
        """A payment that is matched with the invoice."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"amount": amount})._create_payments()

    def test_an_unassigned_payment_pays_the_oldest(self):
        old = self.make_overdue(100, late=20)
        self.make_overdue(50, late=10)
        self.deposit(120)
        dunning = self.propose()
        self.assertNotIn(old, dunning.line_ids.sudo().move_id)
        self.assertEqual(dunning.amount, 49.5)
        self.assertEqual(dunning.credit, 7)

    def deposit(self, amount):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": amount,
            }
        )
        payment.action_post()
        return payment

    def test_levels_follow_each_other_however_late_it_is(self):
        self.make_overdue(late=100)
        first = self.propose()
        self.assertEqual(first.level_id, self.levels[0])
        self.send(first)
        self.assertFalse(self.propose(), "not on the day of the first letter")
        first.sudo()._in_flow().sent_at = fields.Datetime.now() - timedelta(days=22)
        self.assertFalse(self.propose(), "levels lie 23 days apart")
        first.sudo()._in_flow().sent_at = fields.Datetime.now() - timedelta(days=23)
        self.assertEqual(self.propose().level_id, self.levels[1])

    def test_after_the_last_there_is_none(self):
        self.make_overdue(late=400)
        for level in self.levels:
            dunning = self.propose()
            self.assertEqual(dunning.level_id, level)
            dunning.reason = "已电话沟通"
            dunning.action_skip()
        self.assertFalse(self.propose())

    def test_each_level_at_most_once_for_an_invoice(self):
        self.make_overdue()
        line = self.propose().line_ids.sudo()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            line._in_flow().copy()

    def test_disputed_and_complained_jobs_are_not_reminded(self):
        self.make_overdue()
        complaint = self.make_order(self.order.device_id, order_kind="complaint")
        self.assertFalse(self.propose())
        complaint.action_cancel()
        self.assertTrue(self.propose())

    def test_a_complaint_that_comes_later_lapses_it(self):
        self.make_overdue()
        dunning = self.propose()
        self.make_order(self.order.device_id, order_kind="complaint")
        self.propose()
        self.assertEqual(dunning.state, "lapsed")

    def test_invoices_of_others_are_none_of_ours(self):
        day = self.company._aftersales_today() - timedelta(days=50)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_line_ids": [
                    Command.create({"name": "货款", "price_unit": 500})
                ],
            }
        )
        move.action_post()
        self.assertFalse(self.propose())

    def test_one_letter_for_each_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.make_overdue(100)
        other = self.make_overdue(100)
        other.button_draft()
        other.currency_id = euro
        other.action_post()
        found = self.propose()
        self.assertEqual(len(found), 2)
        self.assertEqual(found.currency_id, euro | self.company.currency_id)
        for dunning in found:
            self.assertEqual(dunning.amount, 113)

    def test_a_company_with_its_own_levels_uses_those(self):
        level = self.env["aftersales.dunning.level"].create(
            {"name": "催", "days": 3, "text": "请付款", "company_id": self.company.id}
        )
        self.make_overdue(late=4)
        self.assertEqual(self.propose().level_id, level)

    def test_a_promise_waits_and_comes_back(self):
        self.make_overdue()
        dunning = self.propose()
        with self.assertRaises(ProofMissing):
            dunning.action_postpone()
        dunning.promised_until = self.company._aftersales_today()
        dunning.action_postpone()
        self.propose()
        self.assertEqual(dunning.state, "postponed")
        dunning.promised_until = self.company._aftersales_today() - timedelta(days=2)
        self.propose()
        self.assertEqual(dunning.state, "draft")

    def test_skipping_needs_a_reason(self):
        self.make_overdue()
        dunning = self.propose()
        with self.assertRaises(ProofMissing):
            dunning.action_skip()

    def test_only_finance(self):
        self.make_overdue()
        dunning = self.propose()
        dunning.reason = "x"
        for user in (self.director, self.inspector):
            self.assertTrue(dunning.with_user(user).read(["amount"]))
            with self.assertRaises(GroupRefused):
                dunning.with_user(user).action_skip()
        for user in (self.technician, self.dispatcher, self.keeper):
            with self.assertRaises(AccessError):
                dunning.with_user(user).read(["amount"])
            with self.assertRaises(AccessError):
                self.customer.with_user(user).read(["aftersales_dunning_ids"])
            with self.assertRaises(GroupRefused):
                self.dunnings.with_user(user).action_propose()
        with self.assertRaises(ProtectedRefused):
            dunning.write({"state": "sent"})
        self.assertEqual(
            self.customer.with_user(self.accountant).aftersales_dunning_ids, dunning
        )

    def test_company_b_neither_sees_nor_sends(self):
        self.make_overdue()
        dunning = self.propose()
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "finance", "dun_b", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        for call in ("action_send", "action_skip", "action_postpone", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(dunning.with_user(stranger), call)()
        with self.assertRaises(AccessError):
            dunning.with_user(stranger).read(["amount"])
        self.dunnings.with_user(stranger).action_propose()
        self.assertFalse(self.dunnings.search([("company_id", "=", other.id)]))

    def test_the_accountant_proposes_at_once(self):
        self.make_overdue()
        self.dunnings.with_user(self.accountant).action_propose()
        self.dunnings.with_user(self.accountant).action_propose()
        found = self.dunnings.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(found), 1)
