from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ...exceptions import Refused
from . import filing

_CONTACT = ("fault", "contact_name", "contact_phone", "address")


class ReportPortal(CustomerPortal):
    """Report a fault or a transport damage of a device, look at its photos, call it off."""

    @http.route(
        "/my/devices/<int:device_id>/report",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_report(self, device_id, **post):
        """The form, and what it sends; the device is checked both times."""
        try:
            device = self._document_check_access("aftersales.device", device_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if request.httprequest.method == "GET":
            return self._render_report(device, {})
        try:
            order = self._file_report(device, post)
        except Refused as error:
            sentence = str(error)
            return filing.reply(
                post,
                error=sentence,
                page=lambda: self._render_report(device, post, sentence),
            )
        return filing.reply(post, url=f"/my/service/{order.id}?filed=1")

    def _render_report(self, device, post, error=""):
        values = {
            "page_name": "aftersales_report",
            "row": self._prepare_device_values(device),
            "action": f"/my/devices/{device.id}/report",
            "key": post.get("key") or filing.new_key(),
            "error": error,
            "typed": self._prepare_contact(device)
            | {name: post[name] for name in _CONTACT if post.get(name)},
            "kind": post.get("kind") or "fault",
            "min_photos": self._get_transport_category()._get_min_photos(
                device.company_id
            ),
        }
        return request.render("aftersales_service.portal_report", values)

    def _prepare_contact(self, device):
        """Who is called back and where the device stands, as far as the page may know."""
        user = request.env.user
        site = device.site_id if self._is_mine(device) else device.browse().site_id
        return {
            "fault": "",
            "contact_name": user.name,
            "contact_phone": user.partner_id.phone or "",
            "address": site.contact_address_inline or "",
        }

    def _is_mine(self, device):
        firm = request.env.user.commercial_partner_id
        return device.commercial_partner_id == firm

    def _file_report(self, device, post):
        values = filing.typed(post, *_CONTACT)
        self._require_report(values)
        transport = post.get("kind") == "transport"
        damages = filing.read_damages(post) if transport else []
        photos = [] if transport else filing.read_photos("photos")
        vals = values | self._prepare_report_vals(device, transport)
        order = request.env["aftersales.order"].with_company(device.company_id)
        return order._report(filing.key_of(post), vals, photos, damages)

    def _require_report(self, values):
        env = request.env
        filing.require(values, "fault", env._("Please write what is wrong."))
        filing.require(
            values,
            "contact_phone",
            env._("Please write the telephone number under which we reach you."),
        )

    def _prepare_report_vals(self, device, transport):
        firm = request.env.user.commercial_partner_id
        mine = self._is_mine(device)
        vals = {
            "company_id": device.company_id.id,
            "device_id": device.id,
            "partner_id": (device.partner_id or firm).id,
            "dealer_id": False if mine else firm.id,
            "channel": "online" if mine else "dealer",
        }
        if transport:
            category = self._get_transport_category()
            vals |= {"order_kind": "complaint", "complaint_category_id": category.id}
        return vals

    def _get_transport_category(self):
        """The top of the branch of transport damages."""
        # sudo: the tree is internal; only the number of photos leaves it
        return (
            request.env["aftersales.complaint.category"]
            .sudo()
            .search([("is_transport", "=", True)], order="parent_path", limit=1)
        )

    # --- what belongs to a job

    @http.route(
        "/my/service/<int:order_id>/photo/<int:photo_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_report_photo(self, order_id, photo_id, access_token=None, **kw):
        """A photo of this very job's report; no other file of the job or of another one."""
        try:
            order = self._document_check_access(
                "aftersales.order", order_id, access_token
            )
        except (AccessError, MissingError):
            raise request.not_found() from None
        photo = order._get_portal_photos().filtered(lambda a: a.id == photo_id)
        if not photo:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(photo)
        response = stream.get_response()
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @http.route(
        "/my/service/<int:order_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_report_cancel(self, order_id, reason="", **kw):
        """Call the job off; a link without login is not enough."""
        try:
            order = self._document_check_access("aftersales.order", order_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            # The customer's own name stands under the message.
            order.with_user(request.env.user).sudo()._cancel_on_portal(reason)
        except Refused as error:
            request.session["aftersales_error"] = str(error)
        return request.redirect(f"/my/service/{order_id}", code=303)
