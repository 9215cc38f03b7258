import base64
import hashlib

from odoo.exceptions import AccessError

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    PeriodClosed,
    PeriodNotReady,
    ProofMissing,
    ProtectedRefused,
)
from .common import PeriodCommon


class TestClose(PeriodCommon):
    def test_from_open_to_closed(self):
        self.make_cost()
        period = self.close()
        self.assertEqual(period.state, "closed")
        self.assertEqual(len(period.fingerprint), 64)
        self.assertEqual(period.closed_by_id, self.accountant)
        content = base64.b64decode(period.workbook)
        self.assertEqual(hashlib.sha256(content).hexdigest(), period.workbook_hash)
        self.assertEqual(content[:2], b"PK")
        kinds = period.event_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["begun", "closed"])

    def test_a_month_that_is_not_over_stays_open(self):
        period = self.make_period(self.this_month)
        with self.assertRaisesRegex(MoveRefused, "not over"):
            period.action_begin()

    def test_the_second_press_meets_a_closed_month(self):
        period = self.close()
        before = period.fingerprint, period.closed_at
        with self.assertRaises(MoveRefused):
            period.action_close()
        with self.assertRaises(MoveRefused):
            period.action_begin()
        self.assertEqual((period.fingerprint, period.closed_at), before)

    def test_what_is_neither_settled_nor_reasoned_keeps_it_open(self):
        period = self.make_period()
        fapiao = self.make_fapiao(net=10, date=self.last)
        period.action_begin()
        row = period.exception_ids.filtered(lambda r: r.res_id == fapiao.id)
        self.assertEqual(row.kind, "fapiao")
        with self.assertRaisesRegex(PeriodNotReady, fapiao.number):
            period.action_close()
        row.reason = "客户下月换票"
        self.assertEqual(row.reasoned_by_id, self.accountant)
        period.action_close()
        self.assertEqual(period.state, "closed")
        with self.assertRaises(MoveRefused):
            row.reason = "x"

    def test_what_is_found_no_more_is_settled(self):
        period = self.make_period()
        fapiao = self.make_fapiao(net=10, date=self.last)
        period.action_begin()
        row = period.exception_ids.filtered(lambda r: r.res_id == fapiao.id)
        self.assertEqual(row.action_open_document()["res_model"], fapiao._name)
        fapiao.unlink()
        period.action_gather()
        self.assertTrue(row.is_settled)
        self.assertFalse(row._keeps_open())

    def test_money_in_hand_is_told_with_who_has_it(self):
        self.make_job()
        receipt = self.collect(50)
        period = self.make_period()
        self.env.cr.execute(
            "UPDATE aftersales_collection SET taken_at = %s WHERE id = %s",
            [f"{self.last} 02:00:00", receipt.id],
        )
        receipt.invalidate_recordset()
        period.action_begin()
        row = period.exception_ids.filtered(lambda r: r.kind == "in_hand")
        self.assertEqual((row.who, row.amount, row.res_id), ("李强", 50, receipt.id))

    def test_a_share_without_payer_is_told(self):
        fee = self.make_old_fee(payer="supplier")
        period = self.make_period()
        period.action_begin()
        row = period.exception_ids.filtered(lambda r: r.kind == "share")
        self.assertEqual(row.res_id, fee.share_ids.id)

    def test_exceptions_are_gathered_never_typed(self):
        period = self.make_period()
        self.make_fapiao(net=10, date=self.last)
        period.action_begin()
        row = period.exception_ids[:1]
        for vals in ({"is_settled": True}, {"name": "x"}, {"res_id": 1}):
            with self.assertRaises(ProtectedRefused):
                row.write(vals)
        with self.assertRaises(AccessError):
            row.unlink()
        for vals in (
            {"state": "closed"},
            {"fingerprint": "x"},
            {"month": "2020-01-01"},
        ):
            with self.assertRaises(ProtectedRefused):
                period.write(vals)

    def test_who_may(self):
        period = self.make_period()
        for user in (self.director, self.inspector):
            with self.assertRaises(AccessError):
                period.with_user(user).action_begin()
            self.assertTrue(period.with_user(user).display_name)
        for user in (self.dispatcher, self.technician, self.keeper):
            with self.assertRaises(AccessError):
                period.with_user(user).read(["state"])

    def test_reopening_takes_a_reason_and_a_right(self):
        period = self.close()
        with self.assertRaises(GroupRefused):
            period.action_reopen("漏了一笔")
        with self.assertRaises(GroupRefused):
            period.with_user(self.inspector).action_reopen("漏了一笔")
        by_director = period.with_user(self.director)
        for reason in (None, "", "  "):
            with self.assertRaises(ProofMissing):
                by_director.action_reopen(reason)
        window = self.env["aftersales.period.reopen"].with_user(self.director)
        action = by_director.action_ask_reopen()
        window.with_context(**action["context"]).create(
            {"reason": "漏了一笔"}
        ).action_reopen()
        self.assertEqual((period.state, period.fingerprint), ("open", False))
        event = period.event_ids.filtered(lambda e: e.kind == "reopened")
        self.assertEqual((event.reason, event.user_id), ("漏了一笔", self.director))
        with self.assertRaises(ProtectedRefused):
            event.sudo().write({"reason": "x"})
        with self.assertRaises(MoveRefused):
            by_director.action_reopen("again")

    def test_closed_again_it_can_be_compared(self):
        self.make_cost()
        period = self.close()
        mark, workbook = period.fingerprint, base64.b64decode(period.workbook)
        period.with_user(self.director).action_reopen("再看一遍")
        kept = period.message_ids.attachment_ids
        self.assertEqual([file.raw for file in kept], [workbook])
        self.assertIn(mark, str(period.message_ids.mapped("body")))
        self.close(period)
        self.assertEqual(period.fingerprint, mark)
        period.with_user(self.director).action_reopen("漏了一笔")
        self.make_cost(amount=3)
        self.close(period)
        self.assertNotEqual(period.fingerprint, mark)
        told = period.event_ids.filtered(lambda event: event.kind == "closed")
        self.assertEqual(
            told.sorted("id").mapped("reason"),
            [
                False,
                "Everything as it was closed before.",
                "Other than it was closed before.",
            ],
        )

    def test_the_finance_manager_reopens(self):
        period = self.close()
        role = self.env.ref("aftersales_service.role_finance_manager")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": role.id,
                "user_id": self.accountant.id,
                "company_id": self.company.id,
            }
        )
        period.action_reopen("供应商改价")
        self.assertEqual(period.state, "open")
        with self.assertRaises(AccessError):
            self.close(period).unlink()

    def test_another_company_is_another_month(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        self.close()
        periods = self.env["aftersales.period"]
        self.assertTrue(periods._is_closed(self.company, self.last))
        self.assertFalse(periods._is_closed(other, self.last))
        theirs = periods.create({"month": self.month, "company_id": other.id})
        with self.assertRaises(AccessError):
            theirs.with_user(self.accountant).action_begin()

    def test_contract(self):
        period = self.close()
        periods = self.env["aftersales.period"]
        self.assertEqual(
            periods._get_open_day(self.company, self.last), self.this_month
        )
        self.assertEqual(periods._get_open_day(self.company, self.today), self.today)
        with self.assertRaisesRegex(PeriodClosed, period.display_name):
            periods._check_open(self.company, self.month)
        periods._check_open(self.company, self.today)
