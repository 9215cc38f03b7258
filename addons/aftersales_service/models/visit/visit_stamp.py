import logging

from psycopg2 import DataError
from psycopg2.errors import CheckViolation, ForeignKeyViolation, NotNullViolation

from odoo import fields, models
from odoo.exceptions import UserError

from ...exceptions import MoveRefused, ProofMissing
from ...kernel import dispatch

_logger = logging.getLogger(__name__)
# What an entry that a phone made up, or an old version of its app, may raise.
_UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, DataError)
_UNREADABLE += (CheckViolation, ForeignKeyViolation, NotNullViolation)
STEPS = [
    ("contact", "Customer Contacted"),
    ("leave", "On the Way"),
    ("arrive", "Arrived"),
    ("start", "Work Started"),
    ("finish", "Work Finished"),
    ("sign", "Signed"),
    ("away", "Left the Customer"),
    ("close", "Papers Handed In"),
    ("note", "Told From the Phone"),
]
# The step that leads into each state.
_STEP_OF = {
    "confirmed": "contact",
    "under_way": "leave",
    "arrived": "arrive",
    "in_work": "start",
    "tested": "finish",
    "accepted": "sign",
    "closed": "close",
}
_LAST_STAMPS = ("contacted_at", "left_at", "arrived_at", "started_at", "ended_at")
# What a phone may ask for, and the method that does it.
_PHONE_ACTIONS = {
    "accept": "action_accept",
    "refuse": "action_refuse",
    "contact": "action_contact",
    "attempt": "action_call_failed",
    "late": "action_report_late",
    "reschedule": "action_reschedule",
    "leave": "action_leave",
    "arrive": "action_arrive",
    "facts": "action_confirm_facts",
    "start": "action_start",
    "help": "action_ask_help",
    "director": "action_tell_director",
    "incident": "action_report_incident",
    "lead": "action_note_lead",
    "progress": "action_report_progress",
    "wrong_data": "action_note_wrong_data",
    "check": "action_tick",
    "extra": "action_propose_extra",
    "extra_answer": "action_answer_extra",
    "take_in": "action_take_in",
    "finish": "action_finish",
    "sign": "action_sign",
    "away": "action_go_away",
    "next": "action_plan_next",
    "close": "action_close",
}


class _Stamp:
    """Facts of one step as the phone tells them. Only code of this process can make one,
    so a context that comes over RPC never sets the time of a stamp."""

    def __init__(self, uuid, client_at, received_at, position=None):
        self.uuid, self.client_at, self.received_at = uuid, client_at, received_at
        self.position = position or ()


class VisitStamp(models.Model):
    """One step of a visit with the phone's time and ours; append-only.

    A client names each step with a UUID of its own: sent twice, it is taken once.
    """

    _name = "aftersales.visit.stamp"
    _description = "Stamp of a Visit"
    _inherit = ["document.ledger.mixin"]
    _order = "received_at, id"
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
    kind = fields.Selection(STEPS, "Step", required=True)
    at = fields.Datetime("Time That Counts", required=True)
    client_at = fields.Datetime("Time of the Phone")
    received_at = fields.Datetime(required=True)
    client_uuid = fields.Char("Client UUID")
    user_id = fields.Many2one("res.users", "Handled By", required=True, index=True)
    latitude = fields.Float(digits=(10, 7))
    longitude = fields.Float(digits=(10, 7))

    _uuid_unique = models.UniqueIndex(
        "(client_uuid) WHERE client_uuid IS NOT NULL",
        "This step was received already.",
    )


class Technician(models.Model):
    _inherit = "aftersales.technician"

    position_consent_at = fields.Datetime(
        "Agrees to Positions Since",
        readonly=True,
        copy=False,
        help="Positions are kept with stamps only as long as the technician agrees.",
    )

    def action_set_position_consent(self, agree):
        """The technician himself agrees, or takes it back.

        :raises MoveRefused: for anybody else
        """
        self.ensure_one()
        if self.user_id != self.env.user:
            raise MoveRefused(
                self.env._("Only %s can agree to positions, nobody for him.", self.name)
            )
        # sudo: a technician writes nothing else about himself
        self.sudo()._in_flow().position_consent_at = agree and fields.Datetime.now()


class Visit(models.Model):
    """Every step leaves a stamp; steps that a phone kept while offline are taken once."""

    _inherit = "aftersales.visit"

    stamp_ids = fields.One2many("aftersales.visit.stamp", "visit_id", "Stamps")
    synced_at = fields.Datetime("Phone Last Heard At", readonly=True, copy=False)
    away_at = fields.Datetime("Left the Customer At", readonly=True, copy=False)

    def _get_stamp(self):
        stamp = self.env.context.get("aftersales_stamp")
        return stamp if isinstance(stamp, _Stamp) else None

    def _now(self):
        """The moment of the step: the phone's where one reports it (extends the mixin)."""
        stamp = self._get_stamp()
        if not stamp:
            return super()._now()
        earlier = [self[name] for name in _LAST_STAMPS if len(self) == 1 and self[name]]
        return dispatch.settle_moment(
            stamp.client_at, stamp.received_at, max(earlier, default=None)
        )

    def _move_to(self, state, **vals):
        """Steps wait for their check-list and leave a stamp (extends the mixin)."""
        step = _STEP_OF.get(state)
        if step and all(state in self._transitions[visit.state] for visit in self):
            self._check_step(step)
        result = super()._move_to(state, **vals)
        if step:
            self._record_stamp(step)
        return result

    def _check_step(self, step):
        """Hook: what stands against a step; check-lists and rooms add theirs."""
        if step == "leave":
            for visit in self:
                visit._check_may_leave()

    def _record_stamp(self, kind):
        """Write the stamp rows of a step, one per visit."""
        self.check_access("write")  # whoever may not work on a visit stamps nothing
        received = fields.Datetime.now()
        stamp = self._get_stamp() or _Stamp(None, None, received)
        # sudo: stamps are written by steps only, so nobody has the right to create them
        return (
            self.env["aftersales.visit.stamp"]
            .sudo()
            .create([visit._prepare_stamp(kind, stamp) for visit in self])
        )

    def _prepare_stamp(self, kind, stamp):
        vals = {
            "visit_id": self.id,
            "kind": kind,
            "at": self._now(),
            "client_at": stamp.client_at,
            "received_at": stamp.received_at,
            "client_uuid": stamp.uuid,
            "user_id": self.env.uid,
        }
        own = self._get_people().filtered(lambda t: t.user_id == self.env.user)
        if len(stamp.position) == 2 and own.position_consent_at:
            vals["latitude"], vals["longitude"] = map(float, stamp.position)
        return vals

    # --- what a phone kept

    def action_sync(self, entries, user_id=None):
        """Take what a phone kept while it had no network, in its order, each thing once.

        :param entries: list of {"uuid", "action", "at" (UTC, "YYYY-MM-DD HH:MM:SS"),
            "values" (fields to write first), "args" (of the action), "position"
            ([latitude, longitude])}; an entry without action only writes
        :return: {"state", "results": [{"uuid", "status", "message"}]} with status
            *done*, *known* (was taken before), *refused* (message says why) or *waiting*
            (stands behind a refused one and was not tried)
        """
        self.ensure_one()
        self.check_access("write")
        # Of two copies of the same queue the second fails on this row, is repeated by
        # Odoo, and then knows every entry of the first.
        self._in_flow().write({"synced_at": fields.Datetime.now()})
        self.flush_recordset(["synced_at"])
        known = self._get_known_uuids(self._read_uuids(entries))
        results, stopped = [], False
        for entry in entries:
            uuid = entry["uuid"]
            if uuid in known:
                results.append({"uuid": uuid, "status": "known"})
            elif stopped:
                results.append({"uuid": uuid, "status": "waiting"})
            else:
                results.append(self._take_entry(entry))
                stopped = results[-1]["status"] == "refused"
                known.add(uuid)
        return {"state": self.state, "results": results}

    def _read_uuids(self, entries):
        if not isinstance(entries, list | tuple):
            entries = [entries]
        return [isinstance(e, dict) and e.get("uuid") for e in entries]

    def _get_known_uuids(self, uuids):
        if not all(isinstance(uuid, str) and uuid.strip("\x00") for uuid in uuids):
            raise ProofMissing(
                self.env._("A step from a phone needs a UUID, or it could count twice.")
            )
        # sudo: a UUID taken for a visit of a colleague is taken too
        stamps = self.env["aftersales.visit.stamp"].sudo()
        return set(stamps.search([("client_uuid", "in", uuids)]).mapped("client_uuid"))

    def _take_entry(self, entry):
        """One entry in a savepoint: refused, it leaves nothing behind."""
        uuid = entry["uuid"]
        try:
            with self.env.cr.savepoint():
                self._with_stamp(entry)._run_entry(entry)
        except UserError as error:
            return {"uuid": uuid, "status": "refused", "message": str(error)}
        except _UNREADABLE as error:
            # What this server cannot read must not hold up the queue behind it.
            _logger.info("Entry %s of a phone cannot be read", uuid, exc_info=True)
            words = self.env._(
                "%(visit)s: the server cannot read this entry (%(error)s). Enter it again in the app; if that does not help, tell the office.",
                visit=self.name,
                error=str(error).split("\n", 1)[0],
            )
            return {"uuid": uuid, "status": "refused", "message": words}
        return {"uuid": uuid, "status": "done"}

    def _with_stamp(self, entry):
        stamp = _Stamp(
            entry["uuid"],
            fields.Datetime.to_datetime(entry.get("at")),
            fields.Datetime.now(),
            entry.get("position"),
        )
        return self.with_context(aftersales_stamp=stamp)

    def _run_entry(self, entry):
        action = entry.get("action")
        known = self._get_phone_actions()
        if action and action not in known:
            raise MoveRefused(self.env._("A phone cannot ask for “%s”.", action))
        if entry.get("values"):
            self.write(entry["values"])
        if action:
            getattr(self, known[action])(**(entry.get("args") or {}))
        if not self._is_stamped():
            self._record_stamp("note")

    def _get_phone_actions(self):
        """Hook: what a phone may ask for ({code: method}); rooms add theirs."""
        return dict(_PHONE_ACTIONS)

    def _is_stamped(self):
        uuid = self._get_stamp().uuid
        # sudo: as in `_record_stamp`
        return bool(
            self.env["aftersales.visit.stamp"]
            .sudo()
            .search_count([("client_uuid", "=", uuid)], limit=1)
        )

    # --- leaving the customer

    def action_go_away(self):
        """离开: the technician leaves the customer, having reported where the policy asks
        for it (D-36)."""
        for visit in self:
            if not visit.ended_at:
                raise ProofMissing(
                    self.env._("%s: the work has not ended yet.", visit.name)
                )
        self._check_step("away")
        fresh = self.filtered(lambda v: not v.away_at)
        for visit in fresh:
            visit._in_flow().write({"away_at": visit._now()})
        fresh._record_stamp("away")
