from odoo.exceptions import AccessError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

# Fields of core whose labels read journals, which are not his with or without us.
_LEAD_TO_BOOKS = {
    "journal_id",
    "payment_method_line_id",
    "selectable_payment_method_line_ids",
}


@tagged("post_install", "-at_install")
class TestBesideExpense(TransactionCase):
    """An employee without a role of ours tells his expenses as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env, "plain_clerk", "base.group_user,base.group_allow_export"
        )
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

    def is_refused(self, record, name):
        try:
            record.export_data([name])
        except AccessError:
            return True
        return False

    def test_types_exports_copies_and_submits(self):
        expense = self.make_expense()
        names = list(expense.fields_get())
        self.assertFalse([n for n in names if n.startswith("aftersales_")])
        refused = {name for name in names if self.is_refused(expense, name)}
        self.assertLessEqual(refused, _LEAD_TO_BOOKS)
        copied = expense.copy()
        self.assertEqual(copied.total_amount_currency, 30)
        expense.action_submit()
        self.assertEqual(expense.state, "submitted")
        copied.unlink()
        self.assertFalse(copied.exists())
