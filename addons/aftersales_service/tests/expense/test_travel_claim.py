from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from .common import TravelCommon


class TestTravelClaim(TravelCommon):
    """F-50: receipts, an audit, an approval by somebody else, an entry."""

    def setUp(self):
        super().setUp()
        self.make_job()

    def test_from_receipt_to_entry(self):
        claim = self.submit(120.5, 98)
        self.assertEqual((claim.state, claim.amount), ("submitted", 218.5))
        claim.with_user(self.dispatcher).action_audit()
        asked = claim.sudo().approval_ids
        self.assertEqual((asked.amount, asked.role_id.code), (218.5, "accountant"))
        claim.with_user(self.accountant).action_approve()
        self.assertEqual((claim.state, self.owed()), ("approved", 218.5))
        lines = claim.sudo().move_id.line_ids
        self.assertEqual(
            {line.account_id: line.balance for line in lines},
            {self.travel: 218.5, self.staff: -218.5},
        )
        self.assertEqual(claim.sudo().move_id.state, "posted")
        before = self.cash()
        claim.with_user(self.accountant).action_pay_cash()
        self.assertEqual((claim.state, self.owed()), ("settled", 0))
        self.assertAlmostEqual(before - self.cash(), 218.5)
        with self.assertRaises(MoveRefused):
            claim.with_user(self.accountant).action_pay_cash()

    def test_paid_by_transfer(self):
        claim = self.approve(self.submit(50))
        before = self.cash()
        claim.with_user(self.accountant).action_pay_transfer()
        money = self.li.sudo().travel_money_ids
        self.assertEqual((money.kind, money.method), ("payout", "transfer"))
        self.assertEqual(money.move_id.journal_id.type, "bank")
        self.assertEqual((self.cash(), self.owed()), (before, 0))

    def test_the_payable_where_no_account_was_chosen(self):
        """There what belongs together is matched, too."""
        self.company.aftersales_staff_account_id = False
        claim = self.approve(self.submit(50))
        payable = self.technician.partner_id.property_account_payable_id
        own = claim.sudo().move_id.line_ids.filtered(lambda ln: ln.balance < 0)
        self.assertEqual(own.account_id, payable)
        claim.with_user(self.accountant).action_pay_cash()
        self.assertTrue(own.reconciled)

    def test_a_receipt_is_claimed_once(self):
        picture = self.picture()
        self.spend(amount=50, number="E123", receipt=picture)
        for again in ({"number": "E123"}, {"receipt": picture}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(UniqueViolation),
                self.env.cr.savepoint(),
            ):
                self.spend(amount=70, **again)

    def test_what_is_missing_is_said(self):
        line = self.spend(amount=50, receipt=None)
        line.receipt = False
        with self.assertRaisesRegex(ProofMissing, "photo or the file"):
            line.claim_id.action_submit()
        empty = self.env["aftersales.travel.claim"].with_user(self.technician)
        with self.assertRaisesRegex(ProofMissing, "no receipt"):
            empty.create({}).action_submit()

    def test_what_was_submitted_stands(self):
        claim = self.submit(50)
        line = claim.line_ids.with_user(self.technician)
        for change in ({"amount": 90}, {"receipt": self.picture()}, {"number": "1"}):
            with self.assertRaises(ProtectedRefused):
                line.write(change)
        with self.assertRaises(ProtectedRefused):
            line.unlink()
        with self.assertRaises(ProtectedRefused):
            line.copy({"receipt": False})
        with self.assertRaises(MoveRefused):
            claim.sudo().technician_id = self.zhao

    def test_who_travelled_neither_audits_nor_approves(self):
        for role in ("dispatcher", "finance"):
            self.link(self.technician, role)
        claim = self.submit(50)
        with self.assertRaises(SamePersonRefused):
            claim.action_audit()
        with self.assertRaises(SamePersonRefused):
            claim.line_ids.with_user(self.technician).accepted_amount = 40
        claim.with_user(self.dispatcher).action_audit()
        with self.assertRaises(SamePersonRefused):
            claim.action_approve()
        self.approve_only(claim)
        with self.assertRaises(SamePersonRefused):
            claim.action_pay_cash()

    def approve_only(self, claim):
        claim.with_user(self.accountant).action_approve()

    def test_who_audited_does_not_approve(self):
        self.link(self.accountant, "dispatcher")
        claim = self.submit(50)
        claim.with_user(self.accountant).action_audit()
        with self.assertRaises(SamePersonRefused):
            claim.with_user(self.accountant).action_approve()

    def test_steps_belong_to_roles(self):
        claim = self.submit(50)
        with self.assertRaises(GroupRefused):
            claim.with_user(self.accountant).action_audit()
        with self.assertRaises(GroupRefused):
            claim.with_user(self.technician).action_audit()
        with self.assertRaises(GroupRefused):
            claim.with_user(self.technician).answer = "x"
        claim.with_user(self.dispatcher).action_audit()
        with self.assertRaises(GroupRefused):
            claim.with_user(self.dispatcher).action_approve()
        with self.assertRaises(GroupRefused):
            claim.with_user(self.dispatcher).action_void()
        for user in (self.colleague, self.keeper):
            with self.assertRaises(AccessError):
                claim.with_user(user).read(["amount"])

    def test_the_auditor_cuts_with_a_reason(self):
        claim = self.submit(50, 60)
        line = claim.line_ids[0].with_user(self.dispatcher)
        line.accepted_amount = 30
        with self.assertRaisesRegex(ProofMissing, "another amount"):
            claim.with_user(self.dispatcher).action_audit()
        line.cut_reason = "含私人用车"
        self.approve(claim)
        self.assertEqual((claim.accepted_amount, self.owed()), (90, 90))
        with self.assertRaises(MoveRefused):
            line.accepted_amount = 50

    def test_nobody_is_born_accepted(self):
        line = self.spend(amount=50)
        vals = {"claim_id": line.claim_id.id, "visit_id": self.visit.id, "amount": 9}
        for more in ({"accepted_amount": 9}, {"cut_reason": "x"}):
            with self.assertRaises(ProtectedRefused):
                line.create(vals | more)
        with self.assertRaises(GroupRefused):
            line.with_user(self.technician).accepted_amount = 9
        with self.assertRaises(MoveRefused):
            line.with_user(self.dispatcher).accepted_amount = 9

    def test_never_more_than_was_claimed(self):
        claim = self.submit(50)
        claim.line_ids.with_user(self.dispatcher).write(
            {"accepted_amount": 51, "cut_reason": "x"}
        )
        with self.assertRaisesRegex(ProofMissing, "more is accepted"):
            claim.with_user(self.dispatcher).action_audit()

    def test_sent_back_and_refused(self):
        claim = self.submit(50)
        with self.assertRaises(ProofMissing):
            claim.with_user(self.dispatcher).action_send_back()
        claim.with_user(self.dispatcher).answer = "缺发票号"
        claim.with_user(self.dispatcher).action_send_back()
        self.assertEqual((claim.state, claim.answer), ("draft", "缺发票号"))
        claim.action_submit()
        claim.with_user(self.dispatcher).action_audit()
        claim.sudo().approval_ids[-1].with_user(self.accountant).action_refuse("超标")
        self.assertEqual((claim.state, claim.answer), ("draft", "超标"))
        self.assertEqual(self.owed(), 0)

    def test_made_void(self):
        """The entry is reversed and the receipt may be claimed again."""
        claim = self.approve(self.submit(50, number="E9"))
        boss = claim.with_user(self.accountant)
        with self.assertRaises(ProofMissing):
            boss.action_void()
        boss.answer = "重复"
        boss.action_void()
        self.assertEqual((claim.state, self.owed()), ("void", 0))
        self.submit(50, number="E9")

    def test_without_an_account_the_auditor_is_told(self):
        self.company.aftersales_travel_account_id = False
        claim = self.submit(50)
        with self.assertRaisesRegex(ProofMissing, "Account of Travel Expenses"):
            claim.with_user(self.dispatcher).action_audit()

    def test_another_company_sees_nothing(self):
        claim = self.submit(50)
        other = self.env["res.company"].create({"name": "二厂"})
        stranger = self.make_user(
            "manager", "stranger", company_id=other.id, company_ids=[(6, 0, other.ids)]
        )
        self.assertFalse(
            self.env["aftersales.travel.claim"].with_user(stranger).search([])
        )
        with self.assertRaises(AccessError):
            claim.with_user(stranger).action_audit()
