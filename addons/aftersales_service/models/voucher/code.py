from odoo import fields, models


class VoucherCode(models.Model):
    """An account of ours in the chart of the other program."""

    _name = "aftersales.voucher.code"
    _description = "Account Code in Another Program"
    _order = "company_id, account_id, id"
    _check_company_auto = True
    _rec_name = "code"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "account.account",
        "Our Account",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    code = fields.Char("Their Code", required=True)
    name = fields.Char("Their Name", help="Empty: ours.")
    auxiliary = fields.Selection(
        [("customer", "Customer"), ("supplier", "Supplier")],
        "Kept By",
        help="Their program asks for the partner's number with each line.",
    )
    department = fields.Char(help="Code of their department, if the account has one.")

    _account_unique = models.Constraint(
        "UNIQUE (company_id, account_id)", "This account has a code already."
    )
