import base64

from odoo import fields

from ...exceptions import MoveRefused
from ..bank.common import bank
from ..period.common import PeriodCommon
from .common import MatchingCommon


class TestLate(MatchingCommon, PeriodCommon):
    """Lines of a closed month: their entries stand, an entry of an open month says what they
    were. Closed by us, or by core's lock date."""

    def setUp(self):
        super().setUp()
        self.pending = self.env["account.account"].create(
            {
                "name": "其他应付款-挂账",
                "code": "224198",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        self.company.aftersales_pending_account_id = self.pending
        self.invoice = self.bill(500)

    def line_of_last_month(self, amount=500, memo=None):
        memo = self.invoice.name if memo is None else memo
        return self.make_line(
            amount, self.customer.name, memo, day=self.last, key=f"late{amount}{memo}"
        )

    @classmethod
    def make_line(cls, amount, payer="", memo="", journal=None, **told):
        line = super().make_line(amount, payer, memo, journal, **told)
        if "day" in told:
            line.date = told["day"]
        return line

    def find_keeping_open(self):
        """Bank lines that keep the next month open, too."""
        month = self.env["aftersales.period"].search([], limit=1)
        return [row["res_id"] for row in month.sudo()._find_bank_lines()]

    def lock_core(self):
        self.company.sudo().fiscalyear_lock_date = self.last

    def lock_books(self, period):
        period.with_user(self.book_keeper).action_lock_books()

    def balance(self, account):
        items = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(items.mapped("balance")), 2)

    def test_confirmed_in_our_closed_month_lands_in_the_open_one(self):
        line = self.line_of_last_month()
        self.close()
        stands = self.sums(line)
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(self.sums(line), stands)
        self.assertEqual(self.invoice.amount_residual, 0)
        entry = self.get_proposal(line).entry_ids
        self.assertEqual(entry.date, self.today)
        self.assertEqual(self.balance(self.bank.suspense_account_id), 0)
        self.assertEqual(self.desk.get_page()["count"], 0)
        self.assertEqual(self.find_keeping_open(), [])
        self.desk.undo([line.id])
        self.assertEqual(self.find_keeping_open(), line.ids)
        self.assertEqual(self.invoice.amount_residual, 500)
        self.assertEqual(self.balance(self.bank.suspense_account_id), -500)
        self.assertEqual(self.desk.get_page()["count"], 1)

    def test_a_payment_that_a_late_entry_met_stands(self):
        """The entry beside shows the money as the line itself would."""
        self.make_job()
        row = self.collect(100, "transfer")
        self.count(self.take_over())
        payment = row.sudo().payment_id
        line = self.line_of_last_month(100, row.name)
        self.close()
        item = payment.move_id.line_ids.filtered(
            lambda one: one.account_id == payment.outstanding_account_id
        )
        self.desk.choose(line.id, [self.pick(item)])
        self.desk.confirm([line.id])
        self.assertTrue(self.get_proposal(line).entry_ids)
        for step in (
            payment.action_draft,
            payment.action_cancel,
            payment.action_reject,
        ):
            with self.assertRaises(MoveRefused), self.env.cr.savepoint():
                step()
        self.desk.undo([line.id])
        payment.action_cancel()
        self.assertTrue(row.is_bounced)

    def test_a_rest_stays_where_it_waited(self):
        line = self.line_of_last_month(520)
        self.close()
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(self.balance(self.bank.suspense_account_id), -20)
        self.assertEqual(self.find_keeping_open(), line.ids)

    def test_what_waited_when_the_books_were_locked_is_matched_later(self):
        line = self.line_of_last_month()
        self.lock_books(self.close())
        self.assertEqual(self.balance(self.pending), -500)
        page = self.desk.get_page()
        self.assertEqual([row["id"] for row in page["lines"]], [line.id])
        self.desk.propose()
        self.assertEqual(self.desk.confirm_sure()["ids"], line.ids)
        self.assertEqual(self.balance(self.pending), 0)
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertTrue(
            all(
                self.env["account.move.line"]
                .search([("account_id", "=", self.pending.id)])
                .mapped("reconciled")
            )
        )
        with self.assertRaises(MoveRefused):
            self.desk.confirm([line.id])

    def test_confirmed_late_and_locked_afterwards(self):
        """The books are locked when the line was said already: nothing waits twice."""
        line = self.line_of_last_month()
        period = self.close()
        self.desk.propose()
        self.desk.confirm([line.id])
        self.lock_books(period)
        self.assertEqual(self.balance(self.pending), 0)
        self.assertEqual(self.balance(self.bank.suspense_account_id), 0)
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(self.desk.get_page()["count"], 0)
        self.desk.undo([line.id])
        self.assertEqual(self.balance(self.pending), -500)
        self.assertEqual(self.desk.get_page()["count"], 1)

    def test_undo_in_our_closed_month_is_refused_and_corrected(self):
        self.check_correction(self.close)

    def test_undo_behind_cores_lock_is_refused_and_corrected(self):
        self.check_correction(self.lock_core)

    def check_correction(self, lock):
        line = self.line_of_last_month()
        self.desk.propose()
        self.desk.confirm([line.id])
        lock()
        stands = self.sums(line)
        (row,) = self.desk.get_page(state="confirmed")["lines"]
        self.assertTrue(row["closed"])
        with self.assertRaisesRegex(MoveRefused, "closed month"):
            self.desk.undo([line.id])
        self.desk.correct([line.id], "付错了")
        self.assertEqual(self.invoice.amount_residual, 500)
        self.assertEqual(self.sums(line), stands)
        (row,) = self.desk.get_page()["lines"]
        self.assertEqual((row["id"], row["closed"]), (line.id, False))
        self.assertEqual(row["proposals"][0]["reason"], "付错了")
        event = self.env["aftersales.bank.event"].search(
            [("statement_line_id", "=", line.id)], limit=1
        )
        self.assertEqual((event.kind, event.note), ("corrected", "付错了"))
        # and it is matched with what it really was
        self.desk.propose()
        self.desk.confirm([line.id])
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(self.balance(self.bank.suspense_account_id), 0)
        self.assertEqual(self.sums(line), stands)

    def test_a_correction_stands_when_what_followed_is_taken_back(self):
        line = self.line_of_last_month()
        self.desk.propose()
        self.desk.confirm([line.id])
        self.lock_core()
        self.desk.correct([line.id], "付错了")
        correction = self.get_proposal(line).entry_ids
        self.desk.choose(line.id, account_id=self.charges.id)
        self.desk.confirm([line.id])
        self.assertEqual(self.balance(self.charges), -500)
        self.desk.undo([line.id])
        self.assertEqual(correction.state, "posted")
        self.assertEqual(self.balance(self.charges), 0)
        self.assertEqual(self.balance(self.bank.suspense_account_id), -500)
        self.assertEqual(self.invoice.amount_residual, 500)

    def test_only_what_is_closed_is_corrected(self):
        line = self.make_line(500, self.customer.name, self.invoice.name)
        self.desk.propose()
        with self.assertRaises(MoveRefused):
            self.desk.correct([line.id], "不对")
        self.desk.confirm([line.id])
        with self.assertRaisesRegex(MoveRefused, "open month"):
            self.desk.correct([line.id], "不对")
        self.assertEqual(self.invoice.amount_residual, 0)

    def test_a_statement_that_comes_late_is_booked_in_the_open_month(self):
        self.close()
        day = fields.Date.to_string(self.last)
        data = bank(
            [[day, "500.00", "", "500.00", self.customer.name, "1", self.invoice.name]]
        )
        file = (
            self.env["aftersales.bank.file"]
            .with_user(self.accountant)
            .create(
                {
                    "name": "x.csv",
                    "data": base64.b64encode(data),
                    "journal_id": self.make_cny_bank().id,
                }
            )
        )
        file.action_check()
        file.action_read()
        line = file.sudo().line_ids
        self.assertEqual((line.aftersales_day, line.date), (self.last, self.this_month))
        proposal = self.get_proposal(line)
        self.assertTrue(proposal.sure, "what was read is proposed for at once")

    def make_cny_bank(self):
        return self.env["account.journal"].create(
            {
                "name": "工行",
                "code": "GSLT",
                "type": "bank",
                "currency_id": self.env.ref("base.CNY").id,
            }
        )

    def test_a_payment_of_a_closed_month_is_not_cancelled(self):
        self.make_job()
        receipt = self.collect(100, "transfer")
        receipt.sudo()._in_flow().taken_at = fields.Datetime.to_datetime(self.last)
        line = self.make_line(100, self.customer.name, receipt.name)
        self.desk.propose()
        self.desk.confirm([line.id])
        payment = receipt.payment_id
        self.assertEqual(payment.date, self.last)
        self.lock_core()
        self.desk.undo([line.id])
        self.assertEqual((receipt.payment_id, payment.state), (payment, "in_process"))
        self.assertFalse(payment.is_matched)


class TestLatePayout(MatchingCommon):
    """A payout of a channel that is corrected leaves nothing paid out twice."""

    balance = TestLate.balance

    def test_a_corrected_payout_can_be_confirmed_again(self):
        self.make_job()
        wechat = self.company._aftersales_get_collection_journal("wechat")
        receipt = self.collect(100, "wechat")
        told = {"source": "wechat", "channel": "wechat", "fee": 0.6}
        paid = self.make_line(
            100, memo="收款", journal=wechat, number=receipt.name, trade="T1", **told
        )
        payout = self.make_line(99.4, "财付通支付科技有限公司", "微信支付提现")
        self.desk.propose()
        self.assertEqual(self.desk.confirm_sure()["confirmed"], 2)
        self.company.sudo().fiscalyear_lock_date = self.day
        self.desk.correct([payout.id], "不是这笔")
        channel = wechat.default_account_id
        self.assertEqual(self.balance(channel), 99.4)
        self.assertEqual(self.balance(self.company.transfer_account_id), 0)
        self.desk.propose()
        self.assertEqual(self.get_proposal(payout).line_ids.res_id, paid.id)
        self.desk.confirm([payout.id])
        self.assertEqual(self.balance(channel), 0)
        self.assertEqual(self.balance(self.company.transfer_account_id), 0)
        self.assertEqual(self.balance(self.bank.suspense_account_id), 0)
