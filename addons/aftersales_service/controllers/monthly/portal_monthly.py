from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ...exceptions import Refused
from ...models.monthly.portal import SHOWN
from ..portal import filing

_PAGE = 20
_LINES = 100


class MonthlyPortal(CustomerPortal):
    """Monthly statements for the customer who pays them: a list with his login, and a page
    for each, also for whoever holds its link. Pages render chosen values."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_monthly_count" in counters:
            # sudo: found by the login's own partner
            statements = request.env["aftersales.monthly.statement"].sudo()
            domain = request.env["aftersales.monthly.statement"]._get_portal_domain()
            values["aftersales_monthly_count"] = statements.search_count(domain)
        return values

    @http.route(
        ["/my/monthly", "/my/monthly/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_monthly_list(self, page=1, **kw):
        """What was sent to the customer of this login."""
        domain = request.env["aftersales.monthly.statement"]._get_portal_domain()
        # sudo: found by the login's own partner
        statements = request.env["aftersales.monthly.statement"].sudo()
        pager = portal_pager(
            url="/my/monthly",
            total=statements.search_count(domain),
            page=page,
            step=_PAGE,
        )
        found = statements.search(domain, limit=_PAGE, offset=pager["offset"])
        values = self._prepare_portal_layout_values() | {
            "page_name": "aftersales_monthly",
            "rows": [self._prepare_monthly(record) for record in found],
            "pager": pager,
            "default_url": "/my/monthly",
        }
        return request.render("aftersales_service.portal_my_monthly_list", values)

    @http.route(
        "/my/monthly/<int:statement_id>", type="http", auth="public", website=True
    )
    def portal_my_monthly(self, statement_id, access_token=None, page="1", **kw):
        """One statement, line by line."""
        record = self._get_monthly(statement_id, access_token)
        if not record:
            return request.redirect("/my")
        carried = filing.carried(access_token, kw)
        number = max(filing.number({"page": page}, "page"), 1)
        pages = -(-record.line_count // _LINES)
        values = {
            "page_name": "aftersales_monthly",
            "row": self._prepare_monthly(record),
            "lines": record._prepare_portal_lines(_LINES, (number - 1) * _LINES),
            "pages": range(1, pages + 1),
            "page_number": number,
            "carried": carried,
            "ending": urlencode(carried),
            "may_answer": filing.may_answer(record, kw),
            "currency": record.currency_id,
            "error": request.session.pop("aftersales_error", ""),
        }
        return request.render("aftersales_service.portal_my_monthly", values)

    @http.route(
        "/my/monthly/<int:statement_id>/answer",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_my_monthly_answer(self, statement_id, access_token=None, **post):
        """Confirm or dispute lines."""
        record = self._get_monthly(statement_id, access_token)
        if not record:
            return request.redirect("/my")
        try:
            filing.check_answerer(record, post)
            record._answer_on_portal(
                self._read_monthly_answers(record, post),
                filing.person(record, post),
            )
        except Refused as error:
            request.session["aftersales_error"] = str(error)
        ending = urlencode(filing.carried(access_token, post))
        return request.redirect(f"/my/monthly/{record.id}?{ending}", code=303)

    def _get_monthly(self, statement_id, access_token=None):
        try:
            record = self._document_check_access(
                "aftersales.monthly.statement", statement_id, access_token
            )
        except (AccessError, MissingError):
            return None
        return record if record.state in SHOWN else None

    def _read_monthly_answers(self, record, post):
        """{id of a line: (confirmed or not, reason)} of the lines that were answered."""
        if post.get("all"):
            waiting = record.line_ids.filtered(lambda line: line.state == "waiting")
            return {line.id: (True, "") for line in waiting}
        answers = {}
        for key, answer in post.items():
            number = key.removeprefix("answer_")
            if number != key and number.isdecimal() and answer in ("yes", "no"):
                reason = filing.typed(post, f"reason_{number}")[f"reason_{number}"]
                answers[int(number)] = (answer == "yes", reason)
        return answers

    def _prepare_monthly(self, record):
        return {
            "id": record.id,
            "url": record.get_portal_url(),
            "name": record.name,
            "state": record._state_label(record.state),
            "waits": record.state == "sent",
            "until": record.date_to,
            "due": record.date_due,
            "net": record.net,
            "tax": record.tax,
            "amount": record.amount,
            "currency": record.currency_id,
        }
