from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..portal import filing
from ..statement import pages

_MODEL = "aftersales.monthly.statement"


class MonthlyPortal(CustomerPortal):
    """Monthly statements for the customer who pays them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "aftersales_monthly_count" in counters:
            values["aftersales_monthly_count"] = pages.count(_MODEL)
        return values

    @http.route(
        ["/my/monthly", "/my/monthly/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_monthly_list(self, page=1, **kw):
        """What was sent to the customer of this login."""
        found, paging = pages.list_them(_MODEL, page)
        values = self._prepare_portal_layout_values() | paging
        values |= {
            "page_name": "aftersales_monthly",
            "rows": [self._prepare_monthly(record) for record in found],
        }
        return request.render("aftersales_service.portal_my_monthly_list", values)

    @http.route(
        "/my/monthly/<int:statement_id>", type="http", auth="public", website=True
    )
    def portal_my_monthly(self, statement_id, access_token=None, page="1", **kw):
        """One statement, line by line."""
        record = pages.find(self, _MODEL, statement_id, access_token)
        if not record:
            return request.redirect("/my")
        values = pages.show(record, page, access_token, kw) | {
            "page_name": "aftersales_monthly",
            "row": self._prepare_monthly(record),
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
        record = pages.find(self, _MODEL, statement_id, access_token)
        if not record:
            return request.redirect("/my")
        return pages.answer(
            record,
            access_token,
            post,
            lambda: record._answer_on_portal(
                pages.read_answers(record, post), filing.person(record, post)
            ),
        )

    def _prepare_monthly(self, record):
        return pages.prepare(record) | {
            "until": record.date_to,
            "net": record.net,
            "tax": record.tax,
            "amount": record.amount,
        }
