from odoo import fields, models

from ...groups import BACK_OFFICE
from ..visit.visit_event import DIRECTOR, OFFICE


class Visit(models.Model):
    """What the technician tells from the road and from the customer: lateness, help,
    incidents, leads, progress (D-13, D-25, D-26, D-39, T-44)."""

    _inherit = "aftersales.visit"

    def action_report_late(self, expected_at, agreed_by=None, reason=None, note=None):
        """迟到告知: the customer was phoned before the agreed time (D-13, T-44).

        Without his consent the back office is asked to send somebody else.
        """
        reason = self._as_reason(reason)
        self._require_state(
            ("planned", "confirmed", "under_way"), self.env._("be late")
        )
        expected_at = fields.Datetime.to_datetime(expected_at)
        for visit in self:
            visit._require_text(reason=visit._get_reason_text(reason, note))
            visit._log_event(
                "late",
                reason_id=reason.id,
                note=note,
                from_start=visit.planned_start,
                to_start=expected_at,
                agreed_by=agreed_by,
            )
            visit._in_flow().write({"expected_at": expected_at})
            if not agreed_by:
                visit._tell(
                    OFFICE,
                    self.env._(
                        "%s will be late and the customer does not agree: send another technician.",
                        visit.name,
                    ),
                )

    def action_ask_help(self, note):
        """求助: the cause is not found; a second technician is wanted (D-25)."""
        self._require_state(("arrived", "in_work"), self.env._("ask for help"))
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("help", note=note)
            visit._in_flow().write({"help_open": True})
            visit._tell(
                OFFICE,
                self.env._(
                    "%(visit)s asks for help: %(note)s", visit=visit.name, note=note
                ),
            )

    def action_tell_director(self, note):
        """报告主任: it cannot be ready as promised; the director must help (T-25)."""
        self._require_state(
            ("under_way", "arrived", "in_work"), self.env._("report to the director")
        )
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("director", note=note)
            visit._tell(
                DIRECTOR,
                self.env._(
                    "%(visit)s cannot be ready as promised: %(note)s",
                    visit=visit.name,
                    note=note,
                ),
            )

    def action_send_helper(self, technician, note=None):
        """A second technician joins the same visit (D-25); the first one leads."""
        technician = self._as_technician(technician)
        self._require_group(BACK_OFFICE)
        for visit in self:
            leader = visit.leader_id or visit.technician_id
            visit._in_flow().write(
                {
                    "helper_ids": [(4, technician.id)],
                    "leader_id": leader.id,
                    "help_open": False,
                }
            )
            visit._log_event("helped", note=note, to_technician_id=technician.id)

    def action_report_incident(self, note):
        """突发事件: no confrontation, the department takes over (D-26)."""
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("incident", note=note)
            visit._in_flow().write({"incident_open": True})
            visit._tell(
                DIRECTOR,
                self.env._(
                    "Incident on %(visit)s: %(note)s", visit=visit.name, note=note
                ),
            )

    def action_settle_incident(self, note):
        """The director has settled it and says how."""
        self._check_director()
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("incident", note=note)
            visit._in_flow().write({"incident_open": False})

    def action_note_lead(self, note):
        """D-39: what the customer may buy; his salesperson is told."""
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("lead", note=note)
            visit._on_lead_noted(note)

    def _on_lead_noted(self, note):
        """Hook: who is told of what a customer may buy."""
        text = self.env._("Lead from %(visit)s: %(note)s", visit=self.name, note=note)
        # sudo: technicians do not read who sells to whom
        seller = self.partner_id.sudo().user_id
        self._tell(OFFICE, text, seller)

    def action_report_progress(self, note):
        """Word from a long trip (D-09)."""
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("progress", note=note)
