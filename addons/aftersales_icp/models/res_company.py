from odoo import fields, models

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

    def action_icp_subjects(self):
        """The filings of the company's own sites, kept on its partner."""
        self.ensure_one()
        return self.partner_id.action_icp_subjects()
