from odoo import api, fields, models
from odoo.fields import Domain

# What the job's state tells its clocks; departure and the end of the work are told by
# the visit, which knows them before the job's state changes.
_EVENTS = {
    "dispatched": ("dispatched",),
    "contacted": ("contacted",),
    "on_site": ("arrived",),
    "signed": ("signed",),
    "closed": ("closed",),
}
# The clock whose due date is promised to the customer: the first one that there is. Where
# a policy only says by when the trouble is solved, that is what he is told (T-11, T-32).
_PROMISED = (
    *("arrived", "answered", "written_contact", "plan_fixed", "solved", "finished"),
)
# Facts that choose other deadlines when they are corrected.
_FACTS = frozenset(
    {
        *("area", "distance_km", "distance_band_km", "severity", "fault_area"),
        *("order_kind", "service_type", "supplier_needed", "life_stage"),
        *("product_id", "device_id", "partner_id"),
    }
)
# What a promise is counted from.
_PROMISING = ("called", "complaint_received")


class ServiceOrder(models.Model):
    """Deadlines of a service order: its states are the events, its facts the conditions."""

    _name = "aftersales.order"
    _inherit = ["aftersales.order", "aftersales.sla.mixin"]
    _watched_fields = _FACTS

    # The policy and what the call tells stand in the row from the beginning.
    sla_version_id = fields.Many2one(
        compute="_compute_sla_version_id", store=True, precompute=True
    )
    clock_events = fields.Json(
        compute="_compute_clock_events", store=True, precompute=True
    )
    supplier_needed = fields.Boolean(
        "Supplier Must Be Contacted",
        default=False,
        help="The maker of the faulty assembly must be asked before we can answer.",
    )

    # --- what the room of deadlines asks

    def _get_sla_contract(self):
        return self.device_id.sale_order_id

    def _get_sla_levels(self):
        return {
            "company_id": self.company_id,
            "contract_id": self._get_sla_contract(),
            "partner_id": self.partner_id.commercial_partner_id,
            "product_tmpl_id": self.product_id.product_tmpl_id,
            "categ_id": self.product_id.categ_id,
            "unit_id": self.unit_id,
        }

    def _get_sla_facts(self):
        names = ("area", "severity", "fault_area", "order_kind", "life_stage")
        return {name: self[name] for name in names} | {
            "distance_km": self.distance_km or self.distance_band_km,
            "service_type": self.service_type,
            "supplier_needed": self.supplier_needed,
            "categ_id": self.product_id.categ_id,
            "partner_id": self.partner_id.commercial_partner_id,
            "contract_id": self._get_sla_contract(),
        }

    def _get_sla_start(self):
        return self.called_at or fields.Datetime.now()

    def _get_sla_day(self):
        return self._get_call_day()

    def _get_sla_end(self):
        return self.closed_at

    @api.model
    def _get_time_domain(self, start, stop):
        """Jobs that were called off are nobody's time (extends)."""
        open_then = Domain("closed_at", "=", False) | Domain("closed_at", ">", start)
        real = Domain("is_history", "=", False) & Domain("state", "!=", "cancelled")
        return Domain("called_at", "<", stop) & open_then & real

    def _takes_time(self):
        return (
            super()._takes_time() and self.state != "cancelled" and not self.is_history
        )

    def _get_clock_user(self):
        return self.unit_id.manager_id or self.first_contact_user_id

    # --- a call comes in

    @api.depends()
    def _compute_sla_version_id(self):
        """The policy in force on the day of the call; a later one changes nothing."""
        going = self.filtered(lambda o: o._is_coming_in())
        days = {order: order._get_call_day() for order in going}
        found = self.env["aftersales.sla.policy"]._get_versions(going, days)
        for order in self:
            order.sla_version_id = found.get(order, order.sla_version_id.browse())

    @api.depends()
    def _compute_clock_events(self):
        for order in self:
            coming = order._is_coming_in()
            events = order._get_opening_events() if coming else {}
            order.clock_events = {
                event: fields.Datetime.to_string(moment)
                for event, moment in events.items()
            } or False

    def _is_coming_in(self):
        """Whether its deadlines begin with it; a job of an old register and work of our own
        have none."""
        ours = self.is_history or self.internal_kind
        return not ours and self.state in (False, "registered")

    def _get_opening_events(self):
        """Hook: {event: moment} that the call tells, one after the other."""
        self.ensure_one()
        return {
            "called": self._get_sla_start(),
            "reported_passed_on": self._get_opening().moment,
        }

    def _open_deadlines(self):
        """All clocks of the call, in one planning."""
        # sudo: deadlines begin whoever takes the call, and nobody may write them
        going = self.filtered("clock_events").sudo()
        planned = going._foresee_clocks()
        self.env["aftersales.sla.clock"].sudo().create(
            [vals for clocks in planned.values() for vals in clocks]
        )

    def _foresee_clocks(self):
        """{order: values of the clocks that its call begins}; of calls with the same facts
        only the first is planned, whether they are stored or not."""
        events = {order: order._get_opening_events() for order in self}
        facts = {order: order._get_sla_facts() for order in self}
        keys = {
            order: order._get_planning_key(events[order], facts[order])
            for order in self
        }
        known = self._get_opening().known
        fresh = {key: order for order, key in keys.items() if key not in known}
        if fresh:
            orders = self.browse().concat(*fresh.values())
            planned = orders._plan_calls(events, facts)
            known |= {key: planned[order] for key, order in fresh.items()}
        return {
            order: [
                vals | dict.fromkeys(("res_id", "order_id"), order._origin.id)
                for vals in known[key]
            ]
            for order, key in keys.items()
        }

    def _get_planning_key(self, events, facts):
        """What the deadlines of a call depend on."""
        place = (self.company_id, self.unit_id, self.sla_version_id)
        return ("clocks", *place, tuple(facts.items()), tuple(events.items()))

    def _plan_calls(self, events, facts):
        """The clocks of these calls in one planning; what the talk itself answers stops."""
        told = {}
        for order in self:
            for event, moment in events[order].items():
                told.setdefault(event, {})[order] = moment
        planned = self._plan_clocks(told, facts)
        for order, clocks in planned.items():
            order._stop_planned(clocks, events[order])
        return planned

    # --- it changes and moves

    def _follow_deadlines(self, changed):
        """Facts that were learned later choose the deadlines."""
        self._get_changed(changed, "order_kind")._tell_complaint()
        self._get_changed(changed, "opinion_weight")._tell_opinion()
        orders = self._get_changed(changed, *_FACTS)
        if going := orders.filtered(lambda o: not o.closed_at):
            going._replan_clocks()

    def _move_deadlines(self, state):
        """Each state stops and starts its clocks."""
        if state == "closed":  # what was said on the telephone was an answer
            self.filtered("phone_solved_at")._clock_event_if_used(
                "answered", self._now()
            )
        for event in _EVENTS.get(state, ()):
            self._clock_event(event, self._now())
        if state == "closed":
            self._cancel_clocks([("stop_event_id.ends_with_job", "=", True)])
        elif state == "cancelled":
            self._cancel_clocks()
        elif state == "filed":  # the record rests from now on
            self._clock_event_if_used("record_closed", self._now())

    def _on_phone_solved(self, moment):
        """Guidance was given: the call-back is due soon (T-04; extends the hook)."""
        result = super()._on_phone_solved(moment)
        self._clock_event("phone_guidance", moment)
        return result

    def _on_promise_changed(self, previous):
        """Another time was agreed: the deadline behind the promise moves with it (T-74;
        extends the hook)."""
        result = super()._on_promise_changed(previous)
        for order in self:
            promise = order.promise_ids.sorted("id")[-1:]
            order._agree_arrival(
                order.promised_at, promise.reason, promise.consented_by, _PROMISED
            )
        return result

    def _agree_arrival(self, moment, reason, consent, events=("arrived",)):
        """The customer agreed to ``moment``: it replaces the counted date of the deadline
        that waits for the first of ``events`` (T-03, T-23, T-74)."""
        self.ensure_one()
        clocks = self._find_open_clocks()
        for event in events:
            waiting = clocks.filtered(lambda c, e=event: c.stop_event_id.code == e)
            # An answer was given when the time was agreed; what is told later is no date.
            if waiting and event != "answered":
                return waiting._agree(moment, "appointment", reason, consent)
        return False

    def _get_promised_clocks(self):
        """{order: values of the clock whose due date is promised, or None}.

        Works for jobs that are not stored, so that the desk can say by when somebody comes
        and by which rule while the customer is still on the telephone.
        """
        found, rules = {}, self.env["aftersales.sla.rule"].sudo()
        # sudo: everybody who takes a call may ask its policy
        planned = self.sudo()._foresee_clocks()
        for order in self:
            due = {}
            for vals in planned[order]:
                rule = rules.browse(vals["rule_id"])
                begins = rule.start_event_id.code in _PROMISING
                dated = vals["due_at"] and vals["unit"] != "at_once"
                if begins and dated and vals["bound"] == "latest":
                    due[rule.stop_event_id.code] = vals
            found[order] = next((due[c] for c in _PROMISED if c in due), None)
        return found

    def _get_promised_clock(self):
        """The same of one job as a clock in memory; empty without a rule."""
        self.ensure_one()
        clock = self.env["aftersales.sla.clock"].sudo()  # sudo: policies
        vals = self._get_promised_clocks()[self]
        return clock.new(vals) if vals else clock


class SlaClock(models.Model):
    _inherit = "aftersales.sla.clock"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        compute="_compute_order_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )

    @api.depends("res_model", "res_id")
    def _compute_order_id(self):
        for clock in self:
            ours = clock.res_model == "aftersales.order"
            clock.order_id = clock.res_id if ours else False


class TimeEntry(models.Model):
    _inherit = "aftersales.time.entry"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        compute="_compute_order_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends("res_model", "res_id")
    def _compute_order_id(self):
        for entry in self:
            ours = entry.res_model == "aftersales.order"
            entry.order_id = entry.res_id if ours else False
