from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from ...exceptions import FilingRefused, Refused
from ..portal import filing
from ..portal.portal_devices import DevicePortal


class DrawingPortal(DevicePortal):
    """The drawings of a device: its owner looks at those that are shown to customers, its
    dealer orders parts from them at the prices of his list."""

    def _get_drawings(self, device):
        """(drawings that this login sees, whether he orders from them)"""
        dealer = request.env.user._is_aftersales_dealer()
        drawings = request.env["aftersales.drawing"]
        return drawings._get_for_partner(device, dealer), dealer

    def _prepare_device_page(self, device):
        drawings, _dealer = self._get_drawings(device)
        return super()._prepare_device_page(device) | {
            "drawings_url": drawings and f"/my/devices/{device.id}/drawings"
        }

    @http.route(
        "/my/devices/<int:device_id>/drawings",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_drawings(self, device_id, **post):
        """One drawing after the other, and what a dealer orders from it."""
        try:
            device = self._document_check_access("aftersales.device", device_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        drawings, dealer = self._get_drawings(device)
        if not drawings:
            return request.redirect(f"/my/devices/{device_id}")
        chosen = drawings.filtered(lambda d: d.id == filing.number(post, "drawing"))
        drawing = chosen or drawings[0]
        if request.httprequest.method == "GET" or not dealer:
            return self._render_drawings(device, drawings, drawing, dealer, post)
        try:
            sale = self._order_parts(device, drawing, post)
        except Refused as error:
            sentence = str(error)
            return filing.reply(
                post,
                error=sentence,
                page=lambda: self._render_drawings(
                    device, drawings, drawing, dealer, post, sentence
                ),
            )
        return filing.reply(post, url=sale.get_portal_url())

    def _order_parts(self, device, drawing, post):
        key = filing.key_of(post)
        rows = drawing._prepare_portal(device, True)["rows"]
        wanted = {}
        for take in {row["take"] for row in rows if row["take"]}:
            text = filing.typed(post, f"part_{take}")[f"part_{take}"]
            if text and (count := self._read_count(text)):
                wanted[take] = count
        return request.env["sale.order"]._aftersales_order_parts(key, device, wanted)

    def _read_count(self, text):
        try:
            return float(text)
        except ValueError:
            sentence = request.env._("“%s” is no number of pieces.", text[:40])
            raise FilingRefused(sentence) from None

    def _render_drawings(self, device, drawings, drawing, dealer, post, error=""):
        firm = request.env.user.commercial_partner_id.sudo()
        pricelist = firm.with_company(device.company_id).property_product_pricelist
        shown = drawing._prepare_portal(device, dealer)
        names = [f"part_{row['take']}" for row in shown["rows"] if row["take"]]
        url = f"/my/devices/{device.id}/drawings"
        values = {
            "page_name": "aftersales_device",
            "row": self._prepare_device_values(device),
            "drawings": [(one.id, one.display_name) for one in drawings],
            "chosen": drawing.id,
            "drawing": shown,
            "dealer": dealer,
            "currency": pricelist.currency_id or device.company_id.currency_id,
            "url": url,
            "key": post.get("key") or filing.new_key(),
            "typed": filing.typed(post, *names),
            "error": error,
        }
        return request.render("aftersales_service.portal_drawings", values)
