from odoo import api, fields, models

from ..kernel.icp_number import PROVINCES


class IcpProvince(models.Model):
    """What differs by province: letters of both authorities and the bureau's rules."""

    _name = "aftersales.icp.province"
    _description = "ICP Province"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "code, id"
    _rec_names_search = ["name", "letter"]

    name = fields.Char(required=True)
    code = fields.Char(string="GB Code", required=True, index=True)
    letter = fields.Char(string="MIIT Letter", required=True)
    psb_letter = fields.Char(string="Public-Security Letter", required=True)
    state_id = fields.Many2one("res.country.state", index="btree_not_null")
    display_number = fields.Selection(
        [("service", "Service Number"), ("subject", "Organiser Number")],
        required=True,
        default="service",
        help="Which number the home page must show.",
    )
    parallel_access = fields.Boolean(
        string="Access Beside Change",
        help="A new access may be filed while a change is open.",
    )
    shell_can_add = fields.Boolean(
        string="Shell May Add",
        help="An organiser without services may file a new one directly.",
    )
    principal_is_legal_rep = fields.Boolean(
        string="Principal Is Legal Representative", default=True
    )
    can_migrate = fields.Boolean(default=True)
    max_domains = fields.Integer(help="Domains per website; 0: no limit known.")
    extra_documents = fields.Char()

    _code_unique = models.Constraint(
        "UNIQUE (code)", "This province is already in the table."
    )

    @api.model
    def _by_letter(self, letter):
        """The province of a filing number, by its first character."""
        known = {row["icp"] for row in PROVINCES}
        if letter not in known:
            return self.browse()
        return self.search([("letter", "=", letter)], limit=1)
