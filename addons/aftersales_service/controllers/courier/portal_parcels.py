from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ...exceptions import Refused
from ...models.courier.parcel import OPEN
from ..portal import filing

_MOST = 50
_URL = "/my/parcels"
_COUNTED = ("arrived", "missing", "broken")


class ParcelPortal(CustomerPortal):
    """Parcels to dealers and to people of other firms: they say what arrived, what is
    missing and what is broken. Pages show chosen values of what is theirs."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_parcel_count" in counters:
            values["aftersales_parcel_count"] = len(self._find_parcels())
        return values

    def _find_parcels(self, parcel_id=None):
        return request.env["aftersales.parcel"]._find_outside(parcel_id, _MOST)

    @http.route(_URL, type="http", auth="user", website=True)
    def portal_parcels(self, **kw):
        """What is on its way to this login, and what came of late."""
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_parcels",
            "rows": [self._prepare_parcel(parcel) for parcel in self._find_parcels()],
        }
        return request.render("aftersales_service.portal_parcels", values)

    @http.route(f"{_URL}/<int:parcel_id>", type="http", auth="user", website=True)
    def portal_parcel(self, parcel_id, **kw):
        """One parcel with its contents, and the form of its arrival."""
        parcel = self._find_parcels(parcel_id)
        if not parcel:
            return request.redirect("/my")
        return self._render_parcel(parcel, told=kw.get("told"))

    @http.route(
        f"{_URL}/<int:parcel_id>/receive",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_parcel_receive(self, parcel_id, **post):
        """The numbers of each line; sent twice, the page tells them once."""
        parcel = self._find_parcels(parcel_id)
        if not parcel:
            return request.redirect("/my")
        try:
            self._receive(parcel, post)
        except Refused as refusal:
            text = str(refusal)
            return filing.reply(
                post,
                error=text,
                page=lambda: self._render_parcel(parcel, text, post),
            )
        return filing.reply(post, url=f"{_URL}/{parcel.id}?told=1")

    def _receive(self, parcel, post):
        rows = [
            {"id": line.id}
            | {name: filing.amount(post.get(f"{name}_{line.id}")) for name in _COUNTED}
            for line in parcel.line_ids
        ]
        told = parcel.line_ids._read_told(parcel, rows)
        parcel._receive(
            told,
            key=filing.key_of(post),
            note=filing.typed(post, "note")["note"],
            photos=filing.read_photos("photos"),
        )

    def _render_parcel(self, parcel, error="", post=None, told=None):
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_parcels",
            "row": self._prepare_parcel(parcel),
            "title": parcel.name,
            "key": (post or {}).get("key") or filing.new_key(),
            "post": post or {},
            "told": told,
            "error": error,
        }
        return request.render("aftersales_service.portal_parcel", values)

    def _prepare_parcel(self, parcel):
        return parcel._prepare_phone() | {
            "state": parcel._state_label(parcel.state),
            "open": parcel.state in OPEN,
            "note": parcel.note or "",
        }
