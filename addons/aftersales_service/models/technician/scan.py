from odoo import api, models
from odoo.fields import Domain

from ..scan.scan import Kind


class Scan(models.AbstractModel):
    """Technicians by the badge: staff number, login, or what personnel printed on it."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        label = self.env._("Technician")
        known = self._get_badge_domain(read)
        return [
            *super()._get_kinds(read),
            Kind("technician", "aftersales.technician", label, known),
        ]

    @api.model
    def _get_badge_domain(self, read):
        known = Domain("id", "=", read.get_id("aftersales.technician"))
        # sudo: who scans a badge may not read logins and files of personnel
        users = self.env["res.users"].sudo()._search([("login", "in", read.names)])
        known |= Domain("code", "in", read.names) | Domain("user_id", "in", users)
        if "hr.employee" in self.env:  # only where Odoo's employees are installed
            badges = self.env["hr.employee"].sudo()
            badges = badges._search([("barcode", "in", read.names)])
            known |= Domain("user_id", "in", badges.subselect("user_id"))
        return known
