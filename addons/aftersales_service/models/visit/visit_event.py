from datetime import datetime

from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing, RoleRefused

EVENTS = [
    ("accept", "Accepted"),
    ("refuse", "Refused"),
    ("insist", "Sent in Spite of Refusal"),
    ("reassign", "Reassigned"),
    ("reschedule", "Rescheduled"),
    ("late", "Late, Customer Told"),
    ("unreachable", "Customer Not Reached"),
    ("help", "Asked for Help"),
    ("helped", "Helper Sent"),
    ("incident", "Incident"),
    ("lead", "Sales Lead"),
    ("progress", "Progress"),
    ("taken_in", "Taken In"),
    ("override", "Sent Against a Warning"),
]
CHANNELS = [
    ("phone", "By Telephone"),
    ("sms", "Text Message"),
    ("wechat", "WeChat Screenshot"),
    ("signature", "Signature"),
    ("spoken", "Spoken on the Spot"),
]
_MANAGER = "aftersales_service.aftersales_service_group_manager"
_DIRECTOR = "service_director"
_OFFICE = "back_office"
# While nobody is at work yet, a visit can go to another person or another day.
_MOVABLE = ("planned", "confirmed", "under_way")


class VisitReason(models.Model):
    """Why a visit was refused, reassigned, rescheduled, late or not signed: a list, so
    that it can be counted."""

    _name = "aftersales.visit.reason"
    _description = "Reason in Field Service"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("refuse", "Refusal"),
            ("reassign", "Reassignment"),
            ("reschedule", "Rescheduling"),
            ("late", "Lateness"),
            ("sign", "Not Signed"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class VisitEvent(models.Model):
    """What happened to a visit besides its steps; written once, never changed."""

    _name = "aftersales.visit.event"
    _description = "Event of a Visit"
    _order = "at desc, id desc"
    _rec_name = "kind"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    kind = fields.Selection(EVENTS, "Event", required=True, index=True)
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        "Handled By",
        required=True,
        index=True,
        default=lambda self: self.env.uid,
    )
    reason_id = fields.Many2one(
        "aftersales.visit.reason", index="btree_not_null", ondelete="restrict"
    )
    note = fields.Char()
    from_technician_id = fields.Many2one(
        "aftersales.technician",
        "Technician Before",
        index="btree_not_null",
        check_company=True,
    )
    to_technician_id = fields.Many2one(
        "aftersales.technician",
        "Technician After",
        index="btree_not_null",
        check_company=True,
    )
    from_start = fields.Datetime("Earlier Appointment")
    to_start = fields.Datetime("New Appointment")
    agreed_by = fields.Char("Customer Agreed", help="Who agreed for the customer.")
    agreed_how = fields.Selection(CHANNELS, "How")


class Visit(models.Model):
    """Accept, refuse, reassign, reschedule, late, help, incident: each with its reason.

    Source: D-05, D-06, D-13, D-25, D-26, D-39, T-44, T-74 and the office's daily actions.
    """

    _name = "aftersales.visit"
    _inherit = ["aftersales.visit", "aftersales.approval.mixin"]

    event_ids = fields.One2many("aftersales.visit.event", "visit_id", "Events")
    acknowledged_at = fields.Datetime("Accepted At", readonly=True, copy=False)
    refusal_open = fields.Boolean(
        "Refused, for the Director", readonly=True, copy=False, index="btree_not_null"
    )
    refusal_text = fields.Char(readonly=True, copy=False)
    help_open = fields.Boolean("Asks for Help", readonly=True, copy=False)
    incident_open = fields.Boolean("Incident", readonly=True, copy=False)
    expected_at = fields.Datetime(
        "Expected Arrival",
        readonly=True,
        copy=False,
        help="What a late technician told the customer.",
    )

    @property
    def _event_fields(self):
        return {
            "acknowledged_at",
            "refusal_open",
            "refusal_text",
            "help_open",
            "incident_open",
            "expected_at",
        }

    def _is_guarded(self, name, value, new):
        """Marks that events set are written by the actions below only."""
        if name in self._event_fields:
            return not new or bool(value)
        return super()._is_guarded(name, value, new)

    def _log_event(self, kind, **vals):
        self.check_access(
            "write"
        )  # whoever may not work on a visit tells nothing of it
        # sudo: the log is written by actions only, so nobody has the right to create it
        return (
            self.env["aftersales.visit.event"]
            .sudo()
            .create(
                [
                    {
                        "visit_id": visit.id,
                        "kind": kind,
                        "at": visit._now(),
                        "user_id": self.env.uid,
                    }
                    | vals
                    for visit in self
                ]
            )
        )

    def _log_silent_moves(self, before):
        """Moves on the board before anybody agreed: logged, no reason asked."""
        for visit, (technician, start) in before.items():
            if visit.technician_id != technician:
                visit._log_event(
                    "reassign",
                    from_technician_id=technician.id,
                    to_technician_id=visit.technician_id.id,
                )
            if visit.planned_start != start:
                visit._log_event(
                    "reschedule", from_start=start, to_start=visit.planned_start
                )

    def _require_state(self, states, what):
        for visit in self:
            if visit.state not in states:
                raise MoveRefused(
                    self.env._(
                        "%(visit)s is “%(state)s”: too late or too early to %(what)s.",
                        visit=visit.name,
                        state=visit._state_label(visit.state),
                        what=what,
                    )
                )

    def _require_text(self, **texts):
        """:raises ProofMissing: naming the first text that is empty"""
        for label, text in texts.items():
            if not (text or "").strip():
                raise ProofMissing(
                    self.env._(
                        "%(visit)s: please write the %(what)s.",
                        visit=self.name,
                        what=self._get_text_label(label),
                    )
                )

    def _get_text_label(self, code):
        return {
            "reason": self.env._("reason"),
            "note": self.env._("note"),
            "agreed_by": self.env._("name of who agreed for the customer"),
            "witness": self.env._("name of the witness"),
        }[code]

    def _as_record(self, model, given):
        """A record that came as such, or as an ID from the phone or the board."""
        return (
            given
            if isinstance(given, models.BaseModel)
            else self.env[model].browse(given or [])
        )

    def _as_technician(self, given):
        return self._as_record("aftersales.technician", given)

    def _as_reason(self, given):
        return self._as_record("aftersales.visit.reason", given)

    def _get_reason_text(self, reason, note):
        return " – ".join(text for text in (reason and reason.name, note) if text)

    # --- the technician answers

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
                _DIRECTOR,
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
            if self.env.user.has_group(_MANAGER):
                continue
            if not role._held_by(_DIRECTOR, self.env.user, unit):
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
        self._require_group("aftersales_service.aftersales_service_group_dispatcher")
        self._require_state(_MOVABLE, self.env._("reassign it"))
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

    # --- on the road and at the customer's

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
                    _OFFICE,
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
                _OFFICE,
                self.env._(
                    "%(visit)s asks for help: %(note)s", visit=visit.name, note=note
                ),
            )

    def action_send_helper(self, technician, note=None):
        """A second technician joins the same visit (D-25); the first one leads."""
        technician = self._as_technician(technician)
        self._require_group("aftersales_service.aftersales_service_group_dispatcher")
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
                _DIRECTOR,
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
        self._tell(_OFFICE, text, seller)

    def action_report_progress(self, note):
        """Word from a long trip (D-09)."""
        for visit in self:
            visit._require_text(note=note)
            visit._log_event("progress", note=note)

    def _tell(self, role_code, summary, users=None):
        """A task on the job for those who hold the role, or ``users`` instead of them.

        Nobody holds it: the person in charge of the unit, else who took the call.
        """
        self.ensure_one()
        # sudo: a technician cannot plan tasks on jobs, but must be heard
        order = self.order_id.sudo()
        role = self.env["aftersales.role"].sudo()._get_by_code(role_code)
        people = users or role._get_holders(order.company_id, order.unit_id)
        people = people or order.unit_id.manager_id or order.first_contact_user_id
        for user in people:
            order.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=user.id
            )

    # --- buttons that ask first

    def action_ask_step(self):
        """Open the window that asks for what the step in the context needs."""
        return self._ask_step(self.env.context.get("aftersales_step"))

    def _ask_step(self, step, **defaults):
        self.ensure_one()
        labels = dict(
            self.env["aftersales.visit.step"]
            ._fields["step"]
            ._description_selection(self.env)
        )
        defaults = {
            name: fields.Datetime.to_string(value)
            if isinstance(value, datetime)
            else value
            for name, value in defaults.items()
        }
        return {
            "type": "ir.actions.act_window",
            "name": labels[step],
            "res_model": "aftersales.visit.step",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id, "default_step": step, **defaults},
        }
