import base64

from odoo import http
from odoo.http import content_disposition, request

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


class PublicLetter(http.Controller):
    """A paper for whoever holds its link: what it says in short, and the paper itself.

    A page first, because the browser inside WeChat shows no PDF; it says in the language
    of its addressee what is in it.
    """

    @http.route(
        "/aftersales/p/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def show(self, token, **kw):
        """The page; an unknown key and one that ended get the same answer."""
        letter = request.env["aftersales.letter"]._find_by_token(token)
        values = {"letter": False}
        if letter:
            letter._note_opened()
            request.update_context(lang=letter.lang)
            values = self._prepare_letter(letter, token)
        response = request.render(
            "aftersales_service.public_letter", values, status=200 if letter else 404
        )
        response.headers.update(_HEADERS)
        return response

    def _prepare_letter(self, letter, token):
        """Chosen values, never the record."""
        return {
            "letter": True,
            "title": letter.name,
            "company": letter.company_id.name,
            "partner": letter.partner_id.name,
            "words": (letter.words or "").split("\n"),
            "paper_hash": letter.paper_hash,
            "until": letter.until,
            "pdf": f"/aftersales/p/{token}/pdf",
            "answer": letter._get_answer_link(),
        }

    @http.route(
        "/aftersales/p/<string:token>/pdf",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def pdf(self, token, **kw):
        """The paper as it went out."""
        letter = request.env["aftersales.letter"]._find_by_token(token)
        if not letter:
            raise request.not_found()
        letter._note_opened()
        name = content_disposition(letter.pdf_name, disposition_type="inline")
        headers = _HEADERS | {
            "Content-Type": "application/pdf",
            "Content-Disposition": name,
        }
        return request.make_response(
            base64.b64decode(letter.pdf), list(headers.items())
        )
