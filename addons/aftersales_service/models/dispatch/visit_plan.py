from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import BACK_OFFICE
from ...kernel import dispatch

# With another value of these the goods are asked for again.
_ARRIVAL = frozenset({"kind", "order_id", "planned_start"})


class Visit(models.Model):
    """Planning of a visit: who goes with whom, for how long, when to leave.

    Source: D-07, D-08 (several people, one temporary leader), T-75 (departure counted back
    from the appointment).
    """

    _inherit = "aftersales.visit"

    duration = fields.Float(
        "Length (Hours)",
        default=lambda self: self.env.company.aftersales_visit_hours,
        required=True,
    )
    planned_end = fields.Datetime(
        compute="_compute_planned_end", store=True, precompute=True, index=True
    )
    is_firm = fields.Boolean(
        "Fixed Appointment",
        help="The customer counts on this very time: no second fixed appointment of the same technician may overlap.",
    )
    helper_ids = fields.Many2many(
        "aftersales.technician",
        "aftersales_visit_helper_rel",
        string="Helpers",
        check_company=True,
        domain="[('is_dispatchable', '=', True), ('id', '!=', technician_id)]",
    )
    leader_id = fields.Many2one(
        "aftersales.technician",
        "Temporary Leader",
        index="btree_not_null",
        check_company=True,
        help="Needed when two or more people go.",
    )
    travel_minutes = fields.Integer(
        "Travel (Minutes)",
        compute="_compute_travel_minutes",
        store=True,
        readonly=False,
        precompute=True,
    )
    depart_at = fields.Datetime(
        "Leave At",
        compute="_compute_depart_at",
        help="Counted back from the appointment.",
    )
    overlap_warning = fields.Char(compute="_compute_overlap_warning")
    proposal = fields.Json("Proposed Technicians", compute="_compute_proposal")

    _duration_positive = models.Constraint(
        "CHECK (duration > 0)", "A visit takes some time: enter its length in hours."
    )
    # Needs no extension: a range of one number compares like the number.
    _firm_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(technician_id, technician_id, '[]') WITH &&, tsrange(planned_start, planned_end) WITH &&) WHERE (is_firm AND state <> 'cancelled')",
        "The technician has another fixed appointment at that time. Choose another time or another technician.",
    )

    @api.depends("planned_start", "duration")
    def _compute_planned_end(self):
        for visit in self:
            start = visit.planned_start or self._now()
            hours = visit.duration or visit.company_id.aftersales_visit_hours
            visit.planned_end = start + timedelta(hours=hours)

    @api.depends("technician_id", "order_id")
    def _compute_travel_minutes(self):
        for visit in self:
            site = visit.order_id.site_id or visit.order_id.partner_id
            visit.travel_minutes = visit.technician_id._get_way(site)[1]

    @api.depends("planned_start", "travel_minutes")
    def _compute_depart_at(self):
        for visit in self:
            visit.depart_at = visit.planned_start and dispatch.departure(
                visit.planned_start, visit.travel_minutes
            )

    @api.depends("technician_id", "helper_ids", "planned_start", "planned_end")
    def _compute_overlap_warning(self):
        planned = self.filtered(
            lambda v: v.planned_start and v.technician_id and v.state != "cancelled"
        )
        (self - planned).overlap_warning = False
        if not planned:
            return
        bookings = (planned.technician_id | planned.helper_ids)._get_bookings(
            min(planned.mapped("planned_start")), max(planned.mapped("planned_end"))
        )
        for visit in planned:
            visit.overlap_warning = visit._describe_overlap(bookings)

    def _describe_overlap(self, bookings):
        for technician in self.technician_id | self.helper_ids:
            others = [
                item
                for item in bookings.get(technician._origin.id, ())
                if item[2] != self._origin
            ]
            found = dispatch.clashes(self.planned_start, self.planned_end, others)
            if found:
                return self.env._(
                    "%(name)s is on visit %(visit)s at that time.",
                    name=technician.name,
                    visit=found[0][2].name,
                )
        return False

    @api.depends("order_id", "planned_start", "kind")
    def _compute_proposal(self):
        for visit in self:
            order = visit.order_id._origin
            asked = (visit.planned_start, visit.kind)
            visit.proposal = order and order._propose_technicians(*asked)[order.id]

    @api.model
    def _check_may_plan(self, orders):
        """Windows of the board and of the desk say which place they fill, so the server
        can refuse a call that somebody else took (extends)."""
        if self.env.context.get("aftersales_slot") == "call":
            orders._check_unassigned()
        return super()._check_may_plan(orders)

    def _check_planned(self):
        """Whose visit it is, goods that are there, and a place that is neither taken nor
        past (extends)."""
        # Who has begun a job goes on with it.
        self.filtered(lambda v: not v._goes_on())._check_kind()
        result = super()._check_planned()
        self._check_goods_arrived()
        for visit in self if self.env.context.get("aftersales_slot") else ():
            visit._check_place()
        return result

    def _check_place(self):
        """:raises MoveRefused: see `_check_slot`"""
        slot = (self.order_id, self.planned_start, self.duration, self)
        for technician in self._get_people():
            technician._check_slot(*slot)

    def _get_people(self):
        return super()._get_people() | self.helper_ids

    def _check_dispatchable(self):
        """Helpers too, and an examination that has ended counts no more (O-33)."""
        result = super()._check_dispatchable()
        refusals = [
            sentence
            for technician in self._get_people()
            for sentence in technician._get_exam_refusals()
        ]
        if refusals:
            raise ProofMissing(
                "\n".join(refusals)
                + "\n"
                + self.env._(
                    "Choose another technician, or let the service director record the examination."
                )
            )
        return result

    def _check_change(self, vals):
        """Planning belongs to the desk; what the customer agreed to moves with a reason.

        A technician may write his visits, but not give them to others (extends).
        """
        self._check_planning(vals)
        return super()._check_change(vals)

    def _after_write(self, changed):
        """Helpers are examined too; what becomes an installation waits for the goods
        (extends)."""
        result = super()._after_write(changed)
        if _ARRIVAL & changed:
            self.filtered(
                lambda v: v.state in ("planned", "confirmed")
            )._check_goods_arrived()
        if "helper_ids" in changed:
            self._check_dispatchable()
        return result

    def _check_planning(self, vals):
        planning = self._get_planning_fields() & set(vals)
        if not planning or self._is_flowing():
            return
        self._require_group(BACK_OFFICE)
        self._check_kind(vals.get("kind"))
        if planning & {"technician_id", "planned_start"}:
            for visit in self:
                visit._check_free_to_move(vals)

    def _get_planning_fields(self):
        """What only the desk plans."""
        return {
            "order_id",
            "kind",
            "technician_id",
            "helper_ids",
            "leader_id",
            "planned_start",
            "duration",
            "is_firm",
        }

    def _check_free_to_move(self, vals):
        """Once somebody agreed, only the buttons move a visit, because they ask why."""
        start = fields.Datetime.to_datetime(vals.get("planned_start"))
        if start and start != self.planned_start and self.state != "planned":
            raise ProofMissing(
                self.env._(
                    "The customer agreed to the time of %s. Press “Reschedule”, which asks for the reason and who agreed.",
                    self.name,
                )
            )
        other = vals.get("technician_id", self.technician_id.id)
        if other != self.technician_id.id and self._needs_reason_to_reassign():
            raise ProofMissing(
                self.env._(
                    "%(technician)s has taken %(visit)s. Press “Reassign”, which asks for the reason.",
                    technician=self.technician_id.name,
                    visit=self.name,
                )
            )

    def _needs_reason_to_reassign(self):
        return self.state != "planned" or bool(
            self.acknowledged_at or self.refusal_open
        )

    # --- leaving

    def _check_step(self, step):
        """Nobody leaves before everything is settled (extends)."""
        result = super()._check_step(step)
        for visit in self if step == "leave" else ():
            visit._check_may_leave()
        return result

    def _check_may_leave(self):
        """Hook: what has to be settled before anybody leaves (D-08, O-55, O-56)."""
        if self._needs_leader() and not self.leader_id:
            raise ProofMissing(
                self.env._(
                    "Two or more people go to %s: the dispatcher names the temporary leader first.",
                    self.name,
                )
            )
        if self.refusal_open:
            raise ProofMissing(
                self.env._(
                    "%s was refused and waits for the service director.", self.name
                )
            )

    def _needs_leader(self):
        """From how many people on the policy wants a temporary leader (D-08)."""
        people = self.order_id._get_policy().trip_leader_from
        return (
            bool(people)
            and bool(self.helper_ids)
            and len(self.helper_ids) + 1 >= people
        )

    @api.onchange("helper_ids")
    def _onchange_helper_ids(self):
        if self.helper_ids and not self.leader_id:
            self.leader_id = self.technician_id
        elif not self.helper_ids:
            self.leader_id = False
