import logging

from psycopg2 import DataError
from psycopg2.errors import CheckViolation, ForeignKeyViolation, NotNullViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...exceptions import MoveRefused, ProofMissing

_logger = logging.getLogger(__name__)
# What an entry that a phone made up, or an old version of its app, may raise.
_UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, DataError)
_UNREADABLE += (CheckViolation, ForeignKeyViolation, NotNullViolation)
# What a phone may ask for, and the method that does it.
_ACTIONS = {
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


class TechnicianDay(models.AbstractModel):
    """What a phone kept while it had no network; `static/src/phone/outbox.js` sends it."""

    _inherit = "aftersales.technician.day"

    @api.model
    def sync(self, visit_id, entries, user_id=None):
        """Take what a phone kept while it had no network, in its order, each thing once.

        The queue belongs to who filled it: another login on the same phone does not send
        it, it is asked to log in again.

        :param entries: list of {"uuid", "action", "at" (UTC, "YYYY-MM-DD HH:MM:SS"),
            "values" (fields to write first), "args" (of the action), "position"
            ([latitude, longitude])}; an entry without action only writes
        :param user_id: who filled the queue
        :return: {"state", "results": [{"uuid", "status", "message"}]} with status
            *done*, *known* (was taken before), *refused* (message says why) or *waiting*
            (stands behind a refused one and was not tried); ``login`` is true and nothing
            was taken when ``user_id`` is somebody else
        """
        if user_id and user_id != self.env.uid:
            return {"state": False, "results": [], "login": True}
        visit = self._hold(visit_id)
        known = self._get_known_uuids(self._read_uuids(entries))
        results, stopped = [], False
        for entry in entries:
            uuid = entry["uuid"]
            if uuid in known:
                results.append({"uuid": uuid, "status": "known"})
            elif stopped:
                results.append({"uuid": uuid, "status": "waiting"})
            else:
                results.append(self._take_entry(visit, entry))
                stopped = results[-1]["status"] == "refused"
                known.add(uuid)
        return {"state": visit.state, "results": results}

    @api.model
    def _hold(self, visit_id):
        """The visit, which whoever sends may write, held until this request is done."""
        visit = self.env["aftersales.visit"].browse(visit_id)
        visit.ensure_one()
        visit.check_access("write")
        # Of two copies of the same queue the second fails on this row, is repeated by
        # Odoo, and then knows every entry of the first.
        visit._in_flow().write({"synced_at": fields.Datetime.now()})
        visit.flush_recordset(["synced_at"])
        return visit

    @api.model
    def _read_uuids(self, entries):
        if not isinstance(entries, list | tuple):
            entries = [entries]
        return [isinstance(e, dict) and e.get("uuid") for e in entries]

    @api.model
    def _get_known_uuids(self, uuids):
        if not all(isinstance(uuid, str) and uuid.strip("\x00") for uuid in uuids):
            raise ProofMissing(
                self.env._("A step from a phone needs a UUID, or it could count twice.")
            )
        # sudo: a UUID taken for a visit of a colleague is taken too
        stamps = self.env["aftersales.visit.stamp"].sudo()
        return set(stamps.search([("client_uuid", "in", uuids)]).mapped("client_uuid"))

    @api.model
    def _take_entry(self, visit, entry):
        """One entry in a savepoint: refused, it leaves nothing behind."""
        uuid = entry["uuid"]
        try:
            with self.env.cr.savepoint():
                self._run_entry(visit, entry)
        except UserError as error:
            return {"uuid": uuid, "status": "refused", "message": str(error)}
        except _UNREADABLE as error:
            # What this server cannot read must not hold up the queue behind it.
            _logger.info("Entry %s of a phone cannot be read", uuid, exc_info=True)
            words = self.env._(
                "%(visit)s: the server cannot read this entry (%(error)s). Enter it again in the app; if that does not help, tell the office.",
                visit=visit.name,
                error=str(error).split("\n", 1)[0],
            )
            return {"uuid": uuid, "status": "refused", "message": words}
        return {"uuid": uuid, "status": "done"}

    @api.model
    def _run_entry(self, visit, entry):
        visit = visit._with_stamp(entry["uuid"], entry.get("at"), entry.get("position"))
        action = entry.get("action")
        known = self._get_actions()
        if action and action not in known:
            raise MoveRefused(self.env._("A phone cannot ask for “%s”.", action))
        if entry.get("values"):
            visit.write(entry["values"])
        if action:
            getattr(visit, known[action])(**(entry.get("args") or {}))
        if not visit._is_stamped():
            visit._record_stamp("note")

    @api.model
    def _get_actions(self):
        """Hook: what a phone may ask for ({code: method of a visit}); rooms add theirs.

        Codes stay for ever: a phone may keep one while it has no network, and bring it
        after the update.
        """
        return dict(_ACTIONS)
