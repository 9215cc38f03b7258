from odoo import models


class RequisitionPaper(models.AbstractModel):
    """From which shelf, and of which lot (extends the requisition form)."""

    _inherit = "report.aftersales_service.report_requisition"

    def _get_shelves(self, record):
        """{line id: [words of a shelf, its lot and when that expires]}"""
        shelves = record.line_ids._get_shelves(issued=True)
        return {
            line: [self._tell_shelf(shelf) for shelf in found]
            for line, found in shelves.items()
        }

    def _tell_shelf(self, shelf):
        expiry = shelf["expiry"] and self.env._("until %s", shelf["expiry"])
        return " · ".join(filter(None, (shelf["place"], shelf["lot"], expiry)))
