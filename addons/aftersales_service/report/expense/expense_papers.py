from odoo import models


class TravelClaimPaper(models.AbstractModel):
    """差旅费报销单: receipts of visits, what was accepted, signed by three."""

    _name = "report.aftersales_service.report_travel_claim"
    _inherit = ["aftersales.paper"]
    _description = "Travel Claim"

    _record_model = "aftersales.travel.claim"
    _lines = "line_ids"
