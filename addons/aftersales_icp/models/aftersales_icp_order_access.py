from odoo import models

from ..const import ORDER_CLOSED
from ..kernel.order_rules import TRACKS


class IcpServiceAccessOrder(models.Model):
    _inherit = "aftersales.icp.service"

    def _draft_access_order(self, detail):
        """A name leads to a provider that is not filed: draft the order for it (C28).

        Only where the organiser has no other filing order open; the activity of the
        finding tells the clerk in any case.
        """
        self.ensure_one()
        # sudo: the nightly check drafts; a clerk completes and submits
        orders = self.env["aftersales.icp.order"].sudo()
        domain = [
            ("subject_id", "=", self.subject_id.id),
            ("track", "=", "filing"),
            ("kind", "in", TRACKS["filing"]),
            ("state", "not in", list(ORDER_CLOSED)),
        ]
        if self.subject_id.state != "filed" or orders.search_count(domain, limit=1):
            return orders
        order = orders.create(self._prepare_access_order_vals())
        order.message_post(body=detail)
        return order

    def _prepare_access_order_vals(self):
        return {
            "kind": "new_access",
            "subject_id": self.subject_id.id,
            "service_ids": [(6, 0, self.ids)],
            "user_id": (self.subject_id.user_id or self.env.user).id,
        }
