from odoo import fields, models

from ...exceptions import ProofMissing


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_reserve_books = fields.Boolean(
        "Warranty Reserve in the Books",
        help="On where the company keeps 企业会计准则: each month proposes an entry. Off under 小企业会计准则: the estimate is for information only.",
    )
    aftersales_reserve_cost_account_id = fields.Many2one(
        "account.account",
        "Reserve: Cost of Sales",
        check_company=True,
        index="btree_not_null",
    )
    aftersales_reserve_account_id = fields.Many2one(
        "account.account",
        "Reserve: Liability",
        check_company=True,
        index="btree_not_null",
    )
    aftersales_reserve_journal_id = fields.Many2one(
        "account.journal",
        "Reserve: Journal",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "=", "general")],
    )

    def _aftersales_check_reserve_books(self):
        """:raises ProofMissing: saying what the books need"""
        self.ensure_one()
        if not self.aftersales_reserve_books:
            raise ProofMissing(
                self.env._(
                    "%s keeps no warranty reserve in its books. Switch it on in the settings of After-Sales where the company keeps 企业会计准则.",
                    self.name,
                )
            )
        needed = (
            "aftersales_reserve_cost_account_id",
            "aftersales_reserve_account_id",
            "aftersales_reserve_journal_id",
        )
        missing = [name for name in needed if not self[name]]
        if missing:
            labels = [self._fields[n]._description_string(self.env) for n in missing]
            raise ProofMissing(
                self.env._(
                    "Choose in the settings of After-Sales: %s.", ", ".join(labels)
                )
            )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_reserve_books = fields.Boolean(
        related="company_id.aftersales_reserve_books", readonly=False
    )
    aftersales_reserve_cost_account_id = fields.Many2one(
        related="company_id.aftersales_reserve_cost_account_id", readonly=False
    )
    aftersales_reserve_account_id = fields.Many2one(
        related="company_id.aftersales_reserve_account_id", readonly=False
    )
    aftersales_reserve_journal_id = fields.Many2one(
        related="company_id.aftersales_reserve_journal_id", readonly=False
    )
