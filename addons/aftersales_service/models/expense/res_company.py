from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_travel_account_id = fields.Many2one(
        "account.account",
        "Account of Travel Expenses",
        check_company=True,
        index="btree_not_null",
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
        help="What approved travel claims of technicians are booked on.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_travel_account_id = fields.Many2one(
        related="company_id.aftersales_travel_account_id", readonly=False
    )
