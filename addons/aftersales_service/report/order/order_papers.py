import base64

from odoo import api, models
from odoo.tools.image import image_process

_PHOTOS = 6  # as many as fit on the sheet beside the text; the number of all is printed


class OrderPaper(models.AbstractModel):
    """What papers about one service order share."""

    _name = "aftersales.order.paper"
    _inherit = ["aftersales.paper"]
    _description = "Service Order Paper Values"

    _record_model = "aftersales.order"

    def _get_last_visit(self, order):
        """The visit that says what was found and done, else the last one."""
        visits = order.visit_ids.sorted("id")
        return visits.filtered("action_taken")[-1:] or visits[-1:]

    def _get_address(self, order):
        """Where the job is, without the name that stands beside it."""
        site = order.site_id or order.partner_id
        parts = [site.state_id.name, site.city, site.street, site.street2]
        return " ".join(filter(None, parts))

    def _get_person(self, order):
        """Who is responsible: the technician, before that who leads the unit (S-09)."""
        technician = self._get_last_visit(order).technician_id
        return technician.name or order.unit_id.manager_id.name or ""


class ComplaintApplication(models.AbstractModel):
    """投诉申请单: a dealer's complaint; its receipt starts the deadline (B-25, S-83)."""

    _name = "report.aftersales_service.report_complaint_application"
    _inherit = ["aftersales.order.paper"]
    _description = "Complaint Application"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        photos = {} if values["blank"] else self._find_photos(values["docs"])
        return values | {"photos": photos}

    def _find_photos(self, orders):
        """{order id: attached pictures}, oldest first, in one search."""
        photos = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "aftersales.order"),
                ("res_id", "in", orders.ids),
                ("mimetype", "=like", "image/%"),
            ],
            order="id",
        )
        found = photos.grouped("res_id")
        for order in orders:
            damaged = order.damage_ids.photo_ids
            found[order.id] = found.get(order.id, photos.browse()) | damaged
        return found

    def _get_thumbnails(self, photos):
        """The first pictures as data URIs, small enough for a print of a hundred jobs."""
        uris = []
        for photo in (photos or [])[:_PHOTOS]:
            raw = image_process(photo.raw, size=(360, 360), output_format="JPEG")
            uris.append("data:image/jpeg;base64," + base64.b64encode(raw).decode())
        return uris

    def _get_sale_number(self, order):
        """Number of the sale; sudo: a technician prints it without sales rights."""
        return order.sudo().device_id.sale_line_id.order_id.name or ""


class QualityFeedback(models.AbstractModel):
    """质量反馈信息单: a salesperson reports opinion, complaint and quality problem (B-30)."""

    _name = "report.aftersales_service.report_quality_feedback"
    _inherit = ["aftersales.order.paper"]
    _description = "Quality Feedback Sheet"

    def _get_problem(self, order):
        """What was found to be wrong, in the technicians' words."""
        told = order.visit_ids.sorted("id").mapped("cause")
        return order.found_fault or "；".join(filter(None, told))

    def _get_damaged_parts(self, order):
        return "、".join(order._get_replaced_parts().mapped("display_name"))

    def _get_opinion(self, order):
        """What the customer wrote when he signed."""
        return "；".join(filter(None, order.visit_ids.sorted("id").mapped("opinion")))


class ServiceRequest(models.AbstractModel):
    """客户服务需求表: the request, who answers for it, the result, the signature (B-44)."""

    _name = "report.aftersales_service.report_service_request"
    _inherit = ["aftersales.order.paper"]
    _description = "Customer Service Request"


class ExtensionRequest(models.AbstractModel):
    """延期申请单: a later due date is asked for; the first one stays visible (T-71, O-51)."""

    _name = "report.aftersales_service.report_extension_request"
    _inherit = ["aftersales.paper"]
    _description = "Extension Request Values"

    _record_model = "aftersales.sla.extension"
