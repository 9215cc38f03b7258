from odoo.addons.aftersales_service.exceptions import MoveRefused

from ..returns.common import ReturnsCommon


class TestDepositBounce(ReturnsCommon):
    """A deposit whose payment did not stay was never here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"]
        cls.liability = accounts.create(
            {
                "name": "押金",
                "code": "X2241",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        cls.other = cls.liability.copy({"code": "X2242", "name": "押金二"})
        cls.income = accounts.create(
            {"name": "没收押金", "code": "X6301", "account_type": "income_other"}
        )
        cls.company.write(
            {
                "aftersales_deposit_account_id": cls.liability.id,
                "aftersales_deposit_income_account_id": cls.income.id,
            }
        )
        cls.pump = cls.make_goods("none", "standard")
        cls.add_stock(cls.pump, 5)

    def setUp(self):
        super().setUp()
        record = self.make_return(lines=[{"product_id": self.pump.id}])
        self.advance = self.env["aftersales.advance"].create(
            {
                "line_id": record.line_ids.id,
                "reason": "停机",
                "date_due": "2030-01-01",
                "deposit_amount": 500,
            }
        )
        self.advance.action_take_deposit()
        self.payment = self.advance.deposit_paid_id

    def bounce(self):
        self.payment.action_draft()
        self.payment.action_cancel()

    def test_it_is_not_given_back_when_it_bounced(self):
        self.bounce()
        self.advance.action_cancel()
        with self.assertRaises(MoveRefused):
            self.advance.action_return_deposit()

    def test_it_is_not_kept_when_it_bounced(self):
        self.payment.move_id._reverse_moves(cancel=True)
        with self.assertRaises(MoveRefused):
            self.advance.with_user(self.director).action_keep_deposit()

    def test_it_can_be_taken_again(self):
        self.bounce()
        self.advance.action_take_deposit()
        self.assertEqual(self.advance.deposit_state, "held")
        self.assertNotEqual(self.advance.deposit_paid_id, self.payment)

    def test_it_goes_back_from_the_account_it_lies_on(self):
        self.company.aftersales_deposit_account_id = self.other
        self.advance.action_cancel()
        self.assertEqual(self.advance.deposit_state, "returned")
        lines = self.env["account.move.line"].search(
            [("account_id", "in", (self.liability | self.other).ids)]
        )
        self.assertEqual(lines.account_id, self.liability)
        self.assertEqual(sum(lines.mapped("balance")), 0)
        self.assertTrue(all(lines.mapped("reconciled")))

    def test_keeping_it_closes_the_account_it_lies_on(self):
        self.company.aftersales_deposit_account_id = self.other
        self.advance._in_flow().write({"state": "lost"})
        self.advance.with_user(self.director).action_keep_deposit()
        lines = self.advance.deposit_back_id.line_ids
        self.assertEqual(
            {line.account_id: line.balance for line in lines},
            {self.liability: 500, self.income: -500},
        )
