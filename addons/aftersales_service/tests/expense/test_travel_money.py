from odoo.exceptions import AccessError

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    RoleRefused,
    SamePersonRefused,
)
from .common import TravelCommon


class TestTravelMoney(TravelCommon):
    """D-08: the advance is agreed to, paid out, and settled by the claim."""

    def setUp(self):
        super().setUp()
        self.make_job()

    def test_agreed_paid_and_deducted(self):
        before = self.cash()
        money = self.advance(300)
        self.assertEqual((money.state, self.owed()), ("paid", -300))
        self.assertAlmostEqual(before - self.cash(), 300)
        claim = self.approve(self.submit(500))
        self.assertEqual((claim.state, claim.balance), ("approved", 200))
        self.assertEqual(money.state, "settled")
        claim.with_user(self.accountant).action_pay_cash()
        self.assertEqual((claim.state, self.owed()), ("settled", 0))
        self.assertAlmostEqual(before - self.cash(), 500)

    def test_what_is_left_comes_back(self):
        before = self.cash()
        money = self.advance(300)
        claim = self.approve(self.submit(180))
        self.assertEqual((claim.state, money.state), ("settled", "paid"))
        self.assertEqual(claim.balance, -120)
        with self.assertRaises(MoveRefused):
            claim.with_user(self.accountant).action_pay_cash()
        claim.with_user(self.accountant).action_take_back()
        self.assertEqual((money.state, self.owed()), ("settled", 0))
        self.assertAlmostEqual(before - self.cash(), 180)

    def test_nothing_was_spent(self):
        money = self.advance(300)
        money.with_user(self.accountant).action_take_back()
        self.assertEqual((money.state, self.owed()), ("settled", 0))

    def test_not_needed_any_more(self):
        """Nobody is asked about it any longer, and another one may be asked for."""
        self.visit.trip_advance = 300
        self.visit.action_ask_advance()
        money = self.visit.sudo().travel_money_ids
        money.with_user(self.accountant).action_drop()
        self.assertEqual(money.approval_ids.state, "withdrawn")
        self.visit.action_ask_advance()
        self.assertEqual(len(self.visit.sudo().travel_money_ids), 2)

    def test_not_paid_before_somebody_agreed(self):
        self.visit.trip_advance = 300
        self.visit.action_ask_advance()
        money = self.visit.sudo().travel_money_ids
        with self.assertRaises(MoveRefused):
            money.with_user(self.accountant).action_pay_cash()
        asked = money.approval_ids
        self.assertEqual((asked.amount, asked.role_id.code), (300, "service_director"))
        with self.assertRaises(RoleRefused):
            asked.with_user(self.dispatcher).action_agree()
        asked.with_user(self.director).action_refuse("近距离")
        self.assertEqual((money.state, money.answer), ("refused", "近距离"))
        self.assertEqual(self.owed(), 0)

    def test_asked_once_and_with_an_amount(self):
        with self.assertRaises(ProofMissing):
            self.visit.action_ask_advance()
        self.visit.trip_advance = 300
        self.visit.action_ask_advance()
        with self.assertRaises(MoveRefused):
            self.visit.action_ask_advance()

    def test_only_the_cashier_pays_and_nobody_himself(self):
        self.visit.trip_advance = 300
        self.visit.action_ask_advance()
        money = self.visit.sudo().travel_money_ids
        money.approval_ids.with_user(self.director).action_agree()
        for user in (self.dispatcher, self.technician, self.director):
            with self.assertRaises(GroupRefused):
                money.with_user(user).action_pay_cash()
        self.link(self.technician, "finance")
        with self.assertRaises(SamePersonRefused):
            money.with_user(self.technician).action_pay_cash()

    def test_rows_are_nobodys_to_write(self):
        money = self.advance(300)
        with self.assertRaises(ProtectedRefused):
            money.sudo().amount = 1
        with self.assertRaises(ProtectedRefused):
            money.sudo().unlink()

    def test_from_the_list_of_accounts(self):
        self.approve(self.submit(80))
        cashier = self.li.with_user(self.accountant)
        self.assertEqual(cashier.travel_balance, 80)
        for user in (self.dispatcher, self.technician):
            with self.assertRaises(GroupRefused):
                self.li.with_user(user).action_travel_pay_cash()
            with self.assertRaises(AccessError):
                self.li.with_user(user).read(["travel_balance"])
        cashier.action_travel_pay_transfer()
        cashier.invalidate_recordset(["travel_balance"])
        self.assertEqual(cashier.travel_balance, 0)
        with self.assertRaises(MoveRefused):
            cashier.action_travel_take_back()

    def test_what_he_owes_otherwise_is_on_the_same_account(self):
        """A charge on the account of employees is deducted, and the claim shows it."""
        general = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company.id)], limit=1
        )
        self.li._create_travel_entry(general, 30, [(self.travel, -30)], "赔偿")
        claim = self.approve(self.submit(100))
        self.assertEqual(claim.balance, 70)
