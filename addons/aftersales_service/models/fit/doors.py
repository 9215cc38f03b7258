from odoo import api, models

from .fitting import Fitting


class RequisitionLine(models.Model):
    """At the issue counter and on the phone it is told as well, before it is too late."""

    _inherit = "aftersales.requisition.line"

    def _prepare_board_row(self, waiting, scanned, lots):
        return super()._prepare_board_row(waiting, scanned, lots) | {
            "fit_state": self.fit_state or "",
            "fit": self.fit_text or "",
            "fit_reason": self.fit_reason or "",
        }

    @api.model
    def _get_asked_fields(self):
        return super()._get_asked_fields() | {"fit_reason"}


class TechnicianDay(models.AbstractModel):
    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_day(self, visits, products):
        """Each card knows what of the catalogue does not belong into its machine, so the
        phone can say it without network (extends)."""
        day = super()._prepare_day(visits, products)
        parts = products.browse([row["id"] for row in day["catalog"]])
        # sudo: of his own jobs a technician sees the machine
        by_visit = {visit.id: visit.sudo().order_id.device_id for visit in visits}
        devices = visits.env["aftersales.device"].union(*by_visit.values())
        fitting = Fitting(devices.with_env(self.env), parts, self.env.company)
        told = {device: fitting.tell(device, parts) for device in devices}
        for card in day["visits"]:
            card["unfit"] = told.get(by_visit[card["id"]], {})
        return day


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_fault_suggestions(self):
        """A part that a remedy needs and that does not fit carries ``fit`` (extends)."""
        remedies = super()._get_fault_suggestions()
        rows = [row for remedy in remedies for row in remedy["parts"]]
        products = self.env["product.product"].browse(
            dict.fromkeys(row["product_id"] for row in rows)
        )
        if not (products and self.device_id):
            return remedies
        device = self.device_id._origin
        told = Fitting(device, products, device.company_id).tell(device, products)
        for row in rows:
            if row["product_id"] in told:
                row["fit"] = told[row["product_id"]]
        return remedies
