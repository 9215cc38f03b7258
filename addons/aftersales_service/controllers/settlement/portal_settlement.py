from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import Refused
from ...models.settlement.portal import SHOWN
from ..portal import filing

_PAGE = 20
_LINES = 100


class SettlementPortal(CustomerPortal):
    """Statements and claims for the partner who settles them: a list with his login, and
    a page for each, also for whoever holds its link. Pages render chosen values."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_settlement_count" in counters:
            # sudo: found by the login's own partner
            settlements = request.env["aftersales.settlement"].sudo()
            domain = request.env["aftersales.settlement"]._get_portal_domain()
            values["aftersales_settlement_count"] = settlements.search_count(domain)
        return values

    @http.route(
        ["/my/statements", "/my/statements/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_statements(self, page=1, **kw):
        """What was sent to the partner of this login."""
        domain = request.env["aftersales.settlement"]._get_portal_domain()
        # sudo: found by the login's own partner
        settlements = request.env["aftersales.settlement"].sudo()
        pager = portal_pager(
            url="/my/statements",
            total=settlements.search_count(domain),
            page=page,
            step=_PAGE,
        )
        found = settlements.search(domain, limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_settlement",
            "rows": [self._prepare_statement(record) for record in found],
            "pager": pager,
            "default_url": "/my/statements",
        }
        return request.render("aftersales_service.portal_my_statements", values)

    @http.route(
        "/my/statements/<int:settlement_id>", type="http", auth="public", website=True
    )
    def portal_my_statement(self, settlement_id, access_token=None, page="1", **kw):
        """One statement, line by line."""
        record = self._get_statement(settlement_id, access_token)
        if not record:
            return request.redirect("/my")
        carried = filing.carried(access_token, kw)
        number = max(filing.number({"page": page}, "page"), 1)
        pager = portal_pager(
            url=f"/my/statements/{record.id}",
            url_args=carried,
            total=record.line_count,
            page=1,
            step=_LINES,
        )
        offset = (number - 1) * _LINES
        values = {
            "page_name": "aftersales_settlement",
            "row": self._prepare_statement(record),
            "lines": record._prepare_portal_lines(_LINES, offset),
            "pages": range(1, pager["page_count"] + 1),
            "page_number": number,
            "carried": carried,
            "ending": urlencode(carried),
            "may_answer": filing.may_answer(record, kw),
            "currency": record.currency_id,
            "error": request.session.pop("aftersales_error", ""),
        }
        return request.render("aftersales_service.portal_my_statement", values)

    @http.route(
        "/my/statements/<int:settlement_id>/answer",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_my_statement_answer(self, settlement_id, access_token=None, **post):
        """Confirm or dispute lines, with words and files."""
        record = self._get_statement(settlement_id, access_token)
        if not record:
            return request.redirect("/my")
        try:
            filing.check_answerer(record, post)
            record._answer_on_portal(
                self._read_answers(record, post),
                filing.person(record, post),
                filing.read_photos("files"),
            )
        except Refused as error:
            request.session["aftersales_error"] = str(error)
        ending = urlencode(filing.carried(access_token, post))
        return request.redirect(f"/my/statements/{record.id}?{ending}", code=303)

    def _get_statement(self, settlement_id, access_token=None):
        try:
            record = self._document_check_access(
                "aftersales.settlement", settlement_id, access_token
            )
        except (AccessError, MissingError):
            return None
        return record if record.state in SHOWN else None

    def _read_answers(self, record, post):
        """{id of a line: (all of it, amount, reason)} of the lines that were answered."""
        if post.get("all"):
            waiting = record.line_ids.filtered(lambda line: line.state == "waiting")
            return {line.id: (True, 0.0, "") for line in waiting}
        answers = {}
        for key, answer in post.items():
            number = key.removeprefix("answer_")
            if number != key and number.isdecimal() and answer in ("yes", "no"):
                reason = filing.typed(post, f"reason_{number}")[f"reason_{number}"]
                net = filing.amount(post.get(f"net_{number}"))
                answers[int(number)] = (answer == "yes", net, reason)
        return answers

    def _prepare_statement(self, record):
        return {
            "id": record.id,
            "url": record.get_portal_url(),
            "name": record.name,
            "kind": record._fields["direction"].convert_to_export(
                record.direction, record
            ),
            "state": record._state_label(record.state),
            "waits": record.state == "sent",
            "period": record.period,
            "due": record.date_due,
            "net": record.claimed_net,
            "tax": record.claimed_tax,
            "accepted": record.accepted_net,
            "currency": record.currency_id,
        }
