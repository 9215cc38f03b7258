from odoo import models


class TravelLine(models.Model):
    """Whoever works for another firm by an agreement is paid through that firm: what he
    spent is an extra there, never a receipt here as well."""

    _inherit = "aftersales.travel.line"

    def _check_people(self):
        """Extends.

        :raises ProofMissing: naming the firm
        """
        result = super()._check_people()
        # sudo: what is owed to others is told in one sentence
        if self.technician_id in self.sudo().visit_id._get_contracted():
            self._refuse(
                self.env._(
                    "the visit is paid to %s by agreement. Finance enters what was spent as an extra of that visit.",
                    self.sudo().technician_id.employer_id.display_name,
                )
            )
        return result
