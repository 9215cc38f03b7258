from odoo import models


class ServiceOrder(models.Model):
    """States of a service order; the closing order is fixed (D-50): sign, close, file."""

    _inherit = "aftersales.order"

    _transitions = {
        "registered": ("dispatched", "closed", "cancelled"),
        "dispatched": ("registered", "contacted", "cancelled"),
        "contacted": ("registered", "dispatched", "on_site", "cancelled"),
        "on_site": ("dispatched", "signed"),
        "signed": ("dispatched", "closed"),
        "closed": ("filed",),
        "filed": (),
        "cancelled": (),
    }

    def action_close(self):
        """注销: the line in the register is closed when nothing keeps the job open."""
        for order in self:
            blockers = order._get_blockers()
            if blockers:
                order._refuse_close(blockers)
        self._move_to("closed", closed_at=self._now())

    def action_file(self):
        self._move_to("filed")

    def action_cancel(self):
        self._check_may_cancel()
        self._move_to("cancelled")

    def _get_blockers(self):
        """Hook: what keeps this job open, as `Blocker`s; every room adds its own.

        A bare sentence is taken as well, but says neither where nor who.
        """
        self.ensure_one()
        return []

    def _check_may_cancel(self):
        """Hook: rooms refuse while they have something under way."""

    def _advance(self, state):
        """Follow a visit to ``state`` where that is a move forward; else stay."""
        for order in self:
            if state in self._transitions[order.state]:
                order._move_to(state)
