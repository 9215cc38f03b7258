from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def button_validate(self):
        """Nothing that opens access leaves before the filing is there."""
        self._icp_check_delivery()
        return super().button_validate()

    def _action_done(self):
        """The same gate for every other way to finish a delivery."""
        self._icp_check_delivery()
        return super()._action_done()

    def _icp_check_delivery(self):
        going = self.filtered(lambda one: one.picking_type_code == "outgoing")
        # sudo: the warehouse meets the gate without reading sales or the register
        going.move_ids.sudo().sale_line_id._icp_check_open()
