import datetime

from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from .common import ReserveCommon


class TestEntry(ReserveCommon):
    """A draft for each month, which the next one reverses; a person posts them."""

    def setUp(self):
        super().setUp()
        self.keep_books()
        for month in range(6):
            for device in self.sell_machines(month, 3):
                self.spend(device, month, 40 + month)
                self.spend(device, month + 4, 20)

    def make_approved(self, month):
        reserve = self.make_reserve(month)
        reserve.with_user(self.director).action_approve()
        return reserve

    def get_amounts(self, move):
        return {line.account_id: line.balance for line in move.line_ids}

    def test_a_draft_over_what_is_expected(self):
        reserve = self.make_approved(5)
        self.assertGreater(reserve.rest, 0)
        reserve.action_make_entry()
        move = reserve.sudo().entry_ids
        self.assertEqual((move.state, move.move_type), ("draft", "entry"))
        self.assertEqual(move.date, datetime.date(2025, 6, 30))
        self.assertEqual(move.journal_id, self.journal)
        self.assertEqual(
            self.get_amounts(move),
            {self.expense: reserve.rest, self.liability: -reserve.rest},
        )
        self.assertEqual((reserve.state, reserve.entry_state), ("booked", "draft"))

    def test_pressed_twice_there_is_one(self):
        reserve = self.make_approved(5)
        for _press in range(3):
            reserve.action_make_entry()
        self.assertEqual(len(reserve.sudo().entry_ids), 1)

    def test_the_next_month_reverses_it(self):
        first = self.make_approved(5)
        first.action_make_entry()
        first.sudo().entry_ids.with_user(self.accountant).action_post()
        self.assertEqual(first.entry_state, "posted")
        second = self.make_approved(6)
        for _press in range(2):
            second.action_make_entry()
        moves = second.sudo().entry_ids
        back = moves.filtered("reversed_entry_id")
        self.assertEqual(len(moves), 2)
        self.assertEqual(back.reversed_entry_id, first.sudo().entry_ids)
        self.assertEqual(back.date, datetime.date(2025, 7, 31))
        self.assertEqual(
            self.get_amounts(back),
            {self.expense: -first.rest, self.liability: first.rest},
        )
        self.assertEqual(set(moves.mapped("state")), {"draft"})
        moves.action_post()
        third = self.make_approved(7)
        third.action_make_entry()
        last = third.sudo().entry_ids.filtered("reversed_entry_id")
        self.assertEqual(last.reversed_entry_id, moves - back)
        third.sudo().entry_ids.action_post()
        balance = sum(
            self.env["account.move.line"]
            .search(
                [
                    ("account_id", "=", self.liability.id),
                    ("parent_state", "=", "posted"),
                ]
            )
            .mapped("balance")
        )
        self.assertAlmostEqual(balance, -third.rest, 2)

    def close(self, month, reason="查过"):
        period = self.env["aftersales.period"].with_user(self.accountant)
        period = period.create({"month": datetime.date(2025, month, 1)})
        period.action_begin()
        period.exception_ids.write({"reason": reason})
        return period

    def test_of_a_closed_month_it_is_booked_in_the_next(self):
        first = self.make_approved(5)
        self.close(6).action_close()
        first.action_make_entry()
        move = first.sudo().entry_ids
        self.assertEqual(move.date, datetime.date(2025, 7, 1))
        self.assertIn("2025-06", move.ref)
        move.action_post()
        second = self.make_approved(6)
        self.close(7).action_close()
        second.action_make_entry()
        dates = second.sudo().entry_ids.mapped("date")
        self.assertEqual(dates, [datetime.date(2025, 8, 1)] * 2)

    def test_a_month_waits_for_its_reserve(self):
        reserve = self.make_approved(5)
        period = self.close(6)

        def get_waiting():
            period.action_gather()
            rows = period.exception_ids.filtered(lambda row: row.kind == "reserve")
            return [(row.res_id, row.amount) for row in rows if not row.is_settled]

        self.assertEqual(get_waiting(), [(reserve.id, reserve.rest)])
        reserve.action_make_entry()
        self.assertEqual(get_waiting(), [(reserve.id, reserve.rest)])
        reserve.sudo().entry_ids.action_post()
        self.assertEqual(get_waiting(), [])
        reserve.sudo().entry_ids.button_draft()
        self.company.aftersales_reserve_books = False
        self.assertEqual(get_waiting(), [])

    def test_a_month_that_was_left_out(self):
        first = self.make_approved(5)
        first.action_make_entry()
        first.sudo().entry_ids.action_post()
        third = self.make_approved(8)
        third.action_make_entry()
        back = third.sudo().entry_ids.filtered("reversed_entry_id")
        self.assertEqual(back.reversed_entry_id, first.sudo().entry_ids)
        second = self.make_approved(7)
        with self.assertRaisesRegex(MoveRefused, "2025-09"):
            second.action_make_entry()

    def test_the_month_before_is_posted_first(self):
        first, second = self.make_approved(5), self.make_approved(6)
        first.action_make_entry()
        with self.assertRaisesRegex(ProofMissing, "2025-06"):
            second.action_make_entry()
        self.assertFalse(second.sudo().entry_ids)

    def test_a_deleted_draft_is_made_again(self):
        reserve = self.make_approved(5)
        reserve.action_make_entry()
        reserve.sudo().entry_ids.unlink()
        reserve.invalidate_recordset()
        self.assertFalse(reserve.entry_state)
        reserve.action_make_entry()
        self.assertEqual(len(reserve.sudo().entry_ids), 1)

    def test_taken_back_before_there_is_an_entry(self):
        reserve = self.make_approved(5)
        reserve.with_user(self.director).action_reopen()
        self.assertEqual((reserve.state, reserve.approved_at), ("draft", False))
        reserve.with_user(self.director).action_approve()
        reserve.action_make_entry()
        with self.assertRaisesRegex(MoveRefused, "2025-06"):
            reserve.action_reopen()
        reserve.sudo().entry_ids.unlink()
        reserve.invalidate_recordset()
        reserve.action_reopen()
        reserve.action_reckon()

    def test_small_companies_book_nothing(self):
        reserve = self.make_approved(5)
        self.company.aftersales_reserve_books = False
        with self.assertRaisesRegex(ProofMissing, "企业会计准则"):
            reserve.action_make_entry()
        self.assertFalse(reserve.sudo().entry_ids)

    def test_accounts_are_the_companys_to_name(self):
        self.company.aftersales_reserve_account_id = False
        reserve = self.make_approved(5)
        with self.assertRaisesRegex(ProofMissing, "Liability"):
            reserve.action_make_entry()

    def test_nothing_expected_is_no_entry(self):
        reserve = self.make_approved(-3)
        reserve.action_make_entry()
        self.assertFalse(reserve.sudo().entry_ids)

    def test_who_may(self):
        reserve = self.make_reserve(5)
        with self.assertRaises(ProofMissing):
            self.make_reserve(6, reckon=False).with_user(self.director).action_approve()
        with self.assertRaises(GroupRefused):
            reserve.action_approve()
        with self.assertRaises(MoveRefused):
            reserve.action_make_entry()
        with self.assertRaises(GroupRefused):
            reserve.with_user(self.director).action_reckon()
        reserve.with_user(self.director).action_approve()
        self.assertEqual(reserve.approved_by_id, self.director)
        with self.assertRaises(GroupRefused):
            reserve.with_user(self.director).action_make_entry()
        for user in (self.inspector, self.technician, self.dispatcher, self.keeper):
            for action in (
                "action_reckon",
                "action_approve",
                "action_make_entry",
                "action_reopen",
            ):
                with self.assertRaises(AccessError):
                    getattr(reserve.with_user(user), action)()
