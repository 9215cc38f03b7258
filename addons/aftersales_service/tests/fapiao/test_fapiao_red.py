from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import ValidationError

from ...exceptions import MoveRefused, ProofMissing
from .common import FapiaoCommon

CONFIRMATION = "37000000000000000001"


class TestRedLetter(FapiaoCommon):
    def setUp(self):
        super().setUp()
        self.fapiao = self.register(self.make_invoice())

    def ask(self, total=176, **vals):
        return (
            self.env["aftersales.fapiao.red"]
            .with_user(self.accountant)
            .create(
                {"name": CONFIRMATION, "fapiao_id": self.fapiao.id, "total": total}
                | vals
            )
        )

    def make_red(self, total=176, **vals):
        return self.make_fapiao(
            net=-total,
            original_id=self.fapiao.id,
            confirmation_number=CONFIRMATION,
            **vals,
        )

    def test_confirmed_then_issued(self):
        asked = self.ask()
        self.assertEqual(asked.due_at - asked.asked_at, timedelta(hours=72))
        red = self.make_red()
        with self.assertRaisesRegex(ProofMissing, "confirmed"):
            red.action_register()
        asked.action_confirm()
        red.action_register()
        self.assertEqual((asked.state, asked.red_id), ("issued", red))
        self.assertEqual(self.fapiao.left_total, 0)

    def test_in_parts_and_never_more_than_is_left(self):
        self.ask(100).action_confirm()
        self.make_red(100).action_register()
        self.assertEqual(self.fapiao.left_total, 76)
        with self.assertRaisesRegex(ValidationError, "76"), self.env.cr.savepoint():
            self.ask(77, name=CONFIRMATION[:-1] + "2")
        self.ask(76, name=CONFIRMATION[:-1] + "2")
        with self.assertRaisesRegex(ValidationError, "left"):
            self.ask(1, name=CONFIRMATION[:-1] + "3")

    def test_another_amount_needs_another_confirmation(self):
        self.ask(100).action_confirm()
        with self.assertRaisesRegex(ProofMissing, "confirmed"):
            self.make_red(90).action_register()

    def test_a_paper_needs_none(self):
        paper = {"kind": "paper_general", "code": "037002600111"}
        self.fapiao = self.register(net=50, number="00000001", **paper)
        red = self.make_red(50, number="00000002", **paper)
        red.action_register()
        self.assertEqual(self.fapiao.left_total, 0)

    def test_after_72_hours_it_is_void_and_told(self):
        asked = self.ask(asked_at=fields.Datetime.now() - timedelta(hours=73))
        with self.assertRaisesRegex(ProofMissing, "72 hours"):
            asked.action_confirm()
        self.env["aftersales.fapiao.red"]._cron_expire()
        self.assertEqual(asked.state, "expired")
        self.assertEqual(asked.activity_ids.user_id, self.accountant)
        self.env["aftersales.fapiao.red"]._cron_expire()
        self.assertEqual(len(asked.activity_ids), 1)

    def test_what_was_answered_stands(self):
        asked = self.ask()
        asked.action_refuse()
        with self.assertRaises(MoveRefused):
            asked.total = 10
        with self.assertRaises(MoveRefused):
            asked.action_confirm()

    def test_credit_note_has_its_red_letter(self):
        note = self.make_invoice(kind="out_refund", amount=50)
        self.ask(50).action_confirm()
        red = self.make_red(50, link_ids=[Command.create({"move_id": note.id})])
        self.assertEqual(red.link_ids.amount, -50)
        red.action_register()
        self.assertEqual(note.aftersales_fapiao_state, "whole")

    def test_a_red_letter_is_below_zero(self):
        with self.assertRaisesRegex(ValidationError, "below zero"):
            self.make_fapiao(net=10, original_id=self.fapiao.id)
        with self.assertRaisesRegex(ValidationError, "same sign"):
            self.make_fapiao(net=10, tax=-1)
