from odoo import fields, models


class _Moment:
    """When a step really was. Only code of this process can make one, so a context that
    comes over RPC never sets the time of a job."""

    def __init__(self, at):
        self.at = at


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _at_moment(self, moment):
        """This job, with its steps at ``moment`` (UTC) instead of now."""
        return self.with_context(aftersales_moment=_Moment(moment))

    def _now(self):
        """The moment of the visit's step that moves the job (extends the mixin)."""
        moment = self.env.context.get("aftersales_moment")
        return moment.at if isinstance(moment, _Moment) else super()._now()


class Visit(models.Model):
    """What a visit tells the deadlines of its job, at the times that the phone kept.

    The job's own states tell that it was dispatched, contacted, reached and signed; here
    is told what they do not say. Source: T-05, T-07, T-45.
    """

    _inherit = "aftersales.visit"

    def _tell_clocks(self, *events):
        for visit in self:
            # sudo: a technician's step sets deadlines, he may not write the job
            order = visit.order_id.sudo()
            moment = visit._now()  # one moment: what is told at once is never late
            for event in events:
                order._clock_event(event, moment)

    def _after_move(self, state):
        result = super()._after_move(state)
        if state == "under_way":
            self._tell_clocks("departed")
        return result

    def action_sign(self):
        result = super().action_sign()
        self._tell_finished()
        return result

    def _on_work_ended(self):
        """The call-back is due from the end of the work, not from the signature (T-07)."""
        result = super()._on_work_ended()
        self._tell_finished()
        return result

    def _tell_finished(self):
        """Once per visit, when its outcome is that the trouble is solved."""
        for visit in self.filtered(lambda v: v.outcome == "solved"):
            # sudo: as in `_tell_clocks`
            order = visit.order_id.sudo()
            ended = fields.Datetime.to_string(visit.ended_at)
            if (order.clock_events or {}).get("finished") != ended:
                order._clock_event("finished", visit.ended_at)

    def _tell_missed_call(self, last):
        """The next call is due, or the report to the back office (T-05).

        The report is made in the same moment (`_report_unreachable`).
        """
        if last:
            self._tell_clocks("called_again", "calls_failed", "office_told")
        else:
            self._tell_clocks("call_missed")
