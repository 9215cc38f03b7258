from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """The technician shows the customer how each fee was counted, and tells what he drove."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_card(self, visit):
        card = super()._prepare_card(visit)
        # sudo: as in `fees`; only how it was counted is told
        shares = self.env["aftersales.fee.share"].sudo()
        for fee in card["fees"]:
            fee["how"] = shares.browse(fee["id"]).fee_id.explanation or ""
        # sudo: whether there is a card is asked by those who may not read policies
        return card | {
            "by_card": visit.sudo().order_id._has_fee_card(),
            "labour_reason": visit.labour_reason or "",
            "travel_km": visit.travel_km,
        }
