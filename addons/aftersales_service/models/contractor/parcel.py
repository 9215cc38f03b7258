from odoo import api, models
from odoo.fields import Domain


class Parcel(models.Model):
    """Whoever answers for a firm also receives what is sent to its people."""

    _inherit = "aftersales.parcel"

    @api.model
    def _get_outside_domain(self):
        domain = super()._get_outside_domain()
        firm = self.env["aftersales.technician"]._find_answered_for()
        if not firm:
            return domain
        employer = "technician_id.employer_id.commercial_partner_id"
        return domain | (
            Domain(employer, "=", firm.id) & Domain("technician_id.kind", "!=", "own")
        )
