from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .portal_dealer import DealerPortal


class TermsPortal(DealerPortal):
    """After-sales terms of manufacturers that dealers may read (O-40)."""

    def _get_dealer_terms(self):
        """Terms in force that are for dealers."""
        # sudo: dealers read no terms themselves; which of them are theirs is chosen here
        terms = request.env["aftersales.maker.terms"].sudo()
        valid = terms._get_valid_domain(request.env.company)
        return terms.search(valid & Domain("for_dealers", "=", True))

    @http.route("/my/dealer/terms", type="http", auth="user", website=True)
    def portal_dealer_terms(self, **kw):
        """What manufacturers promise, by brand."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        values = {
            "page_name": "aftersales_dealer",
            "title": request.env._("Manufacturers' Terms"),
            "rows": [
                {
                    "brand": terms.brand_id.name,
                    "name": terms.name,
                    "from": terms.date_from,
                    "summary": terms.summary or "",
                    "url": terms.filename and f"/my/dealer/terms/{terms.id}",
                }
                for terms in self._get_dealer_terms()
            ],
        }
        return request.render("aftersales_service.portal_dealer_terms", values)

    @http.route(
        "/my/dealer/terms/<int:terms_id>", type="http", auth="user", website=True
    )
    def portal_dealer_terms_file(self, terms_id, **kw):
        """The file of one of them."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        terms = self._get_dealer_terms().filtered(lambda t: t.id == terms_id)
        if not terms.data:
            return request.redirect("/my/dealer/terms")
        stream = request.env["ir.binary"]._get_stream_from(
            terms, "data", filename=terms.filename
        )
        return stream.get_response(as_attachment=True)
