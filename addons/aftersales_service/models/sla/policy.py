from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

LEVELS = ("contract_id", "partner_id", "product_tmpl_id", "categ_id", "unit_id")


class SlaPolicy(models.Model):
    """How fast and by which rules a company serves (服务政策); the text lies in dated versions.

    Source: 17.2, O-08. Found by contract → customer → product → category → unit →
    company. A parent policy applies as well; where both know a deadline for the same
    event, the stricter one is proposed.
    """

    _name = "aftersales.sla.policy"
    _description = "Service Policy"
    _inherit = [
        "aftersales.policy.mixin",
        "document.shared.mixin",
        "aftersales.remembered.mixin",
    ]
    _order = "code, level, name, id"
    _check_company_auto = True
    _levels = LEVELS
    _version_model = "aftersales.sla.version"

    code = fields.Char(index=True, help="Your number for this policy.")
    company_id = fields.Many2one("res.company", required=False, index=True)
    contract_id = fields.Many2one(
        "sale.order", index="btree_not_null", check_company=True
    )
    unit_id = fields.Many2one(
        "aftersales.unit", "Service Unit", index="btree_not_null", check_company=True
    )
    parent_id = fields.Many2one(
        "aftersales.sla.policy",
        "Applies As Well",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('is_template', '=', False)]",
        help="Deadlines of this policy count too; where both have one, the stricter is proposed.",
    )
    is_template = fields.Boolean(
        "Preset",
        readonly=True,
        help="A preset never applies by itself: a company activates a copy of it.",
    )
    version_ids = fields.One2many("aftersales.sla.version", "policy_id", "Versions")
    source = fields.Char(help="Where it comes from.")

    _company_or_template = models.Constraint(
        "CHECK (is_template OR company_id IS NOT NULL)",
        "A service policy belongs to a company.",
    )

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A policy cannot apply as well as itself.")
            )

    @api.model
    def _find_versions(self, companies, first, last):
        """From the cache: every job that comes in asks (overrides the mixin's search)."""
        ids = [
            row[0]
            for company in companies
            for row in self._get_ranked(company.id)
            if row[1] <= last and (not row[2] or row[2] >= first)
        ]
        return self.env[self._version_model].browse(ids)

    @api.model
    @tools.ormcache("company_id")
    def _get_ranked(self, company_id):
        """((id, valid from, valid to), …) of a company, the one that decides first."""
        # sudo: which rules apply does not depend on who asks
        company = self.env["res.company"].sudo().browse(company_id)
        found = self.sudo()._search_versions(
            company,
            fields.Date.to_date("1900-01-01"),
            fields.Date.to_date("9999-12-31"),
        )
        return tuple((v.id, v.valid_from, v.valid_to) for v in found)

    def _reaches(self, name, value):
        """A unit's policy holds for the units below it (extends the mixin's)."""
        if name == "unit_id":
            return (value.parent_path or "").startswith(self.unit_id.parent_path)
        return super()._reaches(name, value)

    @api.model
    def _get_level_values(self, record):
        return record._get_sla_levels()
