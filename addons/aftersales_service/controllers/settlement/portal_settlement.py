from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..portal import filing
from ..statement import pages

_MODEL = "aftersales.settlement"


class SettlementPortal(CustomerPortal):
    """Statements and claims for the partner who settles them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_settlement_count" in counters:
            values["aftersales_settlement_count"] = pages.count(_MODEL)
        return values

    @http.route(
        ["/my/statements", "/my/statements/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_statements(self, page=1, **kw):
        """What was sent to the partner of this login."""
        found, paging = pages.list_them(_MODEL, page)
        values = self._prepare_portal_layout_values() | paging
        values |= {
            "page_name": "aftersales_settlement",
            "rows": [self._prepare_statement(record) for record in found],
        }
        return request.render("aftersales_service.portal_my_statements", values)

    @http.route(
        "/my/statements/<int:settlement_id>", type="http", auth="public", website=True
    )
    def portal_my_statement(self, settlement_id, access_token=None, page="1", **kw):
        """One statement, line by line."""
        record = pages.find(self, _MODEL, settlement_id, access_token)
        if not record:
            return request.redirect("/my")
        values = pages.show(record, page, access_token, kw) | {
            "page_name": "aftersales_settlement",
            "row": self._prepare_statement(record),
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
        record = pages.find(self, _MODEL, settlement_id, access_token)
        if not record:
            return request.redirect("/my")
        return pages.answer(
            record,
            access_token,
            post,
            lambda: record._answer_on_portal(
                self._read_answers(record, post),
                filing.person(record, post),
                filing.read_photos("files"),
            ),
        )

    def _read_answers(self, record, post):
        """{id of a line: (all of it, amount, reason)} of the lines that were answered."""
        return {
            number: (
                whole,
                0.0 if whole else filing.amount(post.get(f"net_{number}")),
                reason,
            )
            for number, (whole, reason) in pages.read_answers(record, post).items()
        }

    def _prepare_statement(self, record):
        return pages.prepare(record) | {
            "kind": record._fields["direction"].convert_to_export(
                record.direction, record
            ),
            "period": record.period,
            "net": record.claimed_net,
            "tax": record.claimed_tax,
            "accepted": record.accepted_net,
        }
