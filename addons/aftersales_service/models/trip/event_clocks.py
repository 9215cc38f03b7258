from odoo import api, models
from odoo.fields import Domain

_COMING = ("planned", "confirmed", "under_way")  # nobody has arrived yet


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What a visit tells (extends the hook)."""
        codes = (
            *("departed", "finished", "call_missed", "called_again", "calls_failed"),
            *("office_told", "repair_late", "director_told"),
            *("appointment", "late_told"),
        )
        return super()._get_homes() | dict.fromkeys(codes, "visit")


class Visit(models.Model):
    """A delay that the customer agreed to moves the arrival. Who asks the office for help
    has not told the director: that deadline (T-25) runs until he does."""

    _inherit = "aftersales.visit"

    def action_report_late(self, expected_at, agreed_by=None, reason=None, note=None):
        agreed = {visit: visit._get_expected_time() for visit in self}
        result = super().action_report_late(expected_at, agreed_by, reason, note)
        for visit in self:
            if agreed_by and visit._is_told_in_time():
                visit._move_arrival(visit._as_reason(reason).name or note, agreed_by)
        self._tell_late(agreed)
        return result

    def _is_told_in_time(self):
        """Whoever phones before the agreed time gets another one with the customer's
        consent (T-03, T-44); afterwards he is late all the same."""
        return bool(self.planned_start) and self._now() <= self.planned_start

    def _move_arrival(self, why, agreed_by):
        """The new time replaces the deadline that it cannot keep, and tightens none."""
        # sudo: as in `_tell_clocks`
        waiting = self.order_id.sudo()._find_open_clocks(
            Domain("stop_event_id.code", "=", "arrived")
            & Domain("due_at", "<", self.expected_at)
        )
        if waiting:
            waiting._agree(self.expected_at, "appointment", why, agreed_by)

    def action_ask_help(self, note):
        result = super().action_ask_help(note)
        self._tell_clocks("repair_late")
        return result

    def action_tell_director(self, note):
        result = super().action_tell_director(note)
        self._tell_clocks("director_told")
        return result

    def action_report_incident(self, note):
        """The director is told of it, so he knows (T-25)."""
        result = super().action_report_incident(note)
        self._tell_clocks("director_told")
        return result

    # --- appointments

    def _on_planned(self):
        """Where the customer sets the time, the visit's is the one that counts (T-23)."""
        result = super()._on_planned()
        self._date_agreed_clocks()
        self._follow_appointments()  # a fixed one is agreed as soon as it is planned
        return result

    def _after_write(self, changed):
        """A time that was planned anew (extends)."""
        result = super()._after_write(changed)
        if "planned_start" in changed:
            self._date_agreed_clocks()
        if changed & {"planned_start", "is_firm"}:
            self._follow_appointments()
        return result

    def _date_agreed_clocks(self):
        """Deadlines of arrival without a duration are due when the visit is planned."""
        planned = self.filtered(lambda v: v.planned_start and v.state in _COMING)
        # sudo: as in `_tell_clocks`
        orders = planned.order_id.sudo().filtered("clock_events")
        waiting = orders._find_open_clocks(
            Domain("unit", "=", "agreed") & Domain("stop_event_id.code", "=", "arrived")
        )
        for visit in planned if waiting else ():
            clocks = waiting.filtered(
                lambda c, v=visit: c.res_id == v.order_id.id
                and c.agreed_due_at != v.planned_start
            )
            clocks._agree(
                visit.planned_start,
                "appointment",
                self.env._("Appointment of %s", visit.name),
                visit.contact_name or visit.partner_id.name,
            )

    def _on_rescheduled(self):
        """The new time that the customer agreed to replaces the counted one (T-74)."""
        result = super()._on_rescheduled()
        for visit in self:
            event = visit.event_ids.filtered(lambda e: e.kind == "reschedule")
            event = event.sorted("id")[-1:]
            # sudo: as in `_tell_clocks`
            visit.order_id.sudo()._agree_arrival(
                visit.planned_start,
                event.reason_id.name or event.note or visit.name,
                event.agreed_by,
            )
        return result
