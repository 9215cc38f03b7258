from odoo import api, fields, models


class CompanyRule(models.Model):
    """How a company takes over what another company of the database charges it: into which
    account, and whether it is booked without asking. Without a rule everything is proposed."""

    _name = "aftersales.company.rule"
    _description = "Rule for Charges between Companies"
    _order = "company_id, partner_id, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company",
        "Receiving Company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Charging Company",
        index=True,
        domain=lambda self: [("id", "in", self._get_partners().ids)],
        help="Empty: every other company of the database.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "account.account",
        "Cost Account",
        index="btree_not_null",
        check_company=True,
        help="Empty: the account that a bill would have anyway.",
    )
    journal_id = fields.Many2one(
        "account.journal", index="btree_not_null", check_company=True
    )
    booking = fields.Selection(
        [
            ("propose", "Propose"),
            ("draft", "Draft It"),
            ("post", "Draft and Post It"),
        ],
        required=True,
        default="propose",
        help="What happens by itself when the other company charges something.",
    )
    limit = fields.Monetary(
        "Up To", help="Above this amount it is proposed only; 0: no limit."
    )
    active = fields.Boolean(default=True)

    _one_each = models.UniqueIndex(
        "(company_id, COALESCE(partner_id, 0)) WHERE active",
        "There is a rule for this company already.",
    )
    _limit_positive = models.Constraint(
        'CHECK ("limit" >= 0)', "A limit cannot be negative."
    )

    @api.model
    def _get_partners(self):
        # sudo: that a company exists is known to whoever trades with it
        companies = self.env["res.company"].sudo()
        return companies.search([("active", "=", True)]).partner_id.sudo(False)

    def _find(self, company, sender):
        """The rule of ``company`` for what ``sender`` charges; a named one goes first."""
        partner = sender.partner_id
        return self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", (partner.id, False)),
            ],
            order="partner_id",
            limit=1,
        )

    def _books(self, amount):
        """Whether ``amount`` (company currency) is booked without asking."""
        if self.booking in (False, "propose"):
            return False
        return (
            not self.limit or self.currency_id.compare_amounts(amount, self.limit) <= 0
        )
