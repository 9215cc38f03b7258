from odoo import models

from ...exceptions import ProofMissing

_PROOFS = frozenset({"signature", "stamped_paper"})


class Visit(models.Model):
    """Where the policy of the job says so, nobody signs in advance (D-52): no signature
    and no stamped paper is taken before the end of the work is stamped."""

    _inherit = "aftersales.visit"

    def _check_planned(self):
        """A visit is never born signed (extends)."""
        self.filtered(lambda v: any(v[name] for name in _PROOFS))._check_not_early()
        return super()._check_planned()

    def _check_change(self, vals):
        """A proof that comes before the end of the work is refused (extends)."""
        if any(vals.get(name) for name in _PROOFS):
            self._check_not_early()
        return super()._check_change(vals)

    def _check_not_early(self):
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
