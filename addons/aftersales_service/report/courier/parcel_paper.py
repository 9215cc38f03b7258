from odoo import models


class ParcelPaper(models.AbstractModel):
    """快递随箱单: what lies in the box; whoever opens it ticks what is missing or broken."""

    _name = "report.aftersales_service.report_parcel"
    _inherit = ["aftersales.paper"]
    _description = "Parcel Slip"

    _record_model = "aftersales.parcel"
    _lines = "line_ids"

    def _get_receiver(self, record):
        """{name, phone, address} of who gets it, as the courier wants them."""
        if record.direction == "back":
            place = record.warehouse_id.partner_id or record.company_id.partner_id
            name, phone = record.warehouse_id.name, place.phone
        else:
            # sudo: whoever packs need not read technicians and their homes
            technician = record.sudo().technician_id
            place = (
                record.partner_id
                or technician.user_id.partner_id
                or technician.station_id
            )
            name = technician.name or place.name
            phone = technician.phone or place.phone
        words = place._display_address(without_company=True).splitlines()
        address = " ".join(filter(None, map(str.strip, words))) if place else ""
        return {"name": name or "", "phone": phone or "", "address": address}
