from odoo import fields, models
from odoo.fields import Domain

from .clock_state import OPEN


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
        return documents._create_clocks(documents._plan_clocks(event, moments))

    def _create_clocks(self, planned):
        """Clocks of ``planned`` values; those that exist stay, or are needed again."""
        clocks = self.env["aftersales.sla.clock"]
        known = {_key(clock): clock for clock in self._find_clocks()}
        again = clocks.union(*(known[_key(v)] for v in planned if _key(v) in known))
        again = again.filtered("cancelled_at")
        again.write({"cancelled_at": False})
        again._replan("facts", self.env._("The deadline applies again."))
        return clocks.create([vals for vals in planned if _key(vals) not in known])

    def _plan_clocks(self, event, moments):
        """Values of the clocks that ``event`` starts; of stacked policies the stricter one
        of those that wait for the same event. Works for documents that are not stored."""
        clock = self.env["aftersales.sla.clock"]
        candidates = {
            clock.new(vals): (document, vals)
            for document in self
            for vals in document._prepare_clocks(event, moments[document])
        }
        chosen = {}
        for new, plan in clock.union(*candidates)._get_plans().items():
            document, vals = candidates[new]
            vals |= plan.vals() | {"original_due_at": plan.due_at}
            key = (document, vals["stop_event_id"])
            if key not in chosen or _is_stricter(vals, chosen[key]):
                chosen[key] = vals
        return list(chosen.values())

    def _prepare_clocks(self, event, moment):
        self.ensure_one()
        version = self.sla_version_id or self._find_sla_versions().get(self)
        if not version:
            return []
        facts = self._get_sla_facts()
        day = self.company_id._aftersales_day(moment)
        rules = self.env["aftersales.sla.rule"].union(
            *(v.rule_ids._match(event, facts) for v in version._get_stack(day))
        )
        common = self._prepare_clock(moment)
        return [rule._prepare_clock() | self._begin(rule, common) for rule in rules]

    def _prepare_clock(self, moment):
        return {
            "res_model": self._name,
            "res_id": self._origin.id,
            "company_id": self.company_id.id,
            "unit_id": "unit_id" in self._fields and self["unit_id"].id,
            "event_at": moment,
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

    def _replan_clocks(self):
        """The same events under the facts of now: clocks that no longer fit are no longer
        needed, those that fit begin when the event was."""
        documents = self.sudo().filtered("clock_events")  # sudo: as above
        planned, told = [], {}
        for event, moments in documents._get_told_events().items():
            part = documents.filtered(lambda d, moments=moments: d in moments)
            planned += part._plan_clocks(event, moments)
            told |= {(d.id, event): moment for d, moment in moments.items()}
        if not planned and not documents.sla_version_id:
            return  # never under a policy, so there is nothing to end either
        fitting = {_key(vals) for vals in planned}
        stale = documents._find_open_clocks().filtered(
            lambda c: not c.agreed_due_at
            and told.get((c.res_id, c.start_event_id.code)) == c.event_at
            and _key(c) not in fitting
        )
        stale.write({"cancelled_at": fields.Datetime.now(), "next_warning_at": False})
        documents._create_clocks(planned)

    def _get_told_events(self):
        """{event: {document: moment}} as they were told."""
        events = {}
        for document in self:
            for event, moment in document.clock_events.items():
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
