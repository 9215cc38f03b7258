from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    Refused,
    SamePersonRefused,
)
from ..fees.common import CashCommon


class TestHandIn(CashCommon):
    """What technicians took is counted, compared and posted as core payments (F-33, F-38)."""

    def balance(self):
        """(collected, handed in, in hand), each summed from a table of its own."""
        rows = self.env["aftersales.collection"].search(
            [("state", "not in", ("later", "void"))]
        )
        payments = self.env["account.payment"].search(
            [("memo", "like", self.order.name), ("state", "!=", "canceled")]
        )
        held = self.li._get_money_held().get(self.li.id, (0, 0, 0))[1]
        return sum(rows.mapped("amount")), sum(payments.mapped("amount")), held

    def test_counted_money_becomes_a_payment_of_the_invoice(self):
        self.make_job()
        self.finish_job()
        invoice = self.invoice()
        row = self.collect(176)
        handin = self.take_over()
        self.assertEqual((row.state, handin.cash_amount), ("handed", 176))
        self.count(handin)
        self.assertEqual((handin.state, row.state), ("received", "posted"))
        self.assertEqual(row.payment_id.journal_id.type, "cash")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.balance(), (176, 176, 0))

    def test_invoice_that_comes_later_finds_its_money(self):
        self.make_job()
        self.collect(100, "cash")
        self.collect(76, "alipay")
        self.count(self.take_over())
        self.finish_job()
        invoice = self.invoice()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.order._get_collectable()[self.order.id], 0)

    def test_money_paid_in_part_leaves_the_rest_owed(self):
        self.make_job()
        self.collect(100)
        self.count(self.take_over())
        self.assertEqual(self.order.sudo()._get_collectable()[self.order.id], 76)
        self.finish_job()
        invoice = self.invoice()
        self.assertEqual(invoice.amount_residual, 76)
        self.assertEqual(self.order.sudo()._get_collectable()[self.order.id], 76)

    def test_means_go_to_their_journals(self):
        self.make_job()
        rows = self.collect(100, "cash") | self.collect(76, "wechat")
        handin = self.take_over()
        self.assertEqual((handin.cash_amount, handin.other_amount), (100, 76))
        self.count(handin)
        types = {r.method: r.payment_id.journal_id.type for r in rows}
        self.assertEqual(types, {"cash": "cash", "wechat": "bank"})

    def test_uncounted_cash_is_not_received(self):
        self.make_job()
        self.collect(100)
        with self.assertRaisesRegex(ProofMissing, "count the cash of 李强"):
            self.take_over().action_receive()

    def test_difference_wants_its_reason_and_its_entry(self):
        self.make_job()
        row = self.collect(100)
        journal = self.company._aftersales_get_collection_journal("cash")
        journal.loss_account_id = journal.loss_account_id or self.env[
            "account.account"
        ].create({"name": "现金短款", "code": "X6711", "account_type": "expense"})
        handin = self.take_over()
        with self.assertRaisesRegex(ProofMissing, "differ by.*10"):
            self.count(handin, 90)
        self.count(handin, 90, "找零有误")
        self.assertEqual((handin.difference, row.payment_id.amount), (-10, 100))
        lines = handin.difference_move_id.line_ids
        self.assertEqual(
            {line.account_id: line.balance for line in lines},
            {journal.default_account_id: -10, journal.loss_account_id: 10},
        )
        self.assertEqual(handin.difference_move_id.state, "posted")

    def test_no_account_for_a_difference_says_where_to_set_it(self):
        self.make_job()
        self.collect(100)
        journal = self.company._aftersales_get_collection_journal("cash")
        journal.loss_account_id = False
        self.company.default_cash_difference_expense_account_id = False
        with self.assertRaisesRegex(ProofMissing, "cash differences"):
            self.count(self.take_over(), 90, "找零有误")

    def test_received_twice_posts_once(self):
        self.make_job()
        self.collect(100)
        handin = self.take_over()
        self.count(handin)
        with self.assertRaises(MoveRefused):
            handin.action_receive()
        with self.assertRaises(MoveRefused):
            handin.counted_amount = 1
        self.assertEqual(self.balance(), (100, 100, 0))

    def test_two_accountants_share_one_sheet(self):
        self.make_job()
        self.collect(100)
        first = self.take_over()
        self.collect(20)
        self.assertEqual(self.take_over(), first)
        self.assertEqual(first.cash_amount, 120)

    def test_nothing_to_take_over_says_so(self):
        with self.assertRaisesRegex(MoveRefused, "赵刚"):
            self.take_over(self.zhao)

    def test_cancelled_sheet_gives_the_money_back(self):
        self.make_job()
        row = self.collect(100)
        self.take_over().action_cancel()
        self.assertEqual((row.state, row.handin_id.id), ("held", False))
        self.assertEqual(self.balance(), (100, 0, 100))

    def test_only_accountants_take_over_and_nobody_his_own(self):
        self.make_job()
        self.collect(100)
        with self.assertRaises(GroupRefused):
            self.li.with_user(self.dispatcher).action_take_over()
        handin = self.take_over()
        with self.assertRaises(GroupRefused):
            handin.with_user(self.technician).action_receive()
        self.technician.group_ids += self.env.ref(
            "aftersales_service.aftersales_service_group_finance"
        )
        handin.write({"counted_amount": 100, "is_counted": True})
        with self.assertRaises(SamePersonRefused):
            handin.with_user(self.technician).action_receive()

    def test_other_invoices_cost_no_more_than_a_look(self):
        """The hook on core's posting asks nothing of invoices without service jobs."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    (0, 0, {"name": "咨询费", "price_unit": 5, "quantity": 1})
                ],
            }
        )
        asked = []
        rows = type(self.env["aftersales.collection"])
        self.patch(rows, "_match_invoices", lambda found: asked.append(found))
        invoice.action_post()
        self.assertFalse(asked)

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("collect", "receive", "void", "cancel", "later")),
                st.integers(1, 60),
                st.sampled_from(("cash", "wechat", "transfer")),
            ),
            min_size=2,
            max_size=8,
        )
    )
    def test_collected_is_handed_in_plus_in_hand(self, story):
        with self.env.cr.savepoint() as savepoint:
            self.make_job()
            for what, amount, method in story:
                self.tell(what, amount, method)
                collected, handed, held = self.balance()
                self.assertEqual(collected, handed + held)
                left = self.order.sudo()._get_collectable()[self.order.id]
                self.assertEqual(collected + left, 176)
            savepoint.rollback()
        self.env.invalidate_all()

    def tell(self, what, amount, method):
        """One thing that people do; what is refused changes nothing."""
        try:
            with self.env.cr.savepoint():
                if what in ("collect", "later"):
                    self.collect(amount, "later" if what == "later" else method)
                elif what == "void":
                    rows = self.visit.collection_ids.filtered(
                        lambda c: c.state == "held"
                    )
                    rows[:1].with_user(self.accountant).action_void("写错")
                else:
                    handin = self.take_over()
                    self.count(handin) if what == "receive" else handin.action_cancel()
        except Refused:
            self.env.invalidate_all()
