from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

_PAGE = 20


class AfterSalesPortal(CustomerPortal):
    """Service orders for the customer: a list, and a page per job.

    Pages render dictionaries of chosen values, never records: what
    `_document_check_access` returns is a superuser record.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_order_count" in counters:
            order = request.env["aftersales.order"]
            allowed = order.has_access("read")
            values["aftersales_order_count"] = order.search_count([]) if allowed else 0
        return values

    @http.route(
        ["/my/service", "/my/service/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_service_orders(self, page=1, **kw):
        """The jobs that the record rules let this customer see."""
        order = request.env["aftersales.order"]
        pager = portal_pager(
            url="/my/service", total=order.search_count([]), page=page, step=_PAGE
        )
        orders = order.search([], limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_order",
            "rows": [self._prepare_order_values(order) for order in orders],
            "pager": pager,
            "default_url": "/my/service",
        }
        return request.render("aftersales_service.portal_my_service_orders", values)

    @http.route("/my/service/<int:order_id>", type="http", auth="public", website=True)
    def portal_my_service_order(self, order_id, access_token=None, **kw):
        """One job, for its customer or whoever holds its link."""
        try:
            order = self._document_check_access(
                "aftersales.order", order_id, access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = {
            "page_name": "aftersales_order",
            "row": self._prepare_order_values(order),
            "visits": [self._prepare_visit_values(visit) for visit in order.visit_ids],
            "quotations": self._prepare_quotations(order),
        }
        return request.render("aftersales_service.portal_my_service_order", values)

    def _prepare_quotations(self, order):
        """Quotations to sign. Their links let the holder sign, so whoever came by a link
        to the job alone does not get them."""
        if request.env.user._is_public():
            return []
        state = order.sale_order_ids._fields["state"]
        return [
            {
                "name": sale.name,
                "url": sale.get_portal_url(),
                "total": sale.amount_total,
                "currency": sale.currency_id,
                "state": state.convert_to_export(sale.state, sale),
            }
            for sale in order.sale_order_ids
            if sale.state in ("sent", "sale")
        ]

    def _prepare_order_values(self, order):
        order = order.sudo()  # access was checked; labels of product and state are ours
        return {
            "url": order.get_portal_url(),
            "name": order.name,
            "called_at": order.called_at,
            "device": order.device_id.display_name
            or order.product_id.display_name
            or "",
            "fault": order.fault,
            "state": order._state_label(order.state),
        }

    def _prepare_visit_values(self, visit):
        return {
            "name": visit.name,
            "planned_start": visit.planned_start,
            "technician": visit.technician_id.name,
            "state": visit._state_label(visit.state),
            "action": visit.action_taken if visit.signed_at else "",
        }
