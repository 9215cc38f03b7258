from odoo import fields, models

from ...exceptions import RoleRefused
from ...groups import MANAGER


class DeviceProducts(models.TransientModel):
    """Asked once after the installation, and whenever somebody opens it: which products
    with serial numbers register devices. Without an answer none does."""

    _name = "aftersales.device.products"
    _description = "Which Products Register Devices?"
    _inherit = "document.window.mixin"

    product_ids = fields.Many2many(
        "product.template",
        string="Products",
        default=lambda self: self._default_product_ids(),
        domain="[('tracking', '=', 'serial'), ('aftersales_is_device', '=', False), ('aftersales_is_part', '=', False)]",
    )

    def _default_product_ids(self):
        """What is sold is proposed, for a person to look through."""
        undecided = self.env["product.template"]._aftersales_get_undecided_devices()
        return undecided.filtered("sale_ok")

    def action_confirm(self):
        """Deliveries of these products register devices from now on.

        :raises RoleRefused: for whoever does not configure after-sales
        """
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise RoleRefused(
                self.env._(
                    "Only a service director decides which products register devices."
                )
            )
        # sudo: who configures after-sales need not be allowed to change products
        self.product_ids.sudo().aftersales_is_device = True
        return {"type": "ir.actions.client", "tag": "soft_reload"}
