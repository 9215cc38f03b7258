from odoo import api, models


class Portal(models.AbstractModel):
    """What the customer reads of the days of his goods while they are in our care."""

    _inherit = "aftersales.portal"

    @api.model
    def _get_return_moments(self, record):
        """When the director looked at them, and when they go back (extends)."""
        moments = super()._get_return_moments(record)
        label, gone = moments.pop("back")
        inspected = record.custody_ids.filtered("inspected_at").mapped("inspected_at")
        back = record.custody_ids.filtered("given_back_at").mapped("given_back_at")
        promised = record.custody_ids.filtered("date_promised").mapped("date_promised")
        gone = gone or max(back, default=False)
        if promised and not gone:
            label, gone = self.env._("Going Back On"), max(promised)
        return moments | {
            "inspected": (self.env._("Inspected On"), max(inspected, default=False)),
            "back": (label, gone),
        }
