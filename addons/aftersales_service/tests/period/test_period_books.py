from odoo import fields

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from .common import PeriodCommon


class TestBooks(PeriodCommon):
    def make_bank_line(self, amount=100):
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": self.last,
                "payment_ref": "往来款",
                "amount": amount,
            }
        )

    def test_the_lock_date_is_for_whoever_may(self):
        period = self.close()
        for user in (self.accountant, self.director):
            with self.assertRaises(GroupRefused):
                period.with_user(user).action_lock_books()
        period.with_user(self.book_keeper).action_lock_books()
        self.assertEqual(self.company.fiscalyear_lock_date, self.last)
        self.assertTrue(period.is_locked)

    def test_only_a_closed_month(self):
        period = self.make_period()
        with self.assertRaises(MoveRefused):
            period.with_user(self.book_keeper).action_lock_books()
        self.assertFalse(self.company.fiscalyear_lock_date)

    def test_not_before_the_months_before(self):
        """The lock date holds for all of them."""
        before = self.make_period(fields.Date.subtract(self.month, months=1))
        period = self.close().with_user(self.book_keeper)
        with self.assertRaisesRegex(MoveRefused, before.display_name):
            period.action_lock_books()
        self.assertFalse(self.company.fiscalyear_lock_date)
        self.close(before)
        period.action_lock_books()
        self.assertEqual(self.company.fiscalyear_lock_date, self.last)

    def test_unmatched_lines_are_booked_first(self):
        line = self.make_bank_line()
        period = self.make_period()
        period.action_begin()
        row = period.exception_ids.filtered(lambda r: r.kind == "bank_line")
        self.assertEqual((row.res_id, row.amount), (line.id, 100))
        self.close(period)
        with self.assertRaisesRegex(ProofMissing, "not matched"):
            period.with_user(self.book_keeper).action_lock_books()
        account = self.env["account.account"].create(
            {
                "name": "其他应付款-挂账",
                "code": "224199",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        self.company.aftersales_pending_account_id = account
        period.with_user(self.book_keeper).action_lock_books()
        self.assertTrue(line.is_reconciled)
        self.assertEqual(
            line.move_id.line_ids.filtered(lambda i: i.account_id == account).balance,
            -100,
        )
        self.assertEqual(self.company.fiscalyear_lock_date, self.last)
        self.assertIn("locked", period.event_ids.mapped("kind"))

    def test_papers(self):
        self.make_old_fee()
        self.make_cost()
        period = self.close()
        self.make_cost(amount=3)
        reports = self.env["ir.actions.report"].with_user(self.accountant)
        html = reports._render_qweb_html(
            "aftersales_service.report_period", period.ids
        )[0]
        self.assertIn(period.fingerprint, html.decode())
        self.assertIn(
            "服务" if self.env.lang == "zh_CN" else "Month Sheet", html.decode()
        )

    def test_no_hook_on_documents_of_core(self):
        """Core's entries and moves run through nothing of this room."""
        for name in ("account.move", "account.move.line", "stock.move"):
            classes = type(self.env[name]).__mro__
            rooms = [
                cls.__module__ for cls in classes if ".models.period" in cls.__module__
            ]
            self.assertEqual(rooms, [], name)

    def test_entering_many_facts_asks_for_the_month_once(self):
        self.make_cost()
        counts = []
        for number in (1, 10):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["aftersales.cost"].create(
                [
                    {
                        "name": "x",
                        "order_id": self.job.id,
                        "date": self.last,
                        "amount": 1,
                        "reason": "x",
                    }
                    for _n in range(number)
                ]
            )
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
