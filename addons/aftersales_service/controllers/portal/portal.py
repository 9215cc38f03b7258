from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..returns.portal_returns import ReturnPortal

_PAGE = 20


class AfterSalesPortal(ReturnPortal):
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
        known = not request.env.user._is_public()
        words = request.env["aftersales.portal"]
        values = {
            "page_name": "aftersales_order",
            "row": self._prepare_order_values(order),
            "steps": words._get_order_steps(order),
            "next_step": words._get_order_next(order),
            "promise": self._prepare_promise(order),
            "photos": self._prepare_photos(order, access_token),
            "filed": kw.get("filed"),
            "may_cancel": known and order._may_cancel_on_portal(),
            "error": request.session.pop("aftersales_error", ""),
            "chat": known and order._name,
            "visits": [self._prepare_visit_values(visit) for visit in order.visit_ids],
            "quotations": self._prepare_quotations(order),
        }
        return request.render("aftersales_service.portal_my_service_order", values)

    def _prepare_quotations(self, order):
        """Quotations to sign. Their links let the holder sign, so whoever came by a link
        to the job alone does not get them, nor does a dealer those of his customer."""
        return self._prepare_sales(order.sale_order_ids)

    def _prepare_promise(self, order):
        """The promised time and its rule, while there is something to promise."""
        if order.state != "registered":
            return {}
        return {
            "when": order._portal_time(order.promised_at),
            "rule": request.env["aftersales.portal"]._get_promise_rule(order),
        }

    def _prepare_photos(self, order, access_token):
        """Addresses of the reporter's photos; the token goes along where it was used."""
        ending = f"?access_token={access_token}" if access_token else ""
        url = f"/my/service/{order.id}/photo"
        return [f"{url}/{p.id}{ending}" for p in order._get_portal_photos()]

    def _prepare_order_values(self, order):
        order = order.sudo()  # access was checked; labels of product and state are ours
        return {
            "id": order.id,
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
