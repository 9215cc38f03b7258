from hypothesis import given
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo import Command
from odoo.tools import mute_logger

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..fees.test_movements import _FEW
from .common import WorkCommon

STEPS = ("gather", "accept", "reject", "book", "post", "undo")


class TestOwedBills(WorkCommon):
    """Expected journal items of a contractor's bill, and that nothing is paid twice."""

    def reverse(self, move, price=None):
        note = move._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        if price is not None:
            note.invoice_line_ids.write({"quantity": 1, "price_unit": price})
        note.action_post()
        return note

    def test_table_of_journal_items(self):
        """(taxes, withheld %, free of it) of 220 labour and 30 travel → balances."""
        included = self.buy_vat.copy(
            {"name": "进项含税", "price_include_override": "tax_included"}
        )
        six = self.buy_vat.copy({"name": "进项 6%", "amount": 6})
        nothing = self.env["account.tax"]
        table = [
            ((nothing, 0, 0), {"expense": 250, "liability_payable": -250}),
            (
                (self.buy_vat, 0, 0),
                {"expense": 250, "liability_payable": -282.5, "tax": 32.5},
            ),
            (
                (included, 0, 0),
                {"expense": 250, "liability_payable": -282.5, "tax": 32.5},
            ),
            ((six, 0, 0), {"expense": 250, "liability_payable": -265, "tax": 15}),
            (
                (nothing, 20, 0),
                {"expense": 250, "liability_current": -50, "liability_payable": -200},
            ),
            (
                (nothing, 20, 100),
                {"expense": 250, "liability_current": -30, "liability_payable": -220},
            ),
            (
                (six, 20, 0),
                {
                    "expense": 250,
                    "tax": 15,
                    "liability_current": -50,
                    "liability_payable": -215,
                },
            ),
            ((nothing, 20, 300), {"expense": 250, "liability_payable": -250}),
        ]
        for (taxes, percent, free), expected in table:
            with self.subTest(taxes=taxes.name, percent=percent, free=free):
                told = {"tax_ids": [Command.set(taxes.ids)]}
                firm = self.env["res.partner"].create(
                    {"name": "个体王", "lang": "en_US"}
                )
                self.outside.employer_id = firm
                self.make_rates(
                    partner=firm,
                    costs={"labour": told, "travel": told},
                    withheld_percent=percent,
                    withheld_free=free,
                    withheld_account_id=self.levy.id,
                    withheld_note="税务局代开发票",
                )
                settlement = self.book_work(self.get_work(self.make_signed()))
                bill = self.post(settlement)
                self.assertEqual(bill.move_type, "in_invoice")
                self.assertEqual(self.sums(bill, taxes), expected)

    def sums(self, bill, taxes=None):
        """{type of account, or tax: balance}"""
        told = {}
        for item in bill.line_ids:
            kind = "tax" if item.tax_line_id else item.account_id.account_type
            told[kind] = round(told.get(kind, 0.0) + item.balance, 2)
        return {kind: balance for kind, balance in told.items() if balance}

    def test_the_bill_is_a_draft_until_finance_has_the_paper(self):
        self.make_rates(partner=self.firm)
        settlement = self.book_work(self.get_work(self.make_signed())).sudo()
        bill = settlement.move_ids
        self.assertEqual((bill.state, settlement.state), ("draft", "settled"))
        self.assertEqual((settlement.is_paid, settlement.is_reversed), (False, False))
        self.assertEqual(bill.invoice_line_ids.mapped("price_unit"), [220, 30])
        self.post(settlement)
        self.assertEqual((settlement.is_paid, settlement.residual), (False, 250))
        payment = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({})
        )
        payment.action_create_payments()
        self.assertEqual((settlement.is_paid, settlement.residual), (True, 0))

    def test_what_finance_posts_is_what_the_visit_costs(self):
        """Counted 250 each; the bill says 400 for labour instead of 440."""
        self.make_rates(partner=self.firm, rhythm="monthly")
        visits = [self.make_signed(day=self.last_month(day)) for day in (3, 4)]
        works = [self.get_work(visit) for visit in visits]
        settlement = self.book_work(*works).sudo()
        self.assertEqual([self.cost_of(v) for v in visits], [250, 250])
        bill = settlement.move_ids
        bill.invoice_line_ids[0].price_unit = 400.01
        self.post(settlement)
        self.assertEqual(sorted(self.cost_of(v) for v in visits), [230, 230.01])
        self.reverse(bill)
        self.assertEqual([self.cost_of(v) for v in visits], [250, 250])

    def test_confirmed_line_by_line_and_what_is_disputed_comes_again(self):
        self.make_rates(partner=self.firm)
        visit = self.make_signed(km=20)
        work = self.get_work(visit)
        settlement = self.send_work(work)
        labour, travel = settlement.sudo().line_ids
        labour.with_user(self.accountant).action_accept()
        settlement.line_ids._take_answers({travel: (60.0, "去了两次")}, "王老板")
        self.assertEqual((travel.state, travel.accepted_net), ("rejected", 0))
        self.assertIn("去了两次", travel.answer_reason)
        self.assertIn("60", travel.answer_reason)
        settlement.action_settle()
        self.assertEqual(settlement.sudo().move_ids.amount_untaxed, 220)
        self.assertEqual(work.open_amount, 30)
        self.env["aftersales.owed.extra"].with_user(self.accountant).create(
            {"work_id": work.id, "kind": "travel", "price": 30, "reason": "去了两次"}
        )
        again = self.gather_work(work).sudo()
        self.assertEqual((again.line_ids.kind, again.line_ids.net), ("travel", 60))
        self.assertEqual((again.line_ids.round, work.open_amount), (2, 0))

    def test_a_dispute_needs_a_reason(self):
        self.make_rates(partner=self.firm)
        line = self.send_work(self.get_work(self.make_signed())).sudo().line_ids[0]
        with self.assertRaises(ProofMissing):
            line._take_answers({line: (0.0, "")}, "王老板")

    def test_what_is_on_a_statement_is_counted_no_more(self):
        self.make_rates(partner=self.firm)
        visit = self.make_signed()
        work = self.get_work(visit)
        settlement = self.send_work(work)
        visit.travel_km = 500
        visit._reckon_work()
        self.assertEqual((work.amount, settlement.claimed_net), (250, 250))
        extra = self.env["aftersales.owed.extra"].with_user(self.accountant)
        with (
            self.assertRaisesRegex(MoveRefused, settlement.name),
            self.env.cr.savepoint(),
        ):
            extra.create(
                {"work_id": work.id, "kind": "labour", "price": 9, "reason": "x"}
            )
        with self.assertRaises(ProtectedRefused):
            settlement.line_ids[0].sudo().net = 1
        settlement.action_cancel()
        visit._reckon_work()
        self.assertEqual((work.amount, work.open_amount), (970, 970))

    def test_each_visit_is_paid_once(self):
        """Neither by a second gathering nor by a bill that was taken back and comes again."""
        self.make_rates(partner=self.firm)
        work = self.get_work(self.make_signed())
        settlement = self.book_work(work)
        with self.assertRaisesRegex(MoveRefused, "already"):
            self.gather_work(work)
        bill = settlement.sudo().move_ids
        bill.button_cancel()
        self.assertEqual((settlement.is_reversed, work.open_amount), (True, 250))
        again = self.book_work(work)
        self.assertEqual(len(again.sudo().line_ids), 2)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            bill.button_draft()
            self.env.flush_all()

    def test_a_deleted_draft_opens_the_visits_again(self):
        self.make_rates(partner=self.firm)
        work = self.get_work(self.make_signed())
        settlement = self.book_work(work)
        settlement.sudo().move_ids.unlink()
        self.assertEqual((settlement.is_reversed, work.open_amount), (True, 250))

    def test_a_reversed_bill_opens_the_visits_again(self):
        self.make_rates(partner=self.firm)
        work = self.get_work(self.make_signed())
        settlement = self.book_work(work)
        self.reverse(self.post(settlement))
        self.assertEqual((settlement.is_reversed, work.open_amount), (True, 250))

    def test_what_he_owes_is_set_off(self):
        """A charged old part of 90 against his bill of 250."""
        self.make_term("agent", partner=self.firm)
        claim = self.make_settled(self.make_share(90, payer="agent", partner=self.firm))
        self.make_rates(partner=self.firm)
        settlement = self.book_work(self.get_work(self.make_signed()))
        with self.assertRaises(MoveRefused):
            settlement.action_set_off()
        self.post(settlement)
        settlement.action_set_off()
        self.assertEqual((settlement.residual, claim.residual), (160, 0))
        self.assertTrue(claim.is_paid)

    def test_disputed_whole_books_nothing(self):
        self.make_rates(partner=self.firm)
        work = self.get_work(self.make_signed())
        settlement = self.send_work(work)
        lines = settlement.sudo().line_ids
        lines._take_answers(dict.fromkeys(lines, (0.0, "不对")), "王老板")
        settlement.action_settle()
        self.assertFalse(settlement.sudo().move_ids)
        self.assertEqual((work.open_amount, settlement.is_reversed), (250, False))

    def test_conservation(self):
        """Whatever happens in whatever order: paid and open are what was earned, and no
        visit is paid by two documents."""
        self.make_rates(partner=self.firm)
        self.works = [
            self.get_work(self.make_signed(day=self.last_month(day)))
            for day in (3, 4, 5)
        ]
        self.env.flush_all()

        @_FEW
        @given(
            st.lists(st.tuples(st.integers(0, 2), st.sampled_from(STEPS)), max_size=14)
        )
        def walk_and_undo(steps):
            with self.env.cr.savepoint() as point:
                self.walk(steps)
                point.rollback()

        walk_and_undo()

    def walk(self, steps):
        for number, step in steps:
            work = self.works[number]
            try:
                with self.env.cr.savepoint():
                    self.take(step, work)
            except (MoveRefused, ProofMissing):
                pass
            self.check_conserved()

    def take(self, step, work):
        settlement = work.line_ids.sorted("id")[-1:].settlement_id
        mine = settlement.with_user(self.accountant)
        waiting = settlement.line_ids.filtered(lambda ln: ln.state == "waiting")
        if step == "gather":
            self.send_work(work)
        elif step == "accept":
            waiting[:1].with_user(self.accountant).action_accept()
        elif step == "reject":
            waiting[:1]._take_answers(
                {waiting[:1]: (0.0, "不对")} if waiting else {}, "王"
            )
        elif step == "book":
            mine.action_settle()
        elif step == "post" and settlement.move_ids.filtered(
            lambda m: m.state == "draft"
        ):
            self.post(mine)
        elif step == "undo" and settlement.state == "settled":
            for move in settlement.move_ids.filtered(lambda m: m.state == "posted"):
                if move._aftersales_get_live_part() > 0:
                    self.reverse(move)
        elif step == "undo" and settlement:
            mine.action_cancel()

    def check_conserved(self):
        """From the tables themselves."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT w.amount, w.open_amount, coalesce(sum(l.net) FILTER (WHERE l.is_taken), 0)
            FROM aftersales_owed_work w
            LEFT JOIN aftersales_settlement_line l ON l.work_id = w.id
            GROUP BY w.id
            """
        )
        for earned, left, taken in self.env.cr.fetchall():
            self.assertEqual(round(left + taken, 2), earned)
        self.env.cr.execute(
            """
            SELECT sum(line.balance) FROM account_move_line line
            JOIN account_move move ON move.id = line.move_id
            WHERE move.state = 'posted' AND line.account_id = %s
            """,
            [self.expense.id],
        )
        booked = round(float(self.env.cr.fetchone()[0] or 0), 2)
        lines = self.env["aftersales.settlement.line"].search(
            [("work_id", "!=", False), ("is_taken", "=", True)]
        )
        live = lines.filtered(lambda ln: ln.move_line_id.parent_state == "posted")
        self.assertEqual(booked, round(sum(live.mapped("accepted_net")), 2))
