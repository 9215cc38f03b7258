from odoo import fields, models

from ...exceptions import RoleRefused
from ...groups import BACK_OFFICE, MANAGER
from ..visit.visit_event import DIRECTOR

# While nobody is at work yet, a visit can go to another person or another day.
_MOVABLE = ("planned", "confirmed", "under_way")


class Visit(models.Model):
    """Who goes and when: the technician answers, the desk moves it to another person or
    another day, each with its reason (D-05, D-06, D-13, T-74)."""

    _inherit = "aftersales.visit"

    def action_accept(self):
        """接单: the technician takes the job."""
        self._require_state(("planned", "confirmed"), self.env._("accept it"))
        fresh = self.filtered(lambda v: not v.acknowledged_at)
        fresh._in_flow().write({"acknowledged_at": self._now()})
        fresh._log_event("accept")

    def action_refuse(self, reason=None, note=None):
        """拒单 with a reason: goes to the service director, not back into the pool."""
        reason = self._as_reason(reason)
        self._require_state(("planned", "confirmed"), self.env._("refuse it"))
        for visit in self:
            text = visit._get_reason_text(reason, note)
            visit._require_text(reason=text)
            visit._log_event(
                "refuse",
                reason_id=reason.id,
                note=note,
                from_technician_id=visit.technician_id.id,
            )
            visit._in_flow().write(
                {"refusal_open": True, "refusal_text": text, "acknowledged_at": False}
            )
            visit._tell(
                DIRECTOR,
                self.env._(
                    "%(technician)s refused %(visit)s: %(reason)s",
                    technician=visit.technician_id.name,
                    visit=visit.name,
                    reason=text,
                ),
            )

    def action_insist(self, note=None):
        """The director sends the same technician all the same (D-05)."""
        self._check_director()
        for visit in self.filtered("refusal_open"):
            visit._require_text(reason=note)
            visit._log_event("insist", note=note)
            visit._in_flow().write({"refusal_open": False})

    def _check_director(self):
        """What was refused is the director's: the office cannot pass it on silently."""
        role = self.env["aftersales.role"]
        for visit in self:
            unit = visit.order_id.sudo().unit_id  # sudo: only to ask who signs for it
            if self.env.user.has_group(MANAGER):
                continue
            if not role._held_by(DIRECTOR, self.env.user, unit):
                raise RoleRefused(
                    self.env._(
                        "%s was refused by the technician. The service director decides who goes.",
                        visit.name,
                    )
                )

    # --- the desk moves

    def action_reassign(self, technician, reason=None, note=None, override=None):
        """改派: another technician, with the reason (D-06).

        :param override: why he goes in spite of a warning against him
        """
        reason = self._as_reason(reason)
        technician = self._as_technician(technician)
        self._require_group(BACK_OFFICE)
        self._require_state(_MOVABLE, self.env._("reassign it"))
        self._check_kind()
        self.filtered("refusal_open")._check_director()
        for visit in self.filtered(lambda v: v.technician_id != technician):
            visit._require_text(reason=visit._get_reason_text(reason, note) or override)
            visit._log_event(
                "reassign",
                reason_id=reason.id,
                note=note,
                from_technician_id=visit.technician_id.id,
                to_technician_id=technician.id,
            )
            visit._in_flow().write(
                visit._prepare_reassignment(technician)
                | {"override_reason": override or False}
            )

    def _prepare_reassignment(self, technician):
        leader = technician if self.leader_id == self.technician_id else self.leader_id
        return {
            "technician_id": technician.id,
            "helper_ids": [(3, technician.id)],
            "leader_id": self.helper_ids - technician and leader.id,
            "acknowledged_at": False,
            "refusal_open": False,
        }

    def action_reschedule(self, start, agreed_by, how=None, reason=None, note=None):
        """改约: a new time that the customer agreed to, with the reason (T-74)."""
        reason = self._as_reason(reason)
        self._require_state(_MOVABLE, self.env._("reschedule it"))
        start = fields.Datetime.to_datetime(start)
        for visit in self:
            visit._require_text(
                reason=visit._get_reason_text(reason, note), agreed_by=agreed_by
            )
            visit._log_event(
                "reschedule",
                reason_id=reason.id,
                note=note,
                from_start=visit.planned_start,
                to_start=start,
                agreed_by=agreed_by,
                agreed_how=how,
            )
            visit._in_flow().write({"planned_start": start, "expected_at": False})
            visit._on_rescheduled()

    def _on_rescheduled(self):
        """Hook: the clock of the arrival is set anew."""
