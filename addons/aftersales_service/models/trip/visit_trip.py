from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import ProofMissing

_PROGRESS_EVERY = timedelta(hours=24)
_LONG_TRIP = 24.0  # hours from which word is expected on the way
_ON_THE_ROAD = ("under_way", "arrived", "in_work", "tested", "accepted")


class Visit(models.Model):
    """A trip that the general manager signs for: how long it will take, money taken along,
    word on the way, and what was reported at the return.

    Source: D-08 (travel advance), D-09 (expected trip length, progress reports, debriefing).
    """

    _inherit = "aftersales.visit"

    trip_hours = fields.Float(
        "Expected Trip Length (Hours)",
        copy=False,
        help="Stated by the technician: way there, work and way back. Empty: counted from travel and length.",
    )
    trip_advance = fields.Monetary(
        "Travel Advance",
        copy=False,
        help="What the travellers took along; settled with the expenses of the trip.",
    )
    debriefing = fields.Text(
        copy=False,
        help="What the travellers reported at their return, beside the feedback sheet.",
    )
    is_trip = fields.Boolean("Trip", compute="_compute_is_trip")
    progress_due = fields.Boolean(compute="_compute_progress_due")

    _trip_positive = models.Constraint(
        "CHECK (trip_hours >= 0 AND trip_advance >= 0)",
        "The length of a trip and its advance are not negative.",
    )

    @api.depends("order_id", "trip_hours")
    def _compute_is_trip(self):
        for visit in self:
            chain = visit.order_id and visit.order_id._get_dispatch_chain()
            signed_for = "general_manager" in (chain or ())
            visit.is_trip = signed_for or visit.trip_hours >= _LONG_TRIP

    @api.depends("state", "left_at", "trip_hours", "event_ids")
    def _compute_progress_due(self):
        """Time alone makes word due, so nothing of it is stored."""
        now = fields.Datetime.now()
        for visit in self:
            told = visit.event_ids.filtered(lambda e: e.kind == "progress")
            last = max(filter(None, [visit.left_at, *told.mapped("at")]), default=False)
            out = visit.state in _ON_THE_ROAD and not visit.away_at
            visit.progress_due = (
                bool(out and last)
                and visit.trip_hours > _LONG_TRIP
                and now - last > _PROGRESS_EVERY
            )

    def _get_trip_hours(self):
        """Stated, else the work and the way there and back."""
        return self.trip_hours or self.duration + self.travel_minutes / 30

    def _check_may_leave(self):
        """Who travels says for how long (D-09)."""
        if self.is_trip and not self.trip_hours:
            raise ProofMissing(
                self.env._(
                    "%s is a trip: enter the expected trip length first.", self.name
                )
            )
        return super()._check_may_leave()

    def action_close(self):
        """Whoever comes back from a trip hands in the sheet and reports (D-09)."""
        for visit in self.filtered("is_trip"):
            if not (visit.debriefing or "").strip():
                raise ProofMissing(
                    self.env._(
                        "%s was a trip: write down what was reported at the return.",
                        visit.name,
                    )
                )
        return super().action_close()
