from odoo import api, fields, models

from ...kernel.clock import DISTANCE
from ..base.blocker import Blocker
from ..order.order_promise import OPEN_STATES

_WAYS = ("distance_km", "distance_band_km")
# Somebody was there, so the way is known to him.
_BEEN_THERE = ("on_site", "signed")


class ServiceOrder(models.Model):
    """Where deadlines go by the distance and nobody knows it, it is asked for: none of
    them is promised before (T-18 to T-20, T-72)."""

    _inherit = "aftersales.order"

    asks_distance = fields.Char(
        "Distance Unknown",
        compute="_compute_asks_distance",
        help="The deadlines that wait for the distance.",
    )

    @api.depends(
        "distance_km", "distance_band_km", "area", "severity", "fault_area", "state",
        "order_kind", "service_type", "supplier_needed", "life_stage", "product_id", "partner_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_asks_distance(self):
        for order in self:
            order.asks_distance = order._get_band_words()

    def _get_band_words(self):
        """The bands that could hold and their deadlines, in words; False where the distance
        is known or no deadline depends on it."""
        if self.distance_km or self.distance_band_km:
            return False
        return "; ".join(
            f"{words}: {rule.duration_words}" for _km, words, rule in self._get_bands()
        )

    def _get_bands(self):
        """[(a distance in the band, its words, first rule)] on which deadlines of this job
        depend, stored or not; nearest first."""
        if (
            self.is_history
            or self.internal_kind
            or self.state not in (False, *OPEN_STATES)
        ):
            return []
        # sudo: everybody who takes a call may ask its policy
        job, found = self.sudo(), {}
        facts = job._get_sla_facts() | {DISTANCE: 0.0}
        told = dict.fromkeys([*job._get_opening_events(), *(job.clock_events or {})])
        rules = job._get_stack_rules().filtered(lambda r: r.start_event_id.code in told)
        for version in rules.filtered(lambda r: r._is_banded()).version_id:
            for event in told:
                for rule in version.rule_ids._find_bands(event, facts):
                    distance = rule.km_to or rule.km_from + 1
                    found.setdefault(distance, (distance, rule._get_band_words(), rule))
        return [found[distance] for distance in sorted(found)]

    def _follow_deadlines(self, changed):
        """Once the distance is known, the deadline is what we promise, unless the customer
        was told another time already (extends)."""
        result = super()._follow_deadlines(changed)
        before = [changed.get(name, {}) for name in _WAYS]
        learned = self._get_changed(changed, *_WAYS).filtered(
            lambda o: (
                o.state in OPEN_STATES
                and not o.promise_ids
                and not any(
                    known.get(o, o[name])
                    for name, known in zip(_WAYS, before, strict=True)
                )
                and o._get_bands()
            )
        )
        for order, clock in learned._get_promised_clocks().items() if learned else ():
            if clock:
                order._in_flow().write({"promised_at": clock["due_at"]})
        return result

    def _get_blockers(self):
        """Who was there knows how far it is (extends)."""
        asked = self.filtered(lambda o: o.state in _BEEN_THERE and o.asks_distance)
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "How far is it? The deadlines depend on the distance: %s. Please enter the kilometres.",
                    order.asks_distance,
                ),
                order,
                order._get_desk_words(),
            )
            for order in asked
        ]
