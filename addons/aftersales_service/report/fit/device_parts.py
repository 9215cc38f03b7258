from odoo import models


class DeviceParts(models.AbstractModel):
    """The parts of a device as they are now (设备配件清单), with what is inside them."""

    _name = "report.aftersales_service.report_device_parts"
    _inherit = ["aftersales.device.paper"]
    _description = "Parts of the Device"

    def _get_rows(self, device, form, blank):
        """Rows of the tree, filled up with empty lines to write on."""
        rows = [] if blank else device._get_part_trees()[device.id]
        return rows + [None] * max(0, form.blank_rows - len(rows))
