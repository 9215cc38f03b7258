from odoo import api, fields, models
from odoo.fields import Domain


class Technician(models.Model):
    _inherit = "aftersales.technician"

    answers_for_firm = fields.Boolean(
        "Answers for the Firm",
        help="In the portal this person also sees, accepts and refuses the visits of colleagues of the same outside firm.",
    )

    @api.model
    def _find_outside(self):
        """The technician behind the portal login that asks; empty for everybody else."""
        user = self.env.user
        # sudo: portal users read no technicians
        people = self.sudo()
        if not user.share or user._is_public():
            return people
        return people.search(
            [
                ("user_id", "=", user.id),
                ("kind", "!=", "own"),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    @api.model
    def _find_answered_for(self):
        """The firm for which the login that asks answers; empty where he answers for none."""
        user = self.env.user
        firm = user.commercial_partner_id
        nobody = firm.browse()
        if not user.share or user._is_public():
            return nobody
        own = self._find_outside()
        if own:
            employer = own.employer_id.commercial_partner_id
            return employer if own.answers_for_firm and employer == firm else nobody
        # sudo: as above; the login of the firm itself, not of one of its people
        known = user.sudo().partner_id == firm and self.sudo().search_count(
            [
                ("employer_id.commercial_partner_id", "=", firm.id),
                ("kind", "!=", "own"),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )
        return firm if known else nobody

    @api.model
    def _get_outside_domain(self):
        """Visits that the portal login may see: his own, and those he answers for."""
        domain = Domain.FALSE
        if own := self._find_outside():
            domain |= own._get_worked_domain()
        if firm := self._find_answered_for():
            employer = "technician_id.employer_id.commercial_partner_id"
            domain |= Domain(employer, "=", firm.id) & Domain(
                "technician_id.kind", "!=", "own"
            )
        return domain & Domain("company_id", "=", self.env.company.id)

    def _get_worked_domain(self):
        """Visits that this person makes, as the one who leads or as helper."""
        return Domain("technician_id", "=", self.id) | Domain(
            "helper_ids", "in", self.ids
        )
