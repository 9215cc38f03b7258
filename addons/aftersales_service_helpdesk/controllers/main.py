from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController


class TicketController(HelpdeskTicketController):
    """The routes that change tickets, with the checks that they lack."""

    @http.route(methods=["POST"])
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """Close one's own ticket, into a stage that is meant for it.

        Replaces the route of helpdesk_mgmt, which checks the stage alone and answers GET,
        so that any customer, or any link that he follows, closes any ticket.
        """
        ticket = request.env["helpdesk.ticket"].browse(_number(ticket_id)).exists()
        stage = request.env["helpdesk.ticket.stage"].browse(_number(stage_id))
        if not ticket or not ticket._may_close_in_portal():
            return request.redirect("/my")
        # sudo: the stage of a ticket that the user may read; customers write none
        closing = ticket.sudo()
        if stage in ticket._get_portal_closing_stages() and not closing.closed:
            closing.stage_id = stage
        return request.redirect(ticket.access_url)

    @http.route(methods=["POST"])
    def submit_ticket(self, **kw):
        """Refuse categories and teams that the form did not offer; `create` of
        helpdesk_mgmt runs as superuser and takes the company from them."""
        self._check_offered(kw.get("category"), self._get_categories(**kw))
        self._check_offered(kw.get("team"), self._get_teams())
        if not all((kw.get(name) or "").strip() for name in ("subject", "description")):
            return request.redirect("/new/ticket")
        return super().submit_ticket(**kw)

    def _check_offered(self, value, offered):
        """:raises Forbidden: unless ``value`` is empty or the id of one of ``offered``"""
        if value and _number(value) not in (offered.ids if offered else ()):
            raise Forbidden(
                request.env._("This team or category is not open to your requests.")
            )


def _number(text):
    """The id in a parameter of the address; 0 for whatever is none."""
    try:
        return max(int(text or 0), 0)
    except ValueError:
        return 0
