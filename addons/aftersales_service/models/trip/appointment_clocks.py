from odoo import models
from odoo.fields import Domain

_AGREED = ("confirmed", "under_way")  # the customer agreed, nobody has arrived yet


class Visit(models.Model):
    """The time agreed with the customer is a deadline of its own: until it the technician
    arrives or tells that he will be late; his silence is a miss (T-44).

    A job may have several visits, so each clock is known by the time that it is about.
    """

    _inherit = "aftersales.visit"

    def _get_agreed_time(self):
        """By when the customer expects us; False where nothing is agreed any more."""
        self.ensure_one()
        firm = self.state == "planned" and self.is_firm
        return (self.state in _AGREED or firm) and self._get_expected_time()

    def _get_expected_time(self):
        """What was agreed last: with a delay, if the customer agreed to it."""
        late = self.sudo().event_ids.filtered(lambda e: e.kind == "late").sorted("id")
        moved = self.expected_at and late[-1:].agreed_by
        return self.expected_at if moved else self.planned_start

    # --- what happens to the visit

    def _move_appointments(self, state):
        """He agreed with the customer, is there, or does not come."""
        if state == "arrived":
            self._keep_appointments({v: v._get_expected_time() for v in self})
        if state in ("confirmed", "arrived", "cancelled"):
            self._follow_appointments()

    def _tell_late(self, agreed):
        """Whoever reports a delay told it, agreed or not; a time that the customer agreed
        to is the next one.

        :param agreed: {visit: the time until then}
        """
        if not self._are_appointments_used():
            return
        for visit, moment in agreed.items():
            if moment:
                # sudo: a technician's word ends deadlines, he may not write the job
                visit.order_id.sudo()._start_clocks("appointment", moment)
        self._keep_appointments(agreed)
        self._follow_appointments()

    # --- their clocks

    def _are_appointments_used(self):
        return bool(self) and self.env["aftersales.sla.event"]._is_used("appointment")

    def _keep_appointments(self, agreed):
        """``agreed`` {visit: time}: he came, or told that he will not be there by then."""
        if not self._are_appointments_used():
            return
        for visit, moment in agreed.items():
            clocks = visit.order_id._find_appointment_clocks()
            clocks.filtered(lambda c, at=moment: c.event_at == at)._stop(visit._now())

    def _follow_appointments(self):
        """Each agreed time has its clock, and no other time has one."""
        if self._are_appointments_used():
            for order in self.order_id:
                order._follow_appointments(self._now())


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _find_appointment_clocks(self):
        return self._find_open_clocks(
            Domain("start_event_id.code", "=", "appointment")
            & Domain("stop_event_id.code", "=", "late_told")
        )

    def _follow_appointments(self, now):
        """What was agreed anew in time is forgotten; what passed in silence is missed."""
        # sudo: deadlines follow the visits, whoever moves them
        job = self.sudo()
        agreed = {visit._get_agreed_time() for visit in job.visit_ids} - {False}
        stale = job._find_appointment_clocks().filtered(
            lambda c: c.event_at not in agreed
        )
        passed = stale.filtered(lambda c: c.event_at < now)
        passed._stop(now)
        (stale - passed).write({"cancelled_at": now, "next_warning_at": False})
        if not agreed:
            job._forget_event("appointment")
        for moment in sorted(agreed):
            job._start_clocks("appointment", moment)
