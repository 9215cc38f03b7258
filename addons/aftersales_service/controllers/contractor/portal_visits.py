from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import Refused

_PAGE = 20
_WAITS = ("planned", "confirmed")


class VisitPortal(CustomerPortal):
    """Visits that another firm makes for us: its people accept or refuse them, and open
    the phone page. Pages render chosen values; portal users read no visit themselves."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_visit_count" in counters:
            values["aftersales_visit_count"] = self._get_visits().search_count(
                self._get_visit_domain()
            )
        return values

    def _get_visits(self):
        # sudo: found by the login; pages show chosen values
        return request.env["aftersales.visit"].sudo()

    def _get_visit_domain(self):
        return request.env["aftersales.visit"]._get_outside_domain()

    @http.route(
        ["/my/visits", "/my/visits/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_visits(self, page=1, **kw):
        """His own visits, and those of the firm for which he answers."""
        visits, domain = self._get_visits(), self._get_visit_domain()
        own = request.env["aftersales.technician"]._find_outside()
        pager = portal_pager(
            url="/my/visits", total=visits.search_count(domain), page=page, step=_PAGE
        )
        shown = visits.search(
            domain,
            order="planned_start desc, id desc",
            limit=_PAGE,
            offset=pager["offset"],
        )
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_visits",
            "works": bool(own),
            "rows": [self._prepare_visit_row(visit, own) for visit in shown],
            "pager": pager,
            "default_url": "/my/visits",
            "error": request.session.pop("aftersales_error", ""),
        }
        return request.render("aftersales_service.portal_visits", values)

    @http.route(
        "/my/visits/<int:visit_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_visit_answer(self, visit_id, answer="", reason="", **kw):
        """Accept or refuse; of a visit that is not his nothing is said."""
        visit = request.env["aftersales.visit"]._find_outside(visit_id)
        if visit and answer in ("accept", "refuse"):
            try:
                visit._answer_outside(answer == "accept", str(reason)[:200])
            except Refused as error:
                request.session["aftersales_error"] = str(error)
        return request.redirect("/my/visits", code=303)

    @http.route("/my/visits/phone", type="http", auth="user", website=True)
    def portal_visits_phone(self, **kw):
        """The technician's phone, for a technician of another firm."""
        if not request.env["aftersales.technician"]._find_outside():
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        return request.render(
            "aftersales_service.portal_visits_phone",
            values | {"page_name": "aftersales_visits", "phone": True},
        )

    def _prepare_visit_row(self, visit, own):
        """Of the visits of colleagues neither name nor telephone of the customer."""
        mine = own and own in (visit.technician_id | visit.helper_ids)
        order = visit.order_id
        place = order.site_id or order.partner_id
        waits = visit.state in _WAITS and not visit.refusal_open
        return {
            "id": visit.id,
            "name": visit.name,
            "start": visit.planned_start,
            "state": visit._state_label(visit.state),
            "technician": visit.technician_id.name,
            "device": order.product_id.name or "",
            "city": place.city or "",
            "customer": order.partner_id.name if mine else "",
            "phone": (order.contact_phone or place.phone or "") if mine else "",
            "fault": order.fault or "",
            "refused": visit.refusal_text if visit.refusal_open else "",
            "accepted": bool(visit.acknowledged_at),
            "may_answer": waits,
        }
