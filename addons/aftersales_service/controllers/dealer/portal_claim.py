from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import FilingRefused, Refused
from ..portal import filing
from ..portal.portal_dealer import DealerPortal

_PAGE = 20
_URL = "/my/dealer/claims"
_MOST_LINES = 8
_KINDS = ("part", "labour", "travel", "other")
_TYPED = ("serial", "contact_phone", "fault", "work_done", "done_on")


class ClaimPortal(DealerPortal):
    """A dealer asks before an expensive repair, claims what he repaired, and reads the
    answer to each line. Pages show chosen values of what belongs to his firm."""

    def _get_claim(self, claim_id):
        """A claim of the firm of the login, or an empty record."""
        claims = request.env["aftersales.dealer.claim"]
        domain = [("id", "=", claim_id), *claims._get_filed_domain()]
        # sudo: found by the firm of the login
        return claims.sudo().search(domain)

    @http.route(
        [_URL, f"{_URL}/page/<int:page>"], type="http", auth="user", website=True
    )
    def portal_dealer_claims(self, page=1, **kw):
        """What this dealer claimed, newest first, and what each month came to."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        claims = request.env["aftersales.dealer.claim"].sudo()  # sudo: as `_get_claim`
        domain = request.env["aftersales.dealer.claim"]._get_filed_domain()
        pager = portal_pager(
            url=_URL, total=claims.search_count(domain), page=page, step=_PAGE
        )
        found = claims.search(domain, limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_dealer",
            "title": request.env._("My Claims"),
            "rows": [self._prepare_claim(claim) for claim in found],
            "months": claims._prepare_months(domain),
            "currency": request.env.company.sudo().currency_id,
            "pager": pager,
            "default_url": _URL,
        }
        return request.render("aftersales_service.portal_dealer_claims", values)

    @http.route(f"{_URL}/<int:claim_id>", type="http", auth="user", website=True)
    def portal_dealer_claim(self, claim_id, **kw):
        """One claim with our answer to each line."""
        claim = self._get_claim(claim_id)
        if not claim:
            return request.redirect("/my")
        values = {
            "page_name": "aftersales_dealer",
            "parent_page": (_URL, request.env._("My Claims")),
            "title": claim.name,
            "row": self._prepare_claim(claim),
            "lines": [self._prepare_claim_line(line) for line in claim.line_ids],
            "currency": claim.currency_id,
            "filed": kw.get("filed"),
            "error": request.session.pop("aftersales_error", ""),
        }
        return request.render("aftersales_service.portal_dealer_claim", values)

    @http.route(
        f"{_URL}/new", type="http", auth="user", website=True, methods=["GET", "POST"]
    )
    def portal_dealer_claim_new(self, **post):
        """The form of a claim or a question, and what it sends."""
        if not request.env.user._is_aftersales_dealer():
            return request.redirect("/my")
        return self._take(post, f"{_URL}/new", self._file_claim)

    @http.route(
        f"{_URL}/<int:claim_id>/file",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_dealer_claim_file(self, claim_id, **post):
        """What was consented to is repaired: the claim itself."""
        claim = self._get_claim(claim_id)
        if not claim:
            return request.redirect("/my")
        if claim.state != "agreed":
            return filing.reply(post, url=f"{_URL}/{claim.id}")
        return self._take(
            post, f"{_URL}/{claim.id}/file", lambda post: self._file(claim, post), claim
        )

    @http.route(
        f"{_URL}/<int:claim_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_dealer_claim_withdraw(self, claim_id, **kw):
        """Taken back while nobody answered."""
        claim = self._get_claim(claim_id)
        if not claim:
            return request.redirect("/my")
        try:
            claim._withdraw()
        except Refused as error:
            request.session["aftersales_error"] = str(error)
        return request.redirect(f"{_URL}/{claim.id}", code=303)

    # --- the form

    def _take(self, post, action, send, claim=None):
        """Show the form, or send it; a refusal keeps what was typed."""
        if request.httprequest.method == "GET":
            return self._render_claim(post, action, claim)
        try:
            filed = send(post)
        except Refused as error:
            sentence = str(error)
            return filing.reply(
                post,
                error=sentence,
                page=lambda: self._render_claim(post, action, claim, sentence),
            )
        return filing.reply(post, url=f"{_URL}/{filed.id}?filed=1")

    def _render_claim(self, post, action, claim=None, error=""):
        company = (claim and claim.company_id) or request.env.company.sudo()
        firm = request.env.user.commercial_partner_id
        agreement = request.env["aftersales.dealer.agreement"]._find(firm, company)
        asks = bool(post.get("ask")) and not claim
        values = {
            "page_name": "aftersales_dealer",
            "parent_page": (_URL, request.env._("My Claims")),
            "title": request.env._("Ask for Our Consent")
            if asks
            else request.env._("File a Claim"),
            "action": action,
            "claim": bool(claim),
            "asks": asks,
            "key": post.get("key") or filing.new_key(),
            "error": error,
            "typed": filing.typed(post, *_TYPED),
            "lines": self._get_typed_lines(post) or self._get_kept_lines(claim),
            "kinds": self._get_kinds(),
            "jobs": [] if claim else self._get_open_jobs(),
            "chosen_job": filing.number(post, "order"),
            "limit": self._get_limit_words(agreement),
            "rate": agreement.labour_rate,
            "currency": company.currency_id,
        }
        return request.render("aftersales_service.portal_dealer_claim_new", values)

    def _get_limit_words(self, agreement):
        limit = agreement.approval_limit
        if not limit:
            return ""
        return request.env._(
            "Repairs above %s need our consent before they begin.",
            agreement.currency_id.format(limit),
        )

    def _get_kinds(self):
        line = request.env["aftersales.dealer.claim.line"]._fields["kind"]
        labels = dict(line._description_selection(request.env))
        return [(code, labels[code]) for code in _KINDS]

    def _get_open_jobs(self):
        """[(id, words)] of jobs that he reported and nobody of ours took up."""
        orders = request.env["aftersales.order"]
        domain = orders._get_filed_domain() & orders._get_claimable_domain()
        found = orders.sudo().search(domain, limit=50)  # sudo: filed by his firm
        return [(order.id, f"{order.name} {order.fault or ''}"[:60]) for order in found]

    def _get_typed_lines(self, post):
        """[{kind, name, quantity, price}] as typed; empty lines are left out."""
        lines = []
        for place in range(_MOST_LINES):
            names = {
                name: f"line_{place}_{name}"
                for name in ("kind", "name", "quantity", "price")
            }
            texts = filing.typed(post, *names.values())
            line = {name: texts[key] for name, key in names.items()}
            if line["name"] or line["quantity"] or line["price"]:
                lines.append(line)
        return lines

    def _get_kept_lines(self, claim):
        return [
            {
                "kind": line.kind,
                "name": line.name,
                "quantity": f"{line.quantity:g}",
                "price": f"{line.price_unit:.2f}",
            }
            for line in (claim.line_ids if claim else ())
        ]

    def _read_lines(self, post):
        """:raises FilingRefused: for a line without words, or a quantity that is none"""
        lines = []
        for line in self._get_typed_lines(post):
            filing.require(
                line, "name", request.env._("Please write what each line is about.")
            )
            kind = line["kind"] if line["kind"] in _KINDS else "other"
            quantity = filing.amount(line["quantity"]) if line["quantity"] else 1.0
            if not quantity:
                raise FilingRefused(
                    request.env._("“%s”: the quantity is missing.", line["name"])
                )
            lines.append(
                {
                    "kind": kind,
                    "name": line["name"],
                    "quantity": quantity,
                    "price_unit": filing.amount(line["price"]),
                }
            )
        return lines

    def _read_work(self, post):
        values = filing.typed(post, "work_done", "done_on")
        values["done_on"] = filing.past_day(values["done_on"])
        return values

    def _file_claim(self, post):
        values = filing.typed(post, "serial", "contact_phone", "fault")
        self._require_report(values)
        device = self._find_sold(values.pop("serial"))
        filing.require(
            {"device": device},
            "device",
            request.env._("Please write the serial number of the device."),
        )
        values |= {
            "company_id": device.company_id.id,
            "dealer_id": request.env.user.commercial_partner_id.id,
            "device_id": device.id,
            "order_id": self._find_job(post, device).id,
        }
        claims = request.env["aftersales.dealer.claim"].with_company(device.company_id)
        key, lines = filing.key_of(post), self._read_lines(post)
        if post.get("ask"):
            return claims._ask(key, values, lines)
        values |= self._read_work(post)
        return claims._claim(key, values, lines, filing.read_photos("photos"))

    def _file(self, claim, post):
        filing.key_of(post)
        lines = self._read_lines(post)
        photos = filing.read_photos("photos")
        claim._file_agreed(self._read_work(post), lines, photos)
        return claim

    def _find_job(self, post, device):
        """The job that he chose: his own, about this device, and open.

        :raises FilingRefused: for any other one, whether it exists or not
        """
        orders = request.env["aftersales.order"]
        chosen = filing.number(post, "order")
        if not chosen:
            return orders
        domain = orders._get_filed_domain() & orders._get_claimable_domain()
        found = orders.sudo().search(domain & orders._get_one_domain(chosen, device))
        if not found:
            raise FilingRefused(
                request.env._(
                    "That job is not about this device, or we are at work on it. Choose another one, or none."
                )
            )
        return found

    # --- what is shown

    def _prepare_claim(self, claim):
        refused = claim.approval_ids.filtered(lambda a: a.state == "refused")
        return {
            "id": claim.id,
            "url": f"{_URL}/{claim.id}",
            "name": claim.name,
            "device": claim.device_id.display_name,
            "fault": claim.fault,
            "work": claim.work_done or "",
            "state": claim._get_progress_words(),
            "job": claim.order_id.name or "",
            "job_url": f"/my/service/{claim.order_id.id}",
            "claimed": claim.claimed_net,
            "accepted": claim.accepted_net,
            "answered": claim.state == "answered",
            "agreed": claim.agreed_amount,
            "refusal": refused[:1].note or "",
            "may_file": claim.state == "agreed",
            "may_withdraw": claim.state in ("asked", "agreed", "filed"),
        }

    def _prepare_claim_line(self, line):
        """Answers are told together, when the last one was given."""
        told = line.claim_id.state == "answered"
        return {
            "kind": line._fields["kind"].convert_to_export(line.kind, line),
            "name": line.name,
            "quantity": f"{line.quantity:g}",
            "net": line.net,
            "answered": told,
            "accepted": line.accepted_net,
            "answer": line._state_label(line.state) if told else "",
            "reason": (line.answer_reason or "") if told else "",
        }
