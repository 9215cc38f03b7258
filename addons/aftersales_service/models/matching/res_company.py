from odoo import fields, models

from ...exceptions import ProofMissing


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_charge_account_id = fields.Many2one(
        "account.account",
        "Bank and Channel Charges",
        check_company=True,
        index="btree_not_null",
        domain=[("account_type", "in", ("expense", "expense_other"))],
        help="Where charges of the bank, of WeChat Pay and of Alipay go, and fen that are written off.",
    )
    aftersales_match_tolerance = fields.Monetary(
        "Differences to Write Off",
        default=0.05,
        help="The accountant may write off a difference of up to this amount between a payment and what was open, with a reason.",
    )

    # Two who look for proposals at once both write it, so the second begins anew.
    aftersales_proposed_at = fields.Datetime(
        "Last Look for Proposals", readonly=True, copy=False
    )

    _aftersales_match_tolerance_positive = models.Constraint(
        "CHECK (aftersales_match_tolerance >= 0)",
        "Differences to write off cannot be below zero.",
    )

    def _aftersales_get_charge_account(self):
        """:raises ProofMissing: when the company names none"""
        account = self.aftersales_charge_account_id
        if not account:
            raise ProofMissing(
                self.env._(
                    "%s has no account for charges of the bank and of payment channels. Set it in the settings of After-Sales.",
                    self.name,
                )
            )
        return account


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_charge_account_id = fields.Many2one(
        related="company_id.aftersales_charge_account_id", readonly=False
    )
    aftersales_match_tolerance = fields.Monetary(
        related="company_id.aftersales_match_tolerance",
        readonly=False,
        currency_field="aftersales_currency_id",
    )
