from odoo import Command, fields, models

BOOKED = ("posted", "in_payment", "paid")


class TravelLine(models.Model):
    _inherit = "aftersales.travel.line"

    hr_expense_ids = fields.One2many(
        "hr.expense",
        "aftersales_travel_line_id",
        groups="account.group_account_invoice",
    )

    def _prepare_hr_expense(self, employee):
        kind = self._fields["kind"].convert_to_export(self.kind, self)
        product = self.env.ref(
            "hr_expense.product_product_no_cost", raise_if_not_found=False
        )
        return {
            "name": f"{self.claim_id.name} {kind} {self.number or ''}".strip(),
            "employee_id": employee.id,
            "company_id": self.company_id.id,
            "product_id": product.id if product else False,
            "date": self.date,
            "total_amount_currency": self.accepted_amount,
            "payment_mode": "own_account",
            "account_id": self.company_id.aftersales_travel_account_id.id,
            "tax_ids": [Command.clear()],
            "aftersales_travel_line_id": self.id,
        }

    def _prepare_hr_receipt(self, expense):
        return {
            "name": self.receipt_name or self.number or self.claim_id.name,
            "datas": self.with_context(bin_size=False).receipt,
            "res_model": expense._name,
            "res_id": expense.id,
        }


class TravelClaim(models.Model):
    """What was accepted is paid back as expenses of the employee, instead of our entry."""

    _inherit = "aftersales.travel.claim"

    def _create_entry(self):
        employee = self.technician_id._get_employee()
        if not employee:
            return super()._create_entry()
        return self._create_hr_expenses(employee)

    def _create_hr_expenses(self, employee):
        self._check_books()
        lines = self.line_ids.filtered("accepted_amount")
        expenses = (
            self.env["hr.expense"]
            .sudo()
            .create([line._prepare_hr_expense(employee) for line in lines])
        )
        self.env["ir.attachment"].sudo().create(
            [
                line._prepare_hr_receipt(expense)
                for line, expense in zip(lines, expenses, strict=True)
                if line.receipt
            ]
        )
        # Two people agreed already; who approves expenses need not do it again.
        expenses._do_approve(check=False)

    def _is_booked(self):
        """Once all its expenses are posted (extends)."""
        expenses = self.sudo().line_ids.hr_expense_ids  # sudo: for whoever settles
        return super()._is_booked() and all(e.state in BOOKED for e in expenses)

    def _reverse_entry(self):
        """Posted expenses are reversed, and all of them refused (extends)."""
        result = super()._reverse_entry()
        expenses = self.sudo().line_ids.hr_expense_ids  # sudo: as above
        moves = expenses.account_move_id.filtered(lambda m: m.state == "posted")
        today = self.company_id._aftersales_today()
        vals = {"date": today, "invoice_date": today, "ref": self.answer}
        moves._reverse_moves([vals] * len(moves), cancel=True)
        if expenses:
            expenses._do_refuse(self.answer)
        return result
