from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import FilingRefused, Refused
from ..portal import filing
from ..portal.portal_dealer import DealerPortal

_PAGE = 20
_URL = "/my/dealer/activations"
_TYPED = (
    "serial",
    "model",
    "sold_on",
    "invoice_number",
    "customer_name",
    "customer_phone",
    "city",
    "address",
)


class ActivationPortal(DealerPortal):
    """A dealer activates what he sold, and sees what became of it. Pages show chosen values
    of what belongs to his firm; why something is checked is not told."""

    @http.route(
        [_URL, f"{_URL}/page/<int:page>"], type="http", auth="user", website=True
    )
    def portal_activations(self, page=1, **kw):
        """What this dealer activated, newest first."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        # sudo: found by the firm of the login
        records = request.env["aftersales.activation"].sudo()
        domain = request.env["aftersales.activation"]._get_filed_domain()
        pager = portal_pager(
            url=_URL, total=records.search_count(domain), page=page, step=_PAGE
        )
        found = records.search(domain, limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_dealer",
            "title": request.env._("Activations"),
            "rows": [self._prepare_activation(record) for record in found],
            "filed": kw.get("filed"),
            "pager": pager,
            "default_url": _URL,
        }
        return request.render("aftersales_service.portal_activations", values)

    @http.route(
        f"{_URL}/new", type="http", auth="user", website=True, methods=["GET", "POST"]
    )
    def portal_activation(self, **post):
        """The form, and what it sends."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        if request.httprequest.method == "GET":
            return self._render_activation(post)
        try:
            self._file_activation(post)
        except Refused as error:
            sentence = str(error)
            return filing.reply(
                post,
                error=sentence,
                page=lambda: self._render_activation(post, sentence),
            )
        return filing.reply(post, url=f"{_URL}?filed=1")

    def _render_activation(self, post, error=""):
        values = {
            "page_name": "aftersales_dealer",
            "parent_page": (_URL, request.env._("Activations")),
            "title": request.env._("Activate a Device"),
            "action": f"{_URL}/new",
            "key": post.get("key") or filing.new_key(),
            "error": error,
            "typed": filing.typed(post, *_TYPED),
        }
        return request.render("aftersales_service.portal_activation", values)

    def _file_activation(self, post):
        values = filing.typed(post, *_TYPED)
        self._require_activation(values)
        values["sold_on"] = filing.past_day(values["sold_on"])
        company = request.env.company
        values |= {
            "company_id": company.id,
            "dealer_id": request.env.user.commercial_partner_id.id,
        }
        records = request.env["aftersales.activation"].with_company(company)
        return records._activate(
            filing.key_of(post), values, filing.read_photos("photos")
        )

    def _require_activation(self, values):
        """:raises FilingRefused: naming the field that is empty"""
        labels = request.env["aftersales.activation"]._fields
        for name in _TYPED:
            if name not in ("model", "address") and not values[name]:
                label = labels[name]._description_string(request.env)
                raise FilingRefused(request.env._("Please fill in: %s", label))

    def _prepare_activation(self, record):
        accepted = record.state == "accepted"
        return {
            "name": record.name,
            "serial": record.serial,
            "customer": record.customer_name,
            "day": record.sold_on,
            "code": record.state,
            "state": record._state_label(record.state),
            "until": accepted and record._get_warranty_end(),
            "answer": "" if record.state == "checking" else record.answer or "",
        }
