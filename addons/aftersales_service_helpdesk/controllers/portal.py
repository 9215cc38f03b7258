from odoo import fields, http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk


class TicketPortal(CustomerPortalHelpdesk):
    """The customer's pages of tickets: what is his to see, and no error pages."""

    @http.route()
    def portal_my_tickets(
        self,
        page=1,
        date_begin=None,
        date_end=None,
        sortby=None,
        search_in=None,
        groupby=None,
        **kw,
    ):
        """What is not among the choices of the page is left out instead of breaking it."""
        return super().portal_my_tickets(
            page=page,
            date_begin=_moment(date_begin),
            date_end=_moment(date_end),
            sortby=_known(sortby, self._ticket_get_searchbar_sortings()),
            search_in=_known(search_in, self._ticket_get_searchbar_inputs()),
            groupby=_known(groupby, self._ticket_get_searchbar_groupby()),
            **kw,
        )

    def _ticket_get_page_view_values(self, ticket, access_token, **kwargs):
        """Only files that left the company, and buttons only for who may press them."""
        values = super()._ticket_get_page_view_values(ticket, access_token, **kwargs)
        own = ticket.with_user(request.env.user)
        stages = ticket._get_portal_closing_stages()
        values["closed_stages"] = stages if own._may_close_in_portal() else []
        values["aftersales_attachments"] = ticket._get_portal_attachments()
        values["aftersales_orders"] = self._prepare_ticket_orders(ticket)
        return values

    def _prepare_ticket_orders(self, ticket):
        """Name, state and address of those jobs of the ticket that the user may read."""
        orders = ticket.aftersales_order_ids.with_user(request.env.user)
        return [
            {
                "name": order.name,
                "state": order._state_label(order.state),
                "url": order.access_url,
            }
            for order in orders._filtered_access("read")
        ]


def _known(choice, choices):
    return choice if choice in choices else None


def _moment(text):
    """A date or moment as it came in the address, or None when it is neither."""
    try:
        return text and fields.Datetime.to_string(fields.Datetime.to_datetime(text))
    except ValueError:
        return None
