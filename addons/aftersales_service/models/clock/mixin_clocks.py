from collections import defaultdict
from contextlib import contextmanager

from odoo import fields, models
from odoo.fields import Domain

from ..sla.rulebook import Rulebook
from .clock_state import OPEN, prepare_stop

_WAITING = "aftersales_waiting"


class _Waiting(defaultdict):
    """{model: ids} of documents whose deadlines are planned at the end of a block."""


class SlaMixin(models.AbstractModel):
    """Events start and stop clocks; corrected facts choose others."""

    _inherit = "aftersales.sla.mixin"

    def _clock_event(self, event, moment=None):
        """Tell that ``event`` happened: clocks that wait for it stop, others start.

        :param event: code of ``aftersales.sla.event``
        :param moment: UTC, or {document: UTC}; default now
        """
        self._stop_clocks(event, moment)
        self._start_clocks(event, moment)

    def _clock_event_if_used(self, event, moment=None):
        """`_clock_event` of what happens often and few policies wait for: without such a
        policy it costs nothing."""
        if self and self.env["aftersales.sla.event"]._is_used(event):
            self._clock_event(event, moment)

    def _start_clocks(self, event, moment=None):
        """Start every clock that begins with ``event``; those that run already stay.

        :return: the new clocks
        """
        # sudo: deadlines begin whoever tells the event, and nobody may write them
        documents = self.sudo()
        documents._take_sla_version()
        moments = documents._get_moments(moment)
        for document in documents:
            known = dict(document.clock_events or {})
            known[event] = fields.Datetime.to_string(moments[document])
            document._in_flow().clock_events = known
        return documents._create_clocks(documents._plan_clocks({event: moments}))

    def _forget_event(self, event):
        """It will not happen after all: facts that change later begin nothing with it."""
        for document in self.sudo():  # sudo: as in `_start_clocks`
            known = dict(document.clock_events or {})
            if known.pop(event, None):
                document._in_flow().clock_events = known

    def _create_clocks(self, planned):
        """Clocks of ``planned`` values; those that exist stay, or are needed again."""
        planned = [vals for each in planned.values() for vals in each]
        clocks = self.env["aftersales.sla.clock"]
        known = {_key(clock): clock for clock in self._find_clocks()}
        again = clocks.union(*(known[_key(v)] for v in planned if _key(v) in known))
        again = again.filtered("cancelled_at")
        again.write({"cancelled_at": False})
        again._replan("facts", self.env._("The deadline applies again."))
        return clocks.create([vals for vals in planned if _key(vals) not in known])

    def _plan_clocks(self, told, facts=None):
        """Values of the clocks that events start; of stacked policies the stricter one of
        those that wait for the same event. Works for documents that are not stored.

        :param told: {event: {document: moment}}
        :param facts: {document: as `_get_sla_facts`}, where they are known
        :return: {document: [values]}
        """
        book = Rulebook(self._get_sla_versions(), facts)
        candidates = [
            (document, event, vals)
            for event, moments in told.items()
            for document, moment in moments.items()
            for vals in document._prepare_clocks(event, moment, book)
        ]
        clocks = self.env["aftersales.sla.clock"]
        plans = clocks._plan_values([vals for _document, _event, vals in candidates])
        chosen = {document: {} for document in self}
        for (document, event, vals), plan in zip(candidates, plans, strict=True):
            vals |= plan.vals() | {"original_due_at": plan.due_at}
            key, known = (event, vals["stop_event_id"]), chosen[document]
            if key not in known or _is_stricter(vals, known[key]):
                known[key] = vals
        return {document: list(found.values()) for document, found in chosen.items()}

    def _prepare_clocks(self, event, moment, book):
        """Hook: values of the clocks that ``event`` begins for one document.

        :param book: `Rulebook` of the batch
        """
        self.ensure_one()
        rules = book.match(self, event, moment)
        if not rules:
            return []
        common = self._prepare_clock(moment)
        return [book.prepare(rule) | self._begin(rule, common) for rule in rules]

    def _prepare_clock(self, moment):
        return {
            "res_model": self._name,
            "res_id": self._origin.id,
            "company_id": self.company_id.id,
            "unit_id": "unit_id" in self._fields and self["unit_id"].id,
            "event_at": moment,
            "agreed_due_at": False,
            "step": 0,
        }

    def _begin(self, rule, common):
        """A clock before a date begins now; one that starts in a pause stands still."""
        moment = common["event_at"]
        if rule.direction == "before":
            moment = min(moment, fields.Datetime.now())
        owner = self._get_time_owner()
        paused = owner in (rule.pause_owners or "").split(",")
        return common | {"started_at": moment, "paused_at": paused and moment}

    def _get_moments(self, moment):
        if isinstance(moment, dict):
            return moment
        return dict.fromkeys(self, moment or fields.Datetime.now())

    # --- stopping

    def _stop_clocks(self, event, moment=None):
        """Stop every open clock that waits for ``event``, or for one that it includes.

        :return: the clocks that stopped
        """
        ids = self.env["aftersales.sla.event"]._get_stopped_by(event)
        clocks = self._find_open_clocks(Domain("stop_event_id", "in", ids))
        moments = self._get_moments(moment)
        for clock, document in clocks._get_documents().items():
            clock._stop(moments[document])
        return clocks

    def _stop_planned(self, planned, events):
        """Values of clocks that ``events`` ({event: moment}, one after the other) begin:
        what waits for a later one of them stops with it at once."""
        rules = self.env["aftersales.sla.rule"].sudo()  # sudo: as above
        stopped_by = self.env["aftersales.sla.event"]._get_stopped_by
        told = list(events.items())
        for vals in planned:
            begun = rules.browse(vals["rule_id"]).start_event_id.code
            for event, moment in told[list(events).index(begun) + 1 :]:
                if vals["stop_event_id"] in stopped_by(event):
                    vals |= prepare_stop(vals, moment)
                    break

    def _cancel_clocks(self, domain=None):
        """Open clocks that are no longer needed."""
        clocks = self._find_open_clocks(Domain(domain or Domain.TRUE))
        clocks.write({"cancelled_at": fields.Datetime.now(), "next_warning_at": False})

    def _find_open_clocks(self, domain=Domain.TRUE):
        return self._find_clocks(OPEN & domain)

    def _find_clocks(self, domain=Domain.TRUE):
        ours = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        # sudo: deadlines end whoever tells the event, and nobody may write them
        return self.env["aftersales.sla.clock"].sudo().search(ours & domain)

    # --- facts that were learned later

    @contextmanager
    def _planning_once(self):
        """These documents, for a block of steps: however many of them ask for deadlines to
        be planned anew, it is done once, when the block ends."""
        if isinstance(self.env.context.get(_WAITING), _Waiting):
            yield self
            return
        waiting = _Waiting(set)
        yield self.with_context(**{_WAITING: waiting})
        for model, ids in waiting.items():
            self.env[model].browse(ids)._replan_clocks()

    def _replan_clocks(self):
        """The same events under the facts of now: clocks that no longer fit are no longer
        needed, those that fit begin when the event was."""
        waiting = self.env.context.get(_WAITING)
        if isinstance(waiting, _Waiting):
            waiting[self._name].update(self.ids)
            return
        documents = self.sudo().filtered("clock_events")  # sudo: as above
        told = documents._get_told_events()
        planned = documents._plan_clocks(told)
        if not any(planned.values()) and not documents.sla_version_id:
            return  # never under a policy, so there is nothing to end either
        began = {
            (d.id, e): moment for e, ms in told.items() for d, moment in ms.items()
        }
        fitting = {_key(vals) for each in planned.values() for vals in each}
        stale = documents._find_open_clocks().filtered(
            lambda c: (
                not c.agreed_due_at
                and began.get((c.res_id, c.start_event_id.code)) == c.event_at
                and _key(c) not in fitting
            )
        )
        if stale:
            stale.write(
                {"cancelled_at": fields.Datetime.now(), "next_warning_at": False}
            )
        for document, clocks in planned.items():
            document._stop_told(clocks)
        documents._create_clocks(planned)

    def _stop_told(self, planned):
        """Values of clocks that begin late, because a fact was learned late: what they wait
        for may have been told already."""
        events = self.env["aftersales.sla.event"]
        told = {
            event: fields.Datetime.to_datetime(moment)
            for event, moment in (self.clock_events or {}).items()
        }
        for vals in planned:
            moments = [
                moment
                for event, moment in told.items()
                if moment >= vals["event_at"]
                and vals["stop_event_id"] in events._get_stopped_by(event)
            ]
            if moments:
                vals |= prepare_stop(vals, min(moments))

    def _get_told_events(self):
        """{event: {document: moment}} as they were told."""
        events = {}
        for document in self:
            for event, moment in (document.clock_events or {}).items():
                moments = events.setdefault(event, {})
                moments[document] = fields.Datetime.to_datetime(moment)
        return events


def _key(clock):
    """What a clock is, of a record or of its values: document, rule, event."""
    rule = clock["rule_id"]
    return (clock["res_id"], getattr(rule, "id", rule), clock["event_at"])


def _is_stricter(vals, rival):
    """Earlier, or later for what may not happen before."""
    if not (vals["due_at"] and rival["due_at"]):
        return bool(vals["due_at"])
    if vals["bound"] == "earliest":
        return vals["due_at"] > rival["due_at"]
    return vals["due_at"] < rival["due_at"]
