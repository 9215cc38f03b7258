from odoo import models

from odoo.addons.aftersales_icp.kernel.page import Finding


class IcpServiceSites(models.Model):
    _inherit = "aftersales.icp.service"

    def _site_facts(self):
        """C25: a website of this database that is reached under this service, but mute.

        A hidden footer alone is no finding: the numbers then stand below it.
        """
        found = super()._site_facts()
        for site in self._icp_websites():
            if site.icp_display == "off":
                return [*found, Finding("C25", f"{site.name}: off")]
            if not site._icp_shows(self):
                return [*found, Finding("C25", site.name)]
        return found

    def _icp_websites(self):
        """Websites whose host lies in a domain of this service, or that name it."""
        sites = self.env["website"].search([("company_id", "=", self.company_id.id)])
        return sites.filtered(lambda one: one._icp_belongs_to(self))
