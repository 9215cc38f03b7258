from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestBesideExpense(TransactionCase):
    """An employee without a role of ours tells his expenses as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "plain_clerk", "base.group_user")
        boss = new_test_user(
            cls.env, "plain_boss", "hr_expense.group_hr_expense_team_approver"
        )
        cls.env["hr.employee"].create(
            {
                "name": "钱会",
                "user_id": cls.clerk.id,
                "expense_manager_id": boss.id,
            }
        )
        cls.product = cls.env.ref("hr_expense.product_product_no_cost")

    def make_expense(self):
        with Form(self.env["hr.expense"].with_user(self.clerk)) as form:
            form.name = "午餐"
            form.product_id = self.product
            form.total_amount_currency = 30
        return form.record

    def test_types_reads_copies_and_submits(self):
        expense = self.make_expense()
        names = list(expense.fields_get())
        self.assertFalse([n for n in names if n.startswith("aftersales_")])
        theirs = self.env.ref("hr_expense.hr_expense_view_form").arch
        shown = [name for name in names if f'name="{name}"' in theirs]
        expense.web_read({name: {} for name in shown})
        copied = expense.copy()
        self.assertEqual(copied.total_amount_currency, 30)
        expense.action_submit()
        self.assertEqual(expense.state, "submitted")
        copied.unlink()
        self.assertFalse(copied.exists())
