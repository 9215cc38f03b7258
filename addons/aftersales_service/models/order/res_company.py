from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_promise_hours = fields.Integer(
        "Promise Within (Hours)",
        default=24,
        help="By when the customer hears from us where no rule of the service policy says otherwise.",
    )
    aftersales_duplicate_days = fields.Integer(
        "Days to Look for Duplicates",
        default=30,
        help="An open job of the same device, telephone or address within so many days is shown as a possible duplicate.",
    )
    aftersales_sales_consent = fields.Boolean(
        "Consent to Salespeople's Reports",
        default=True,
        help="Nobody is sent, and nothing is taken back, on the report of a salesperson before the sales supervisor agrees.",
    )
    aftersales_opening_script = fields.Text(
        "Opening Script",
        translate=True,
        help="What clerks say when they take a call; a service unit may have its own.",
    )

    _aftersales_promise_positive = models.Constraint(
        "CHECK (aftersales_promise_hours > 0)", "A promise is at least one hour ahead."
    )
    _aftersales_days_positive = models.Constraint(
        "CHECK (aftersales_duplicate_days >= 0)",
        "The days to look for duplicates cannot be negative.",
    )
