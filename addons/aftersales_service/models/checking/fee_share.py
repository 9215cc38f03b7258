from odoo import models

from ...exceptions import ProofMissing
from .finding import STOPPING


class FeeShare(models.Model):
    _inherit = "aftersales.fee.share"

    def _check_may_charge(self):
        """What a finding stops is neither invoiced nor claimed until it is explained
        (extends).

        :raises ProofMissing: naming what was found
        """
        # sudo: whoever invoices need not read findings to be stopped by them
        fees = self.sudo().fee_id
        visits = fees.visit_id.filtered("company_id.aftersales_check_claims")
        visits._check_unchecked()
        stopping = visits.finding_ids.filtered(
            lambda f: f.state in STOPPING and f._get_stopped() & fees
        )
        if stopping:
            raise ProofMissing(
                self.env._(
                    "%(job)s: %(finding)s Finance or the service director answers it under Fees / Doubtful Claims; “Check Claims” brings up what is new.",
                    job=stopping[0].order_id.name,
                    finding=stopping[0].text,
                )
            )
        return super()._check_may_charge()
