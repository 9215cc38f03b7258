from odoo import api, fields, models

_TAKES = ("planned", "confirmed", "under_way", "arrived", "in_work")


class Visit(models.Model):
    _inherit = "aftersales.visit"

    takes_parts = fields.Boolean(
        compute="_compute_takes_parts",
        help="Whether parts may still be asked for it.",
    )
    drawing_count = fields.Integer("Drawings", compute="_compute_drawing_count")

    @api.depends("state")
    def _compute_takes_parts(self):
        for visit in self:
            visit.takes_parts = visit.state in _TAKES

    @api.depends("order_id.drawing_count")
    def _compute_drawing_count(self):
        for visit in self:
            # sudo: how many there are of the machine that he repairs
            visit.drawing_count = visit.sudo().order_id.drawing_count

    def action_drawings(self):
        """The drawings of the machine that is repaired."""
        return _open_viewer(self, "visit")


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    drawing_count = fields.Integer("Drawings", compute="_compute_drawing_count")

    @api.depends("device_id", "product_id")
    def _compute_drawing_count(self):
        for order in self:
            # sudo: what the machine of a job is, is no secret to who sees the job
            machine = order.sudo().device_id._origin or order.sudo().product_id._origin
            order.drawing_count = _count_drawings(machine, order.company_id)

    def action_drawings(self):
        """The drawings of the machine of this job."""
        return _open_viewer(self, "order")


class Device(models.Model):
    _inherit = "aftersales.device"

    drawing_count = fields.Integer("Drawings", compute="_compute_drawing_count")

    @api.depends("product_id", "serial")
    def _compute_drawing_count(self):
        for device in self:
            device.drawing_count = _count_drawings(device._origin, device.company_id)

    def action_drawings(self):
        """The drawings of this machine."""
        return _open_viewer(self, "device")


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    drawing_count = fields.Integer("Drawings", compute="_compute_drawing_count")

    @api.depends("order_id")
    def _compute_drawing_count(self):
        for requisition in self:
            # sudo: as for visits
            job = requisition.sudo().order_id
            requisition.drawing_count = job.drawing_count

    def action_drawings(self):
        """The drawings of the machine for which parts are asked."""
        return _open_viewer(self, "requisition")

    def _take(self, part, quantity):
        """So many more of the part are asked for; the line that does it."""
        self.ensure_one()
        line = self.line_ids.filtered(lambda r: r.product_id == part)[:1]
        if line:
            line.quantity += quantity
            return line
        lines = self.env["aftersales.requisition.line"]
        return lines.create(
            {
                "requisition_id": self.id,
                "product_id": part.id,
                "quantity": quantity,
            }
        )


def _count_drawings(machine, company):
    if not machine:
        return 0
    drawings = machine.env["aftersales.drawing"]
    company = company or machine.env.company
    return len(drawings._find_shown([machine], company)[machine])


def _open_viewer(record, source):
    record.ensure_one()
    record.check_access("read")
    return {
        "type": "ir.actions.client",
        "tag": "aftersales_service.drawing_viewer",
        "name": record.env._("Exploded Drawings"),
        "params": {"source": source, "source_id": record.id},
    }
