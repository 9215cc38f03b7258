from odoo import api, models

from ..const import GROUP_COMPLIANCE


class IrCronFault(models.Model):
    _inherit = "ir.cron.fault"

    @api.model
    def _get_people(self, record):
        """What the register of filings cannot do is told to its officers (extends)."""
        officers = self.env["res.users"]
        if record._name.startswith("aftersales.icp."):
            company = record.company_id if "company_id" in record._fields else None
            officers = self._get_officers(company or self.env.company)
        return officers or super()._get_people(record)

    @api.model
    def _get_officers(self, company):
        """Compliance officers of ``company``; the administrators where there is none."""
        # sudo: whoever lets the job run, somebody must be told
        group = self.env.ref(GROUP_COMPLIANCE).sudo()
        people = group.all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return people or self._get_administrators(company)
