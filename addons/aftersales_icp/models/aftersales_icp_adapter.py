"""Where an add-on plugs in the interface of a platform or of a paid query service.

Nothing here talks to a foreign service: the open platform of WeChat, the consoles of the
cloud providers and the paid query services need accounts and contracts of their own. An
add-on that has them extends the two hooks below; what their answers do to orders and
evidence is done, guarded and tested here. readme/ADAPTERS.md describes the contract.
"""

from odoo import fields, models

from ..exceptions import IcpAdapterMissing
from ..kernel.order_rules import path_to
from .aftersales_icp_order_event import ADAPTER


class IcpOrderAdapter(models.Model):
    _inherit = "aftersales.icp.order"

    has_adapter = fields.Boolean(compute="_compute_has_adapter")

    def _compute_has_adapter(self):
        for order in self:
            order.has_adapter = bool(order._get_adapter())

    def _get_adapter(self):
        """The interface of this order's platform, or None: it is then filed by hand.

        An add-on answers an object with ``ask(order) -> {"state": ..., "text": ...}``,
        which raises UserError with a clear sentence when the platform cannot be reached.
        """
        return

    def action_ask_platform(self):
        """Ask the platform how the order stands and record its answer."""
        for order in self:
            adapter = order._get_adapter()
            if not adapter:
                raise IcpAdapterMissing(
                    self.env._(
                        "No interface is installed for %s: look at its page and record"
                        " the step by hand.",
                        order.provider_id.display_name or order.display_name,
                    )
                )
            order._take_answer(**adapter.ask(order))

    def _take_answer(self, state, text=""):
        """Move to ``state``, through the steps between, and keep the platform's words.

        :param state: a state of the order; one that cannot be reached from here is
            refused by the table of moves, as a button would be
        """
        self.ensure_one()
        order = self.with_context(icp_event_source=ADAPTER)
        if text:
            order.reject_text = text
        for step in path_to(self.state, state, order._transitions):
            order._move_to(step)
        return order


class IcpServiceQuery(models.Model):
    _inherit = "aftersales.icp.service"

    has_query = fields.Boolean(compute="_compute_has_query")

    def _compute_has_query(self):
        for service in self:
            service.has_query = bool(service._get_query())

    def _get_query(self):
        """A paid query service, or None: numbers are then looked up by hand.

        An add-on answers an object with ``ask(service) -> {"text": words as received,
        "query": what was asked, "number": ..., "organiser": ..., "filed_on": date}``;
        number and organiser are empty when the service showed nothing.
        """
        return

    def action_query(self):
        """Ask the query service and keep its answer as evidence."""
        for service in self:
            query = service._get_query()
            if not query:
                raise IcpAdapterMissing(
                    self.env._(
                        "No query service is installed: look the number up by hand and"
                        " paste the result page."
                    )
                )
            service._take_query(**query.ask(service))

    def _take_query(self, text, query="", number="", organiser="", filed_on=None):
        """The answer as evidence; an empty one is kept as empty and proves nothing."""
        self.ensure_one()
        fits = number in (self.number, self.subject_id.number)
        shown = "found" if fits else "other"
        return self.env["aftersales.icp.evidence"].create(
            {
                "name": self.display_name,
                "source": "api",
                "result": shown if number else "nothing",
                "query": query,
                "text": text,
                "number_seen": number,
                "organiser_seen": organiser,
                "filed_on_seen": filed_on,
                "service_id": self.id,
            }
        )
