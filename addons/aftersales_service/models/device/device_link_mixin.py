from odoo import fields, models

from ...groups import STAFF


class DeviceLinkMixin(models.AbstractModel):
    """A smart button to the devices of a record of another model."""

    _name = "aftersales.device.link.mixin"
    _description = "Has Devices"

    _device_link = None  # the field of aftersales.device that points here

    aftersales_device_count = fields.Integer(
        "Devices",
        compute="_compute_aftersales_device_count",
        groups=STAFF,
    )

    def _compute_aftersales_device_count(self):
        counts = dict(
            self.env["aftersales.device"]._read_group(
                [(self._device_link, "in", self.ids)], [self._device_link], ["__count"]
            )
        )
        for record in self:
            record.aftersales_device_count = counts.get(record._origin, 0)

    def action_view_aftersales_devices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_device_action"
        )
        return {
            **action,
            "domain": [(self._device_link, "=", self.id)],
            "context": {f"default_{self._device_link}": self.id},
        }
