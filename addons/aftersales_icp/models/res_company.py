from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import GROUPS


class ResCompany(models.Model):
    _inherit = "res.company"

    # Without sudo: filings of a company that the reader may not see stay unseen here.
    icp_subject_count = fields.Integer(
        related="partner_id.icp_subject_count", related_sudo=False, groups=GROUPS
    )
    icp_summary = fields.Char(
        related="partner_id.icp_summary", related_sudo=False, groups=GROUPS
    )
    icp_sale_policy = fields.Selection(
        [("block", "Refuse to confirm"), ("warn", "Warn only")],
        string="ICP at Confirmation",
        required=True,
        default="block",
        help="Lines that can never be opened: no service record, no real name, revoked.",
    )
    icp_retention_months = fields.Integer(
        string="Log Retention (Months)",
        required=True,
        default=6,
        help="At least six months and 60 days, whichever is longer.",
    )

    @api.constrains("icp_retention_months")
    def _check_icp_retention(self):
        for company in self:
            if company.icp_retention_months < 6:
                raise ValidationError(
                    self.env._("The law wants logs kept for six months at least.")
                )

    def action_icp_subjects(self):
        """The filings of the company's own sites, kept on its partner."""
        self.ensure_one()
        return self.partner_id.action_icp_subjects()

    def _icp_licensed_classes(self):
        """Classes of the granted, unexpired licences of the company itself."""
        # sudo: salespeople learn whether there is a licence, nothing else of it
        licences = self.env["aftersales.icp.licence"].sudo()
        return licences.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "granted"),
                ("valid_to", ">=", licences._today()),
            ]
        ).class_ids


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    icp_sale_policy = fields.Selection(
        related="company_id.icp_sale_policy", readonly=False
    )
    icp_retention_months = fields.Integer(
        related="company_id.icp_retention_months", readonly=False
    )
