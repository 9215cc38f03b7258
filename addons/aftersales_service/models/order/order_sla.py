from odoo import api, fields, models

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


class ServiceOrder(models.Model):
    """Deadlines of a service order: its states are the events, its facts the conditions."""

    _name = "aftersales.order"
    _inherit = ["aftersales.order", "aftersales.sla.mixin"]

    supplier_needed = fields.Boolean(
        "Supplier Must Be Contacted",
        help="The maker of the faulty assembly must be asked before we can answer.",
    )

    # --- what the room of deadlines asks

    def _get_sla_contract(self):
        return self.device_id.sale_order_id

    def _get_sla_facts(self):
        names = ("area", "distance_km", "severity", "fault_area", "order_kind")
        return {name: self[name] for name in names} | {
            "service_type": self.service_type,
            "supplier_needed": self.supplier_needed,
            "categ_id": self.product_id.categ_id,
            "partner_id": self.partner_id.commercial_partner_id,
            "contract_id": self._get_sla_contract(),
        }

    def _get_fact_fields(self):
        """Fields that choose other deadlines when they are corrected."""
        return {
            "area",
            "distance_km",
            "severity",
            "fault_area",
            "order_kind",
            "service_type",
            "supplier_needed",
            "product_id",
            "device_id",
            "partner_id",
        }

    def _get_sla_start(self):
        return self.called_at or fields.Datetime.now()

    def _get_sla_end(self):
        return self.closed_at

    def _get_clock_user(self):
        return self.unit_id.manager_id or self.first_contact_user_id

    # --- events

    @api.model_create_multi
    def create(self, vals_list):
        """Clocks run from the call (overrides `create`)."""
        orders = super().create(vals_list)
        going = orders.filtered(lambda o: o.state == "registered")
        going._clock_event("called", {order: order.called_at for order in going})
        going._clock_event("reported_passed_on")
        return orders

    def write(self, vals):
        """Facts that were learned later choose the deadlines (overrides `write`)."""
        result = super().write(vals)
        if self._get_fact_fields() & set(vals):
            self.filtered(lambda o: not o.closed_at)._replan_clocks()
        return result

    def _move_to(self, state, **vals):
        """Each state stops and starts its clocks (overrides the mixin's move)."""
        result = super()._move_to(state, **vals)
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
        return result

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

    def _get_proposed_promise(self):
        """The due date of arrival, else of the answer (S-14)."""
        clock = self._get_promised_clock()
        return clock.due_at if clock else super()._get_proposed_promise()

    def _get_promised_clock(self):
        """The clock whose due date is promised, not stored; empty without a rule.

        Works for a job that is not stored itself, so that the desk can say by when
        somebody comes and by which rule while the customer is still on the telephone.
        """
        self.ensure_one()
        clock = self.env["aftersales.sla.clock"].sudo()  # sudo: policies
        called = self.called_at or fields.Datetime.now()
        due = {}
        for event in self._get_opening_events():
            planned = self.sudo()._plan_clocks(event, {self: called})  # sudo: as above
            for new in map(clock.new, planned):
                if new.bound == "latest" and new.due_at and new.unit != "at_once":
                    due[new.stop_event_id.code] = new
        return next((due[code] for code in _PROMISED if code in due), clock)

    def _get_opening_events(self):
        """Hook: what is told when the job comes in."""
        self.ensure_one()
        return ("called",)


class SlaClock(models.Model):
    _inherit = "aftersales.sla.clock"

    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        compute="_compute_order_id",
        store=True,
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
