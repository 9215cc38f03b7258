from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Delivered serial numbers become devices (overrides `_action_done`)."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._register_delivered_devices()
        return moves

    def _registers_devices(self):
        """Whether this done move hands devices of ours to a customer."""
        self.ensure_one()
        return (
            self.product_id.aftersales_is_device
            and self.location_dest_id.usage == "customer"
            and self.location_id.usage != "customer"
        )

    def _register_delivered_devices(self):
        # Only the product is looked at first: ordinary moves must not cost a query more.
        lines = self.filtered(lambda m: m._registers_devices()).move_line_ids
        lines = lines.filtered(lambda line: line._names_devices())
        if not lines:
            return
        # sudo: warehouse staff deliver, but only the service department writes devices
        device = self.env["aftersales.device"].sudo()
        serials = lines.filtered(lambda line: line.product_id.tracking == "serial")
        known = {
            d.lot_id: d
            for d in device.with_context(active_test=False).search(
                [("lot_id", "in", serials.lot_id.ids)]
            )
        }
        for line in serials.filtered(lambda line: line.lot_id in known):
            known[line.lot_id]._redeliver(line._prepare_device_vals())
        # By tracking: `line in serials` would look through all of them for each line.
        fresh = lines.filtered(
            lambda line: line.product_id.tracking != "serial"
            or line.lot_id not in known
        )
        shared = {move: move._prepare_device_vals() for move in fresh.move_id}
        device._register_batch(
            [
                vals
                for line in fresh
                for vals in line._prepare_devices(shared[line.move_id])
            ]
        )

    def _get_device_site(self):
        """Where the goods arrive. A transfer from a vendor straight to a customer names
        the vendor; the order, or else its moves, know the customer's address."""
        place = self.picking_id.partner_id or self.partner_id
        if self.location_id.usage != "supplier":
            return place
        # sudo: warehouse staff need not read sales
        order = self.sudo().sale_line_id.order_id
        return order.partner_shipping_id or self.partner_id or place

    def _prepare_device_vals(self):
        """What all devices of this delivery have in common."""
        self.ensure_one()
        day = self.company_id._aftersales_day(self.date)
        site = self._get_device_site()
        order = self.sale_line_id.order_id
        return {
            "company_id": self.company_id.id,
            "partner_id": (order.partner_id or site.commercial_partner_id).id,
            "site_id": site.id,
            "ship_date": day,
            "delivery_date": day,
            "sale_line_id": self.sale_line_id.id,
        }
