from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...kernel.text import city_key, split_names


class DealerAgreement(models.Model):
    """What was agreed with a dealer: where he sells, and what he may repair on our account
    without asking."""

    _name = "aftersales.dealer.agreement"
    _description = "Agreement with a Dealer"
    _inherit = ["mail.thread"]
    _order = "partner_id"
    _rec_name = "partner_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Dealer",
        required=True,
        index=True,
        check_company=True,
        domain=[("parent_id", "=", False)],
        tracking=True,
    )
    cities = fields.Char(
        tracking=True,
        help="Where he may sell, separated by commas. Empty: everywhere.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    approval_limit = fields.Monetary(
        "Asks Above",
        aggregator=None,
        tracking=True,
        help="Repairs that he claims from us and that cost more need our consent first. 0: he never asks.",
    )
    role_id = fields.Many2one(
        "aftersales.role",
        "Who Consents",
        index="btree_not_null",
        help="Empty: the service director.",
    )
    labour_rate = fields.Monetary(
        "Rate per Hour",
        aggregator=None,
        tracking=True,
        help="What we pay him for an hour of work. 0: what he claims.",
    )
    note = fields.Text("Internal Note")
    active = fields.Boolean(default=True)

    @api.constrains("company_id", "partner_id", "active")
    def _check_one_each(self):
        """No unique index: core deletes rows of contacts that it merges for one."""
        mine = self.filtered("active")
        found = self._read_group(
            [("partner_id", "in", mine.partner_id.ids)],
            ["company_id", "partner_id"],
            ["__count"],
            having=[("__count", ">", 1)],
        )
        if found:
            raise ValidationError(
                self.env._("There is an agreement with %s already.", found[0][1].name)
            )

    @api.model
    def _find(self, firm, company):
        """The agreement with ``firm``, or an empty record."""
        if not firm:
            return self.browse()
        # sudo: dealers and technicians are bound by what they may not read
        return self.sudo().search(
            [
                ("partner_id", "=", firm.commercial_partner_id.id),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )

    def _may_sell_in(self, city):
        """Whether the city is one of his; where none was agreed every one is."""
        cities = {city_key(name) for name in split_names(self.cities)}
        return not cities or city_key(city) in cities

    def _get_role_code(self):
        return self.role_id.code or "service_director"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _is_aftersales_dealer(self):
        """Also whoever has an agreement (extends)."""
        if super()._is_aftersales_dealer():
            return True
        uses = self.env["res.groups"]._aftersales_uses("dealer")
        agreements = self.env["aftersales.dealer.agreement"]
        return uses and bool(
            agreements._find(self.commercial_partner_id, self.env.company)
        )
