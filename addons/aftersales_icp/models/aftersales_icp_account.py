from odoo import fields, models


class IcpAccount(models.Model):
    """The login with which an organiser files at a provider: one account, one organiser.

    "One forgets on which platform a domain was filed": here it stands. Login names only:
    no field takes a password.
    """

    _name = "aftersales.icp.account"
    _description = "ICP Provider Account"
    _inherit = ["aftersales.icp.subject.part"]
    _order = "subject_id, provider_id, id"
    _rec_name = "login"
    _rec_names_search = ["login", "provider_id"]

    provider_id = fields.Many2one(
        "res.partner", string="Access Provider", required=True, index=True
    )
    login = fields.Char(
        required=True, help="Login name only; passwords are never kept."
    )
    note = fields.Char(help="For example who holds the telephone that confirms it.")
    active = fields.Boolean(default=True)

    _login_unique = models.UniqueIndex(
        "(company_id, provider_id, login) WHERE active IS TRUE",
        "This account belongs to another organiser: providers tie one account to one.",
    )


class IcpSubjectAccounts(models.Model):
    _inherit = "aftersales.icp.subject"

    account_ids = fields.One2many(
        "aftersales.icp.account", "subject_id", string="Provider Accounts"
    )
