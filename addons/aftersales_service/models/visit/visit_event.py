from datetime import datetime

from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing

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
    ("director", "Reported to the Director"),
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
# Codes of the roles that are told.
DIRECTOR = "service_director"
OFFICE = "back_office"


class VisitReason(models.Model):
    """Why a visit was refused, reassigned, rescheduled, late or not signed: a list, so
    that it can be counted."""

    _name = "aftersales.visit.reason"
    _description = "Reason in Field Service"
    _inherit = ["document.shared.mixin"]
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
    _inherit = ["document.ledger.mixin"]
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

    def _get_appointments(self, vals):
        """{visit: (technician, start)} where ``vals`` may move it without a button."""
        if self._is_flowing() or not {"technician_id", "planned_start"} & set(vals):
            return {}
        return {visit: (visit.technician_id, visit.planned_start) for visit in self}

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

    # --- who hears of it

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
        return self._ask_step(self.env.context.get("visit_step"))

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
