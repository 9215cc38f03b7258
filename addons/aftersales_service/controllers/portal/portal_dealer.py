from odoo import fields, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import FilingRefused, Refused
from . import filing
from .portal_devices import DevicePortal
from .portal_report import ReportPortal

_PAGE = 20
# Of a machine that nobody registered (S-08).
_TOLD = (
    "reported_customer",
    "reported_serial",
    "reported_model",
    "reported_purchase_date",
    "reported_cause",
    "reported_look",
)
_TYPED = (
    "fault",
    "contact_name",
    "contact_phone",
    "address",
    "serial",
    "dealer_reference",
    *_TOLD,
)
_KINDS = ("complaint", "repair")


class DealerPortal(ReportPortal, DevicePortal):
    """投诉申请单 (S-83): a dealer files for his customers, and sees what he filed and sold."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_dealer_count" in counters:
            user = request.env.user
            # A dealer without filings needs the entry most, so it never counts nothing.
            values["aftersales_dealer_count"] = (
                max(1, request.env["aftersales.order"].search_count(self._get_filed()))
                if user._is_aftersales_dealer()
                else 0
            )
        return values

    def _get_filed(self):
        return request.env["aftersales.order"]._get_filed_domain()

    @http.route(
        ["/my/dealer", "/my/dealer/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_dealer(self, page=1, **kw):
        """The dealer's filings, newest first."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        order = request.env["aftersales.order"]
        filed = self._get_filed()
        pager = portal_pager(
            url="/my/dealer", total=order.search_count(filed), page=page, step=_PAGE
        )
        orders = order.search(filed, limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_dealer",
            "rows": [self._prepare_filed_values(order) for order in orders],
            "pager": pager,
            "default_url": "/my/dealer",
        }
        return request.render("aftersales_service.portal_dealer", values)

    def _prepare_filed_values(self, order):
        order = order.sudo()  # found with the dealer's rights; labels are ours
        return {
            "url": f"/my/service/{order.id}",
            "name": order.name,
            "called_at": order.called_at,
            "customer": order.reported_customer
            or order.partner_id.commercial_partner_id.name,
            "device": order.device_id.display_name or order.reported_model or "",
            "fault": order.fault,
            "state": order._state_label(order.state),
        }

    @http.route(
        ["/my/dealer/devices", "/my/dealer/devices/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_dealer_devices(self, page=1, **kw):
        """What the dealer sold."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        domain = request.env["aftersales.device"]._get_sold_domain()
        return self._render_devices(
            domain, "/my/dealer/devices", page, "aftersales_dealer"
        )

    @http.route(
        "/my/dealer/complaint",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_complaint(self, **post):
        """The form for a customer of the dealer, and what it sends."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        if request.httprequest.method == "GET":
            return self._render_complaint(post)
        try:
            order = self._file_complaint(post)
        except Refused as error:
            sentence = str(error)
            return filing.reply(
                post,
                error=sentence,
                page=lambda: self._render_complaint(post, sentence),
            )
        return filing.reply(post, url=f"/my/service/{order.id}?filed=1")

    def _render_complaint(self, post, error=""):
        values = {
            "page_name": "aftersales_dealer",
            "title": request.env._("Complaint Application"),
            "action": "/my/dealer/complaint",
            "key": post.get("key") or filing.new_key(),
            "error": error,
            "typed": filing.typed(post, *_TYPED),
            "kind": post.get("kind") or "complaint",
            "category": filing.number(post, "category"),
            "branches": self._prepare_branches(),
        }
        return request.render("aftersales_service.portal_complaint", values)

    def _prepare_branches(self):
        """[{label, options: [{id, label, min_photos}]}] of the complaint tree."""
        # sudo: the tree is internal; codes and names of it are ours to show
        tree = request.env["aftersales.complaint.category"].sudo()
        branches = {}
        for category in tree.search([], order="parent_path"):
            lineage = category._get_lineage()
            root = lineage[-1:]
            branch = branches.setdefault(
                root.id, {"label": root.display_name, "options": []}
            )
            needed = (
                category._get_min_photos(request.env.company)
                if category._is_of_transport()
                else 0
            )
            branch["options"].append(
                {
                    "id": category.id,
                    "label": "\u2003" * (len(lineage) - 1) + category.display_name,
                    "min_photos": needed,
                }
            )
        return list(branches.values())

    def _file_complaint(self, post):
        values = filing.typed(post, *_TYPED)
        self._require_report(values)
        values["reported_purchase_date"] = self._get_purchase_day(values)
        device = self._find_sold(values.pop("serial"))
        category = self._get_category(post)
        if category._is_of_transport():
            damages, photos = filing.read_damages(post), []
        else:
            damages, photos = [], filing.read_photos("photos")
        vals = values | self._prepare_complaint_vals(device, category, post)
        order = request.env["aftersales.order"].with_company(vals["company_id"])
        return order._report(filing.key_of(post), vals, photos, damages)

    def _get_purchase_day(self, values):
        """:raises FilingRefused: for what is no day, or a day to come"""
        typed = values["reported_purchase_date"]
        if not typed:
            return False
        try:
            day = fields.Date.to_date(typed)
        except ValueError:
            day = None
        if not day or day > fields.Date.context_today(request.env.user):
            raise FilingRefused(
                request.env._(
                    "“%s” is not the day of a purchase. Please write it like 2026-03-31.",
                    typed,
                )
            )
        return day

    def _find_sold(self, serial):
        """The device of ``serial`` that this dealer sold; without serial none.

        :raises FilingRefused: for a serial that he did not sell, in the same words
            whether it exists or not
        """
        device = request.env["aftersales.device"]
        if not serial:
            return device.sudo()  # sudo: as below, where there is one
        found = device._find_by_scan(serial) & device.search(device._get_sold_domain())
        if len(found) == 1:
            return found.sudo()  # sudo: found with the dealer's rights
        if found:
            raise FilingRefused(
                request.env._(
                    "Several devices that you sold have the serial number %s. Please choose the device under “Devices Sold” and report there.",
                    serial,
                )
            )
        raise FilingRefused(
            request.env._(
                "You sold no device with the serial number %s. Check the name plate, or leave the serial number empty and write down customer, model and day of purchase below.",
                serial,
            )
        )

    def _get_category(self, post):
        """:raises FilingRefused: for a complaint without a category that exists"""
        # sudo: the tree is internal, the page showed this part of it
        tree = request.env["aftersales.complaint.category"].sudo()
        chosen = filing.number(post, "category")
        category = tree.search([("id", "=", chosen)]) if chosen else tree
        if not category and post.get("kind") != "repair":
            raise FilingRefused(
                request.env._("Please choose what the complaint is about.")
            )
        return category

    def _prepare_complaint_vals(self, device, category, post):
        firm = request.env.user.commercial_partner_id
        kind = post.get("kind")
        return {
            "company_id": (device.company_id or request.env.company).id,
            "device_id": device.id,
            "partner_id": (device.partner_id or firm).id,
            "dealer_id": firm.id,
            "channel": "dealer",
            "origin": "agent",
            "order_kind": kind if kind in _KINDS else "complaint",
            "complaint_category_id": category.id,
        }
