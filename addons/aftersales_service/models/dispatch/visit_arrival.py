from odoo import models

from ...exceptions import ProofMissing
from ..base.blocker import Blocker, as_list


class Visit(models.Model):
    """Installation only once the customer surely has the goods (D-15)."""

    _inherit = "aftersales.visit"

    def _check_goods_arrived(self):
        """:raises ProofMissing: naming the goods, and who says that they arrived"""
        found = [b for visit in self for b in visit._get_arrival_blockers()]
        if found:
            raise ProofMissing(
                self.env._(
                    "No installation is planned before the goods are there:\n%s",
                    as_list(found),
                )
            )

    def _get_arrival_blockers(self):
        """What of the delivery is open, as `Blocker`s; other visits wait for nothing."""
        if self.kind != "installation":
            return []
        order = self.order_id
        return [*self._get_device_arrival(order), *self._get_sale_arrival(order)]

    def _get_device_arrival(self, order):
        """A device of ours travelled, so somebody has to say that it arrived."""
        device = order.device_id
        # sudo: the dispatcher may plan without the right to read transfers
        if not device.sudo().picking_id and not device.arrival_date:
            return []
        if not device.arrival_date:
            text = self.env._(
                "Nobody has said that %s arrived. Ask the customer or the carrier, then press “Arrived Today” on the device, or enter the day.",
                device.display_name,
            )
            return [Blocker(text, device, order._get_desk_words())]
        day = order.company_id._aftersales_day(self.planned_start or self._now())
        if day >= device.arrival_date:
            return []
        text = self.env._(
            "%(device)s arrives on %(day)s. Choose that day or a later one.",
            device=device.display_name,
            day=device.arrival_date,
        )
        return [Blocker(text, device, order._get_desk_words())]

    def _get_sale_arrival(self, order):
        """What was sold for the project and has not left yet."""
        # sudo: as above
        sale = order.sudo().project_id.sale_order_id
        waiting = sale.picking_ids.filtered(
            lambda p: p.picking_type_code == "outgoing"
            and p.state not in ("done", "cancel")
        )
        return [
            Blocker(
                self.env._(
                    "Delivery %(delivery)s of %(sale)s has not left yet.",
                    delivery=picking.name,
                    sale=sale.name,
                ),
                picking.sudo(False),
                picking.user_id.name or "",
            )
            for picking in waiting
        ]
