from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """The technician shows the customer how each fee was counted."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_card(self, visit):
        card = super()._prepare_card(visit)
        # sudo: as in `fees`; only how it was counted is told
        shares = self.env["aftersales.fee.share"].sudo()
        for fee in card["fees"]:
            fee["how"] = shares.browse(fee["id"]).fee_id.explanation or ""
        return card
