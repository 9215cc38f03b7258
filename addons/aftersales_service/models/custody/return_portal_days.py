from odoo import models


class ReturnOrder(models.Model):
    """What the customer reads of the days of his goods while they are in our care."""

    _inherit = "aftersales.return"

    def _get_portal_moments(self):
        """When the director looked at them, and when they go back (extends)."""
        moments = super()._get_portal_moments()
        label, gone = moments.pop("back")
        inspected = self.custody_ids.filtered("inspected_at").mapped("inspected_at")
        back = self.custody_ids.filtered("given_back_at").mapped("given_back_at")
        promised = self.custody_ids.filtered("date_promised").mapped("date_promised")
        gone = gone or max(back, default=False)
        if promised and not gone:
            label, gone = self.env._("Going Back On"), max(promised)
        return moments | {
            "inspected": (self.env._("Inspected On"), max(inspected, default=False)),
            "back": (label, gone),
        }
