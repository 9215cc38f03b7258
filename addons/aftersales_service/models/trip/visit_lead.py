from odoo import models


class Visit(models.Model):
    """A lead noted on a visit becomes a lead of the sales pipeline where there is one.

    Odoo's CRM is looked for in the registry instead of being depended on: an add-on of its
    own for these lines would bring CRM and all that installs itself with it into every
    installation that tests this one. Source: D-39.
    """

    _inherit = "aftersales.visit"

    def _on_lead_noted(self, note):
        """With a salesperson the lead is told by itself; else the office hears of it too."""
        lead = self._create_crm_lead(note)
        if lead and lead.user_id:
            return None
        return super()._on_lead_noted(note)

    def _create_crm_lead(self, note):
        """The new ``crm.lead``, or None where CRM is not installed."""
        if "crm.lead" not in self.env:
            return None
        # sudo: technicians have no rights in sales, but their word starts a lead
        return self.env["crm.lead"].sudo().create(self._prepare_crm_lead(note))

    def _prepare_crm_lead(self, note):
        partner = self.partner_id.sudo()  # sudo: as above; who sells to whom
        return {
            "name": self.env._(
                "%(customer)s: noted on visit %(visit)s",
                customer=partner.name,
                visit=self.name,
            ),
            "partner_id": partner.id,
            "contact_name": self.contact_name,
            "phone": self.contact_phone,
            "user_id": (partner.user_id or partner.commercial_partner_id.user_id).id,
            "company_id": self.company_id.id,
            "description": note,
            "referred": f"{self.name} {self.technician_id.name}",
        }
