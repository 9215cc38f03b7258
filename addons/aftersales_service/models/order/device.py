from odoo import fields, models


class Device(models.Model):
    _inherit = "aftersales.device"

    order_ids = fields.One2many("aftersales.order", "device_id", "Service Orders")
    order_count = fields.Integer("Service Order Count", compute="_compute_order_count")

    def _compute_order_count(self):
        counts = dict(
            self.env["aftersales.order"]._read_group(
                [("device_id", "in", self.ids)], ["device_id"], ["__count"]
            )
        )
        for device in self:
            device.order_count = counts.get(device._origin, 0)

    def action_view_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_order_action"
        )
        return {
            **action,
            "domain": [("device_id", "=", self.id)],
            "context": {"default_device_id": self.id},
        }

    def action_open_order(self):
        """A new service order for this device."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "aftersales.order",
            "view_mode": "form",
            "context": {"default_device_id": self.id},
        }
