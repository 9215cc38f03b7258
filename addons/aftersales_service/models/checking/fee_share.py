from odoo import models


class FeeShare(models.Model):
    """What a finding stops is neither invoiced nor claimed until it is explained."""

    _inherit = "aftersales.fee.share"

    def _prepare_charging(self):
        """Whoever charges sooner than the job runs has the visits checked now (extends)."""
        self._get_checked_visits()._check_unchecked()
        return super()._prepare_charging()

    def _get_checked_visits(self):
        # sudo: whoever charges need not read visits and findings to be stopped by them
        return self.sudo().fee_id.visit_id.filtered(
            "company_id.aftersales_check_claims"
        )

    def _get_charge_obstacles(self):
        """A finding that nobody explained (extends)."""
        stopped = {}
        for finding in self._get_checked_visits().finding_ids:
            stopped |= dict.fromkeys(finding._get_stopped(), finding)
        told = {
            share: self._get_finding_text(stopped[fee])
            for share in self
            if (fee := share.sudo().fee_id) in stopped
        }
        return told | super()._get_charge_obstacles()

    def _get_finding_text(self, finding):
        return self.env._(
            "%(job)s: %(finding)s Finance or the service director answers it under Fees / Doubtful Claims; “Check Claims” brings up what is new.",
            job=finding.order_id.name,
            finding=finding.text,
        )
