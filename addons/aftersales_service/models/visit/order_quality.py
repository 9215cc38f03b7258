from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ServiceOrder(models.Model):
    """Repaired at the first visit, or repaired again so soon: computed for many at once.

    Source: D-27 (一次维修到位, no repeated repair).
    """

    _inherit = "aftersales.order"

    is_first_time_fix = fields.Boolean(
        "Fixed at the First Visit",
        compute="_compute_is_first_time_fix",
        help="One visit was enough and the same device did not come back within the days set.",
    )
    repeat_of_id = fields.Many2one(
        "aftersales.order",
        "Repeats",
        compute="_compute_repeat_of_id",
        help="An earlier job for the same device whose repair ended only days before this call.",
    )

    @api.depends("visit_ids.state", "visit_ids.outcome", "device_id")
    def _compute_is_first_time_fix(self):
        came_back = self._get_repeats("after")
        for order in self:
            made = order.visit_ids.filtered(lambda v: v.state != "cancelled")
            order.is_first_time_fix = (
                len(made) == 1
                and bool(made.signed_at)
                and made.outcome == "solved"
                and order not in came_back
            )

    @api.depends("device_id", "called_at")
    def _compute_repeat_of_id(self):
        earlier = self._get_repeats("before")
        for order in self:
            order.repeat_of_id = earlier.get(order, False)

    def _get_repeats(self, side):
        """{order: the job *before* or *after* it that makes a repeat repair}; two queries."""
        jobs = self._get_repair_ends()
        found = {}
        for order in self.filtered("device_id"):
            for other, ended_at in jobs[order.device_id]:
                if other == order._origin:
                    continue
                pair = (other, ended_at, order) if side == "before" else None
                if side == "after":
                    own = dict(jobs[order.device_id]).get(order._origin)
                    pair = (order, own, other)
                if self._is_repeat(*pair):
                    found[order] = other
        return found

    def _get_repair_ends(self):
        """{device: [(job, when its repair was signed or None), …] by time of call}"""
        orders = self.search(
            Domain("device_id", "in", self.device_id.ids)
            & Domain("state", "!=", "cancelled"),
            order="called_at, id",
        )
        ends = dict(
            self.env["aftersales.visit"]._read_group(
                [("order_id", "in", orders.ids), ("signed_at", "!=", False)],
                ["order_id"],
                ["signed_at:max"],
            )
        )
        jobs = defaultdict(list)
        for order in orders:
            jobs[order.device_id].append((order, ends.get(order)))
        return jobs

    def _is_repeat(self, earlier, ended_at, later):
        """Whether ``later`` calls for what ``earlier`` should have repaired."""
        days = timedelta(days=later.company_id.aftersales_repeat_days)
        return (
            bool(ended_at)
            and ended_at <= later.called_at <= ended_at + days
            and self._is_same_symptom(earlier, later)
        )

    def _is_same_symptom(self, earlier, later):
        """Two different entries of the fault catalogue are two problems; else the same
        device is taken for the same problem."""
        faults = earlier.fault_id, later.fault_id
        return not all(faults) or faults[0] == faults[1]
