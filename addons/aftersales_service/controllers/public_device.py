import re
from hmac import compare_digest

from odoo import http
from odoo.http import request

from ..kernel.text import clean

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_DIGITS = re.compile(r"\d{4}")
_SHORTEST_PHONE = 7
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class PublicDevice(http.Controller):
    """What the QR code on a warranty card opens, for whoever holds the device in his hand.

    The token is the key; four digits of a telephone number only keep away who found a
    card. The first page is the same for every token, an unknown one is answered like
    wrong digits, and both count.
    """

    @http.route(
        "/aftersales/d/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def ask(self, token, **kw):
        """The question; the token is not looked up, so nothing can be learned here."""
        return self._render({"state": "ask"})

    @http.route(
        "/aftersales/d/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def answer(self, token, digits="", **kw):
        """The device, when the digits are its owner's or its site's."""
        address = request.httprequest.remote_addr
        attempt = request.env["aftersales.public.attempt"]
        if not attempt._take(token, address):
            return self._render({"state": "closed"}, status=429)
        device = self._find(token, clean(digits))
        if not device:
            return self._render({"state": "wrong"}, status=403)
        attempt._give_back(token, address)
        return self._render({"state": "open"} | self._prepare_values(device))

    def _find(self, token, digits):
        """The device, or an empty record; every way through takes the same steps."""
        known = token if _TOKEN.fullmatch(token) else ""
        device = request.env["aftersales.device"]
        number, phones = device._find_by_public_token(known)
        typed = digits if _DIGITS.fullmatch(digits) else "none"
        right = False
        for phone in phones:
            ending = phone[-4:] if len(phone) >= _SHORTEST_PHONE else "-"
            right |= compare_digest(ending.encode(), typed.encode())
        return device.browse(number if right else ())

    def _prepare_values(self, device):
        """All that leaves the company: no name, no address, no full serial."""
        device = device.sudo()  # both factors were right; only the values below go out
        words = device._get_warranty_words()
        return {
            "product": device.product_id.name,
            "serial": device._get_masked_serial(),
            "warranty": words["text"],
            "warranty_state": words["state"],
            "seller": device.company_id.name,
            "phone": device.company_id.phone or "",
        }

    def _render(self, values, status=200):
        response = request.render("aftersales_service.public_device", values)
        response.status_code = status
        response.headers.update(_HEADERS)
        return response
