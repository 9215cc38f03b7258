import re
from hmac import compare_digest

from odoo import http
from odoo.http import request
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...exceptions import Refused
from ...kernel.text import clean
from ..portal import filing

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_DIGITS = re.compile(r"\d{4}")
_SHORTEST_PHONE = 7
# Whoever gave the right digits may report for an hour; then he gives them again.
_SCOPE = "aftersales_service.public_report"
_HOURS = 1
_TYPED = ("fault", "contact_name", "contact_phone")
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
        return self._render({"state": "open"} | self._prepare_open(device, token))

    @http.route(
        "/aftersales/d/<string:token>/report",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def report(self, token, pass_key="", **post):
        """A fault of the device, from whoever gave the right digits within the hour."""
        device = self._find_passed(token, pass_key)
        if not device:
            return self._render({"state": "wrong", "token": token}, status=403)
        try:
            order = self._file(device, post)
        except Refused as error:
            if post.get("reply") == "json":
                return filing.reply(post, error=str(error))
            values = self._prepare_open(device, token, post, str(error))
            return self._render({"state": "open"} | values, status=422)
        if post.get("reply") == "json":
            return request.make_json_response({"html": self._get_thanks(order)})
        return self._render({"state": "filed"} | self._prepare_filed(order))

    def _find_passed(self, token, pass_key):
        """The device that ``pass_key`` was made for, if its token is still ``token``."""
        try:
            # sudo: the secret of the database signs
            told = verify_hash_signed(request.env(su=True), _SCOPE, pass_key)
        except (ValueError, IndexError):
            told = None
        number, _phones = request.env["aftersales.device"]._find_by_public_token(token)
        right = bool(told and number and told == [number, token])
        return request.env["aftersales.device"].browse(number if right else ())

    def _file(self, device, post):
        values = filing.typed(post, *_TYPED)
        env = request.env
        filing.require(values, "fault", env._("Please write what is wrong."))
        filing.require(
            values,
            "contact_phone",
            env._("Please write the telephone number under which we reach you."),
        )
        device = device.sudo()  # sudo: both factors were right
        order = env["aftersales.order"].with_company(device.company_id)
        return order.with_context(aftersales_filed_device=device.id)._report(
            filing.key_of(post),
            values
            | {
                "company_id": device.company_id.id,
                "device_id": device.id,
                "partner_id": (device.partner_id or device.company_id.partner_id).id,
                "channel": "online",
            },
            filing.read_photos("photos"),
        )

    def _get_thanks(self, order):
        return str(
            request.env["ir.qweb"]._render(
                "aftersales_service.public_device_filed", self._prepare_filed(order)
            )
        )

    def _prepare_filed(self, order):
        """Number and promise; nothing else of the job leaves the company here."""
        order = order.sudo()  # sudo: the one who just reported it
        words = order.env["aftersales.portal"]
        return {
            "name": order.name,
            "promise": words._get_order_next(order),
            "rule": words._get_promise_rule(order),
        }

    def _prepare_open(self, device, token, post=None, error=""):
        post = post or {}
        # sudo: the secret of the database signs
        env = request.env(su=True)
        return self._prepare_values(device) | {
            "token": token,
            "pass_key": hash_sign(
                env, _SCOPE, [device.id, token], expiration_hours=_HOURS
            ),
            "key": post.get("key") or filing.new_key(),
            "typed": filing.typed(post, *_TYPED),
            "error": error,
        }

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
