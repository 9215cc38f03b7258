from odoo.tests import tagged

from odoo.addons.aftersales_service.tests.expense.common import TravelCommon


@tagged("post_install", "-at_install")
class TestTravelExpense(TravelCommon):
    """An approved claim is paid back as expenses of the employee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env["hr.employee"].create(
            {"name": "李强", "user_id": cls.technician.id}
        )

    def setUp(self):
        super().setUp()
        self.make_job()

    def expenses(self, claim):
        return claim.sudo().line_ids.hr_expense_ids

    def post(self, expenses):
        expenses._post_without_wizard()

    def test_one_expense_for_each_receipt(self):
        claim = self.approve(self.submit(120, 80, number=False))
        expenses = self.expenses(claim)
        self.assertFalse(claim.sudo().move_id)
        self.assertEqual(expenses.mapped("total_amount"), [120, 80])
        self.assertEqual(set(expenses.mapped("state")), {"approved"})
        self.assertEqual(expenses.employee_id, self.employee)
        self.assertEqual(set(expenses.mapped("nb_attachment")), {1})
        self.assertEqual(expenses[0].aftersales_visit_name, self.visit.name)
        self.assertEqual((claim.state, self.owed()), ("approved", 0))

    def test_posting_it_is_what_is_owed(self):
        claim = self.approve(self.submit(120))
        self.post(self.expenses(claim))
        self.assertEqual((claim.state, self.owed()), ("approved", 120))
        lines = self.expenses(claim).account_move_id.line_ids
        self.assertIn(self.travel, lines.account_id)
        claim.with_user(self.accountant).action_pay_cash()
        self.assertEqual((claim.state, self.owed()), ("settled", 0))
        self.assertEqual(self.expenses(claim).amount_residual, 0)

    def test_the_advance_is_deducted(self):
        money = self.advance(200)
        claim = self.approve(self.submit(120))
        self.assertEqual(claim.state, "approved")
        self.post(self.expenses(claim))
        self.assertEqual((claim.state, money.state), ("settled", "paid"))
        self.assertEqual(self.owed(), -80)
        claim.with_user(self.accountant).action_take_back()
        self.assertEqual((money.state, self.owed()), ("settled", 0))

    def test_paid_with_the_buttons_of_core(self):
        claim = self.approve(self.submit(120))
        self.post(self.expenses(claim))
        move = self.expenses(claim).account_move_id
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({})._create_payments()
        self.assertEqual(self.owed(), 0)
        claim.with_user(self.accountant).action_settle()
        self.assertEqual(claim.state, "settled")

    def test_set_off_at_the_hand_in(self):
        claim = self.approve(self.submit(60))
        self.post(self.expenses(claim))
        self.collect(176)
        handin = self.take_over()
        handin.action_set_off()
        self.assertEqual(handin.to_hand_in, 116)
        handin.write({"counted_amount": 116, "is_counted": True})
        handin.action_receive()
        self.assertEqual((claim.state, self.owed()), ("settled", 0))

    def test_made_void(self):
        claim = self.approve(self.submit(120)).with_user(self.accountant)
        self.post(self.expenses(claim))
        claim.answer = "重复"
        claim.action_void()
        self.assertEqual(self.owed(), 0)
        self.assertEqual(self.expenses(claim).state, "refused")

    def test_void_before_it_was_posted(self):
        claim = self.approve(self.submit(120)).with_user(self.accountant)
        claim.answer = "重复"
        claim.action_void()
        self.assertEqual(self.expenses(claim).state, "refused")

    def test_nobody_is_an_employee(self):
        self.employee.unlink()
        claim = self.approve(self.submit(120))
        self.assertTrue(claim.sudo().move_id)
        self.assertFalse(self.expenses(claim))

    def test_the_cost_of_the_visit_is_the_same(self):
        claim = self.approve(self.submit(120))
        rows = claim.line_ids.order_id.sudo().cost_ids
        self.assertEqual(
            sum(rows.filtered(lambda r: r.kind == "expense").mapped("amount")), 120
        )

    def test_other_expenses_are_as_they_were(self):
        expense = self.env["hr.expense"].create(
            {
                "name": "午餐",
                "product_id": self.env.ref("hr_expense.product_product_no_cost").id,
                "employee_id": self.employee.id,
                "total_amount_currency": 30,
                "account_id": self.travel.id,
            }
        )
        expense.action_submit()
        expense._do_approve(check=False)
        self.post(expense)
        self.assertEqual(expense.state, "posted")
        self.assertFalse(expense.aftersales_visit_name)
