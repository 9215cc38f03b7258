from odoo import api, models

from ...exceptions import ProofMissing

_PROOFS = frozenset({"signature", "stamped_paper"})


class Visit(models.Model):
    """Where the policy of the job says so, nobody signs in advance (D-52): no signature
    and no stamped paper is taken before the end of the work is stamped."""

    _inherit = "aftersales.visit"

    @api.model_create_multi
    def create(self, vals_list):
        """A visit is never born signed (extends)."""
        visits = super().create(vals_list)
        for visit, vals in zip(visits, vals_list, strict=True):
            visit._check_not_early(vals)
        return visits

    def write(self, vals):
        """A proof that comes before the end of the work is refused (extends)."""
        self._check_not_early(vals)
        return super().write(vals)

    def _check_not_early(self, vals):
        if not any(vals.get(name) for name in _PROOFS):
            return
        for visit in self.filtered(lambda v: not v.ended_at):
            visit._refuse_early()

    def _refuse_early(self):
        # sudo: a switch of the job, for whoever works on it
        if self.sudo().order_id._get_policy().no_pre_signature:
            raise ProofMissing(
                self.env._(
                    "%(visit)s: the work has not ended yet, and nobody signs in advance. %(technician)s finishes the work first.",
                    visit=self.name,
                    technician=self.technician_id.name,
                )
            )
