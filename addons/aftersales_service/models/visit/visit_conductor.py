from odoo import api, models

from .visit import OVER


class Visit(models.Model):
    """How a visit is planned and changed: each step by its name, in its order.

    What a step does stands with the matter that it is about; rooms above join in at these
    steps and nowhere else. How a visit moves on is `_move_to` of the mixin, with
    `_check_move` before and `_after_move` behind it.
    """

    _inherit = "aftersales.visit"

    # --- planned

    @api.model_create_multi
    def create(self, vals_list):
        """Somebody is sent to a job (D-02; overrides `create`)."""
        given = self.env.context.get("default_order_id")
        self._check_may_plan(
            self.env["aftersales.order"].browse(
                [vals.get("order_id", given) for vals in vals_list]
            )
        )
        visits = super().create(vals_list)
        visits._open()
        return visits

    def _open(self):
        self._check_planned()
        self.order_id._advance("dispatched")
        self._prepare_work()
        self._on_planned()

    @api.model
    def _check_may_plan(self, orders):
        """Hook: whether anybody is sent to these jobs at all, asked before a visit is."""
        orders._check_going()

    def _check_planned(self):
        """Hook: whether these people may go to these jobs, then and in this way."""
        self._check_dispatchable()
        self.order_id._check_may_dispatch()

    def _prepare_work(self):
        """Hook: what a visit brings along: its check-list, what it will cost."""

    def _on_planned(self):
        """Hook: who has to agree to the visit, and who hears of it."""

    # --- changed

    def write(self, vals):
        """Checks, the change, and what follows from it (overrides `write`)."""
        self._check_change(vals)
        vals = self._complete_change(vals)
        moved = self._get_appointments(vals)
        result = super().write(vals)
        self._after_write(frozenset(vals))
        self._log_silent_moves(moved)
        return result

    def _check_change(self, vals):
        """Hook: what stands against a change, asked before anything is written."""
        self._check_frozen(vals)

    def _complete_change(self, vals):
        """Hook: the same values with what else must change with them."""
        return vals

    def _after_write(self, changed):
        """Hook: what follows from a change.

        :param changed: names of the fields that were written
        """
        if "technician_id" in changed:
            self._check_dispatchable()
        if "order_id" in changed:
            self.filtered(lambda v: v.state not in OVER).order_id._check_going()
