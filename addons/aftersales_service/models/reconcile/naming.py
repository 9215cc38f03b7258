from odoo import api, models


class ReconcileLine(models.Model):
    """What a row is called: the job, what was charged, who pays."""

    _inherit = "aftersales.reconcile.line"

    @api.depends("order_id", "share_id", "partner_id")
    def _compute_display_name(self):
        # sudo: names only, of rows that the reader may see
        for line in self.sudo():
            parts = (line.order_id.name, line.fee_id.name, line.partner_id.name)
            line.display_name = " · ".join(filter(None, parts))
