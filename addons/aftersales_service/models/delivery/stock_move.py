import logging

import psycopg2

from odoo import models

_logger = logging.getLogger(__name__)


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Delivered serial numbers become devices (overrides `_action_done`)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._aftersales_register_delivered_devices()
        return moves

    def _aftersales_registers_devices(self):
        """Whether this done move hands devices of ours to a customer."""
        self.ensure_one()
        return (
            self.product_id.aftersales_is_device
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
        )

    def _aftersales_register_delivered_devices(self):
        """What left is shipped, whatever we can or cannot write down about it: a fault is
        told on the delivery, and “Register Earlier Deliveries” makes up for it."""
        # Only the product is looked at first: ordinary moves must not cost a query more.
        lines = self.filtered(lambda m: m._aftersales_registers_devices()).move_line_ids
        lines = lines.filtered(lambda line: line._aftersales_names_devices())
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                lines._aftersales_register_devices()
        except psycopg2.OperationalError:
            raise  # two at once: Odoo repeats the whole
        except Exception as error:  # noqa: BLE001  # pylint: disable=broad-except
            _logger.warning("Devices of a delivery", exc_info=True)
            lines.picking_id._aftersales_tell_unregistered(error)

    def _aftersales_get_device_site(self):
        """Where the goods arrive. A transfer from a vendor straight to a customer names
        the vendor; the order, or else its moves, know the customer's address."""
        place = self.picking_id.partner_id or self.partner_id
        if self.location_id.usage != "supplier":
            return place
        # sudo: warehouse staff need not read sales
        order = self.sudo().sale_line_id.order_id
        return order.partner_shipping_id or self.partner_id or place

    def _aftersales_prepare_device_vals(self):
        """What all devices of this delivery have in common; they know the delivery order
        that brought them."""
        self.ensure_one()
        day = self.company_id._aftersales_day(self.date)
        site = self._aftersales_get_device_site()
        order = self.sale_line_id.order_id
        return self.picking_id._aftersales_get_shipment_facts() | {
            "picking_id": self.picking_id.id,
            "company_id": self.company_id.id,
            "partner_id": (order.partner_id or site.commercial_partner_id).id,
            "site_id": site.id,
            "ship_date": day,
            "delivery_date": day,
            "sale_line_id": self.sale_line_id.id,
        }


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _aftersales_tell_unregistered(self, error):
        for picking in self:
            # sudo: whoever delivers, the delivery tells what is left to do
            picking.sudo().message_post(
                body=self.env._(
                    "The devices of this delivery were not registered: %s Put it right, then run “Register Earlier Deliveries” of the after-sales configuration.",
                    error,
                )
            )
