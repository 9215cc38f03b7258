from odoo import http
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class QuotePortal(CustomerPortal):
    """A customer who declines the price of a repair gets his goods back unrepaired."""

    @http.route()
    def portal_quote_decline(
        self, order_id, access_token=None, decline_message=None, **kwargs
    ):
        """Core checks who may decline (extends core's route); what follows is ours."""
        # sudo: only whether the quotation is open before and cancelled after is asked
        sale = request.env["sale.order"].sudo().browse(order_id).exists()
        was_open = sale.state == "sent"
        response = super().portal_quote_decline(
            order_id, access_token, decline_message, **kwargs
        )
        if was_open and sale.state == "cancel":
            sale.aftersales_repair_id._aftersales_on_declined()
        return response
