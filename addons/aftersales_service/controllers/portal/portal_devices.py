from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

_PAGE = 20


class DevicePortal(CustomerPortal):
    """“My devices”: what the customer bought, how long it is covered, what was repaired.

    Pages render dictionaries of chosen values, never records. Service orders are read
    with the customer's own rights: a device that he bought used does not bring its
    former owner's orders along.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_device_count" in counters:
            device = request.env["aftersales.device"]
            allowed = device.has_access("read")
            values["aftersales_device_count"] = (
                device.search_count(device._get_own_domain()) if allowed else 0
            )
        return values

    @http.route(
        ["/my/devices", "/my/devices/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_devices(self, page=1, **kw):
        """The devices of this customer."""
        domain = request.env["aftersales.device"]._get_own_domain()
        return self._render_devices(domain, "/my/devices", page, "aftersales_device")

    def _render_devices(self, domain, url, page, page_name):
        """A list of the devices of ``domain`` that the record rules let the user see."""
        device = request.env["aftersales.device"]
        pager = portal_pager(
            url=url, total=device.search_count(domain), page=page, step=_PAGE
        )
        devices = device.search(domain, limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": page_name,
            "rows": [self._prepare_device_values(device) for device in devices],
            "pager": pager,
            "default_url": url,
        }
        return request.render("aftersales_service.portal_my_devices", values)

    @http.route("/my/devices/<int:device_id>", type="http", auth="user", website=True)
    def portal_my_device(self, device_id, **kw):
        """One device of the customer who is logged in."""
        try:
            device = self._document_check_access("aftersales.device", device_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = self._prepare_device_page(device)
        return request.render("aftersales_service.portal_my_device", values)

    def _prepare_device_page(self, device):
        """Hook: what the page of one device shows; rooms add theirs."""
        # With the customer's rights on purpose: earlier owners' orders stay out.
        orders = request.env["aftersales.order"].search([("device_id", "=", device.id)])
        return {
            "page_name": "aftersales_device",
            "row": self._prepare_device_values(device),
            "facts": self._prepare_facts(device),
            "coverages": [
                coverage._get_words()
                for coverage in device._get_coverages().sorted("end_date", reverse=True)
            ],
            "orders": [self._prepare_history_values(order) for order in orders],
        }

    def _prepare_device_values(self, device):
        device = device.sudo()  # access was checked; names of products are ours to show
        words = device._get_warranty_words()
        return {
            "id": device.id,
            "url": f"/my/devices/{device.id}",
            "product": device.product_id.name,
            "code": device.product_id.default_code or "",
            "serial": device.serial or "",
            "grade": device._get_grade_label(device.grade) if device.grade else "",
            "voucher": device.voucher_number,
            "warranty": words["text"],
            "warranty_state": words["state"],
            "warranty_end": words["end"],
        }

    def _prepare_facts(self, device):
        """Dates of the customer's own device; empty ones are left out by the page."""
        names = ("delivery_date", "installation_date", "acceptance_date")
        labels = device.fields_get(names, ["string"])
        return [
            {"label": labels[name]["string"], "day": device[name]} for name in names
        ]

    def _prepare_history_values(self, order):
        order = order.sudo()  # found with the customer's rights; labels are ours
        done = order.visit_ids.filtered("signed_at").sorted("signed_at")
        return {
            "url": order.get_portal_url(),
            "name": order.name,
            "called_at": order.called_at,
            "fault": order.fault,
            "state": order._state_label(order.state),
            "action": done[-1:].action_taken or "",
        }
