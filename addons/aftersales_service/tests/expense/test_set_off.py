from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...exceptions import GroupRefused, MoveRefused, ProtectedRefused, Refused
from .common import TravelCommon


class TestSetOff(TravelCommon):
    """F-19: money from customers is set against the cost of service at the hand-in."""

    def setUp(self):
        super().setUp()
        self.make_job()

    def receive(self, handin, reason=None, amount=None):
        handin.write(
            {
                "counted_amount": handin.to_hand_in if amount is None else amount,
                "is_counted": True,
                "difference_reason": reason,
            }
        )
        handin.action_receive()

    def test_taken_less_set_off_is_handed_in(self):
        claim = self.approve(self.submit(60))
        row = self.collect(176)
        before = self.cash()
        handin = self.take_over()
        self.assertEqual((handin.to_hand_in, handin.travel_balance), (176, 60))
        handin.action_set_off()
        self.assertEqual((handin.set_off_amount, handin.to_hand_in), (60, 116))
        self.receive(handin)
        self.assertEqual(handin.difference, 0)
        self.assertEqual((row.state, row.payment_id.amount), ("posted", 176))
        self.assertAlmostEqual(self.cash() - before, 116)
        self.assertEqual((claim.state, self.owed()), ("settled", 0))
        money = self.li.sudo().travel_money_ids
        self.assertEqual((money.kind, money.handin_id), ("set_off", handin))

    def test_never_above_the_cash(self):
        claim = self.approve(self.submit(300))
        self.collect(100)
        self.collect(76, "wechat")
        handin = self.take_over()
        handin.action_set_off()
        self.assertEqual((handin.set_off_amount, handin.to_hand_in), (100, 0))
        self.receive(handin)
        self.assertEqual((claim.state, self.owed()), ("approved", 200))

    def test_nothing_without_an_approved_claim(self):
        self.submit(60)
        self.collect(176)
        handin = self.take_over()
        with self.assertRaisesRegex(MoveRefused, "李强"):
            handin.action_set_off()

    def test_an_advance_comes_first(self):
        self.advance(50)
        self.approve(self.submit(60))
        self.collect(176)
        handin = self.take_over()
        handin.action_set_off()
        self.assertEqual(handin.set_off_amount, 10)

    def test_what_was_paid_meanwhile_is_not_set_off(self):
        claim = self.approve(self.submit(60))
        self.collect(176)
        handin = self.take_over()
        handin.action_set_off()
        claim.with_user(self.accountant).action_pay_cash()
        with self.assertRaisesRegex(MoveRefused, "more would be set off"):
            self.receive(handin)
        handin.action_drop_set_off()
        self.receive(handin)
        self.assertEqual(self.owed(), 0)

    def test_a_difference_is_counted_against_what_should_be_there(self):
        self.approve(self.submit(60))
        self.collect(176)
        journal = self.company._aftersales_get_collection_journal("cash")
        journal.loss_account_id = self.travel
        handin = self.take_over()
        handin.action_set_off()
        before = self.cash()
        self.receive(handin, "找零有误", 110)
        self.assertEqual(handin.difference, -6)
        self.assertAlmostEqual(self.cash() - before, 110)

    def test_only_the_accountant_and_only_by_the_button(self):
        self.approve(self.submit(60))
        self.collect(176)
        handin = self.take_over()
        with self.assertRaises(GroupRefused):
            handin.with_user(self.technician).action_set_off()
        with self.assertRaises(ProtectedRefused):
            handin.set_off_amount = 60

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("collect", "spend", "receive", "set_off", "advance", "pay", "back")),
                st.integers(1, 6000),
            ),
            min_size=4,
            max_size=10,
        )
    )  # fmt: skip
    def test_the_cash_box_holds_what_was_counted(self, story):
        """To the fen: cash = taken and received − set off − advances − paid out + back;
        what he is owed = approved − advances − set off − paid out + back."""
        with self.env.cr.savepoint() as savepoint:
            self.sums = dict.fromkeys(("cash", "owed"), 0)
            begin = self.cash()
            for what, fen in story:
                self.tell(what, fen)
                rows = self.env["aftersales.collection"].search([])
                held = sum(
                    rows.filtered(lambda r: r.state != "posted").mapped("amount")
                )
                self.assertAlmostEqual(
                    sum(rows.mapped("amount")),
                    held + sum(rows.payment_id.mapped("amount")),
                )
                self.assertAlmostEqual(self.cash() - begin, self.sums["cash"] / 100)
                self.assertAlmostEqual(self.owed(), self.sums["owed"] / 100)
            savepoint.rollback()
        self.env.invalidate_all()

    def tell(self, what, fen):
        """One thing that people do; what is refused changes nothing."""
        before = dict(self.sums)
        try:
            with self.env.cr.savepoint():
                getattr(self, f"tell_{what}")(fen)
        except Refused:
            self.sums = before
            self.env.invalidate_all()

    def add(self, cash, owed):
        self.sums["cash"] += cash
        self.sums["owed"] += owed

    def tell_collect(self, fen):
        self.collect(fen / 100)

    def tell_spend(self, fen):
        self.approve(self.submit(fen / 100))
        self.add(0, fen)

    def tell_advance(self, fen):
        self.advance(fen / 100)
        self.add(-fen, -fen)

    def tell_pay(self, _fen):
        owed = self.sums["owed"]
        self.li.with_user(self.accountant)._move_travel_money("payout", "cash")
        self.add(-owed, -owed)

    def tell_back(self, _fen):
        owed = self.sums["owed"]
        self.li.with_user(self.accountant)._move_travel_money("return", "cash")
        self.add(-owed, -owed)

    def tell_receive(self, _fen, set_off=False):
        handin = self.take_over()
        if set_off:
            handin.action_set_off()
        self.add(round(handin.to_hand_in * 100), -round(handin.set_off_amount * 100))
        self.receive(handin)

    def tell_set_off(self, fen):
        self.tell_receive(fen, set_off=True)
