from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, ConcurrencyError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ...exceptions import GroupRefused, MoveRefused
from ..common import GROUP
from .common import CashCommon


class TestAskGuard(CashCommon):
    """Who asks for consent: those who work on the document, once."""

    def setUp(self):
        super().setUp()
        self.make_policy(field_cash="approval", discount_tolerance=10)
        self.make_job()
        self.order.action_create_quotation()
        self.sale = self.order.sudo().sale_order_ids
        other = self.env["res.company"].create({"name": "外人公司"})
        self.strangers = [
            new_test_user(self.env, "ask_portal", "base.group_portal"),
            new_test_user(self.env, "ask_nobody", "base.group_user"),
            new_test_user(
                self.env,
                "ask_b",
                f"base.group_user,{GROUP}manager,{GROUP}technician",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            ),
            self.inspector,
            self.colleague,
        ]

    def questions(self):
        return self.env["aftersales.approval"].search_count([])

    def test_cash_is_asked_for_by_who_is_on_the_job(self):
        before = self.questions()
        for user in self.strangers:
            with self.assertRaises(AccessError, msg=user.login):
                self.visit.with_user(user).action_ask_cash("bitte")
        self.assertEqual(self.questions(), before)
        self.visit.with_user(self.technician).action_ask_cash()
        self.assertEqual(self.questions(), before + 1)

    def test_discount_is_asked_for_by_staff(self):
        line = self.sale.order_line.filtered(lambda s: s.product_id == self.labour)
        line.price_unit = 10
        seller = new_test_user(
            self.env,
            "ask_seller",
            "base.group_user,sales_team.group_sale_salesman_all_leads",
        )
        for user in [*self.strangers, seller]:
            with self.assertRaises(AccessError, msg=user.login):
                self.sale.with_user(user).sudo(False).action_ask_discount()
        with self.assertRaises(GroupRefused):
            self.sale.with_user(seller).sudo(False).action_ask_discount()
        self.sale.with_user(self.dispatcher).sudo(False).action_ask_discount()
        self.assertEqual(self.sale.approval_ids.state, "waiting")

    def test_asked_twice_is_refused(self):
        self.visit.action_ask_cash()
        with self.assertRaises(MoveRefused):
            self.visit.action_ask_cash()

    @mute_logger("odoo.sql_db")
    def test_two_presses_at_once_make_one(self):
        """What the second press meets after the first committed: the index refuses, Odoo
        repeats the call, and the repeated one is told that it was asked."""
        self.visit.action_ask_cash()
        asked = self.visit.sudo().approval_ids
        vals = self.visit._prepare_approval("service_director") | {
            "kind": "field_cash",
            "reason": "x",
        }
        with self.assertRaises(ConcurrencyError):
            self.visit._create_approvals([vals])
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            asked._in_flow().copy()._move_to("waiting")
            self.env.flush_all()
        self.assertEqual(self.visit.sudo().approval_ids, asked)

    def test_asked_again_after_the_answer(self):
        self.visit.action_ask_cash()
        first = self.visit.sudo().approval_ids
        first.with_user(self.director).action_refuse("nein")
        self.visit.action_ask_cash()
        self.assertEqual(len(self.visit.sudo().approval_ids), 2)
