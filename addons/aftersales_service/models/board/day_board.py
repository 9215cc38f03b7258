from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...groups import DISPATCHER as _DISPATCHER

_OPENS, _ENDS = 7, 21
_SOON = timedelta(minutes=60)
_VISIT_FIELDS = [
    "name",
    "state",
    "technician_id",
    "helper_ids",
    "planned_start",
    "planned_end",
    "duration",
    "travel_minutes",
    "order_id",
    "partner_id",
    "is_firm",
    "kind",
    "refusal_open",
    "refusal_text",
    "help_open",
    "incident_open",
    "expected_at",
    "acknowledged_at",
    "arrived_at",
    "left_at",
    "company_id",
]
_ORDER_FIELDS = [
    "name",
    "called_at",
    "partner_id",
    "site_id",
    "fault",
    "unit_id",
    "company_id",
    "product_id",
    "state",
    "priority_day",
]
# What the board shows; a change of these tells open boards to look again.
_SHOWN = frozenset(_VISIT_FIELDS) - {"name", "company_id"}


class Visit(models.Model):
    """The day board 派工看板: technicians by hours, and the calls nobody has yet.

    Times go to the browser as minutes of the company's day, so that the board shows the
    same hours to everybody, wherever he sits. Every answer costs a fixed number of
    queries, whatever the number of technicians and visits.
    """

    _inherit = "aftersales.visit"

    @api.model
    def get_day_board(self, day=None, unit_id=False):
        """Everything the board shows for one day of the current company.

        :param day: "YYYY-MM-DD"; default today
        :param unit_id: only technicians and calls of this unit and those below it
        :return: ``technicians``, ``visits``, ``calls`` (unassigned, most urgent first)
            and ``refusals`` and ``warnings``: {key of a need: {technician id:
            [sentence]}}; a visit or call names its key as ``needs``
        """
        self._require_board()
        company = self.env.company
        day = fields.Date.to_date(day) or company._aftersales_today()
        start, stop = self._get_day_bounds(company, day)
        technicians = self._get_board_technicians(company, unit_id)
        visits = self._get_board_visits(company, technicians, start, stop)
        calls = self._get_board_calls(company, unit_id)
        orders = visits.order_id | calls
        orders.fetch(self._get_order_fields())
        (orders.partner_id | orders.site_id).fetch(["name", "city", "display_name"])
        needs = self._get_needs(orders)
        refusals, warnings = self._get_board_words(technicians, needs, visits)
        now = fields.Datetime.now()
        return {
            "day": fields.Date.to_string(day),
            "today": fields.Date.to_string(company._aftersales_today()),
            "now": self._get_minute(now, start),
            "opens": _OPENS * 60,
            "ends": _ENDS * 60,
            "hours": company.aftersales_visit_hours,
            "technicians": [
                self._prepare_row(technician) for technician in technicians
            ],
            "visits": [v._prepare_card(start, now, needs) for v in visits],
            "calls": [self._prepare_call(o, start, now, needs) for o in calls],
            "refusals": refusals,
            "warnings": warnings,
        }

    def _require_board(self):
        self._require_group(_DISPATCHER)

    @api.model
    def _get_day_bounds(self, company, day):
        zone = company._aftersales_zone()
        edges = (
            datetime.combine(moment, time(), zone).astimezone(ZoneInfo("UTC"))
            for moment in (day, day + timedelta(days=1))
        )
        return [edge.replace(tzinfo=None) for edge in edges]

    @api.model
    def _get_minute(self, moment, start):
        """Minutes since the company's midnight ``start``; other days fall outside."""
        return int((moment - start).total_seconds() // 60)

    @api.model
    def _get_board_technicians(self, company, unit_id):
        domain = Domain("company_id", "=", company.id)
        if unit_id:
            domain &= Domain("unit_id", "child_of", unit_id) | Domain(
                "region_ids", "child_of", unit_id
            )
        technicians = self.env["aftersales.technician"].search(domain)
        technicians.unit_id.fetch(["complete_name"])
        return technicians.sorted(lambda t: (t.unit_id.complete_name or "", t.name))

    @api.model
    def _get_board_visits(self, company, technicians, start, stop):
        theirs = Domain("technician_id", "in", technicians.ids)
        theirs |= Domain("helper_ids", "in", technicians.ids)
        return self.search_fetch(
            Domain("company_id", "=", company.id)
            & Domain("planned_start", "<", stop)
            & Domain("planned_end", ">", start)
            & Domain("state", "!=", "cancelled")
            & theirs,
            _VISIT_FIELDS,
            order="planned_start, id",
        )

    @api.model
    def _get_board_calls(self, company, unit_id):
        """Registered and given to nobody; urgent ones first, then those of the end-of-day
        check, then yesterday's, then by the clock (S-21, S-22, T-24)."""
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("state", "=", "registered")
        if unit_id:
            domain &= Domain("unit_id", "child_of", unit_id)
        orders = self.env["aftersales.order"].search(
            domain, order="priority desc, called_at", limit=300
        )
        today = company._aftersales_today()
        return orders.sorted(
            lambda o: (
                o.priority != "1",
                not o.priority_day,
                company._aftersales_day(o.called_at) >= today,
                self._get_due(o) or o.called_at,
                o.id,
            )
        )

    @api.model
    def _get_order_fields(self):
        return [*_ORDER_FIELDS, "promised_at", "severity", "priority"]

    @api.model
    def _get_due(self, order):
        """When somebody must be there; hook for the clocks of a policy."""
        return order.promised_at

    # --- what the browser draws

    def _prepare_row(self, technician):
        return {
            "id": technician.id,
            "name": technician.name,
            "unit": technician.unit_id.name or "",
            "grade": technician._fields["grade"].convert_to_export(
                technician.grade, technician
            ),
            "shift": [technician.shift_start * 60, technician.shift_end * 60],
        }

    def _prepare_card(self, start, now, needs):
        due = self._get_due(self.order_id)
        return {
            "id": self.id,
            "order_id": self.order_id.id,
            "name": self.name,
            "technician": self.technician_id.id,
            "helpers": self.helper_ids.ids,
            "start": self._get_minute(self.planned_start, start),
            "length": int(self.duration * 60),
            "travel": self.travel_minutes,
            "state": "refused" if self.refusal_open else self.state,
            "label": self.env._("Refused")
            if self.refusal_open
            else self._state_label(self.state),
            "alarm": self._describe_alarm(),
            "clock": self._get_clock(due, now),
            "due": due and self._get_minute(due, start),
            "customer": self.partner_id.display_name,
            "fault": self.order_id.fault or "",
            "urgent": self.order_id.priority == "1",
            "firm": self.is_firm,
            "needs": f"{needs[self.order_id]}/{self.kind}",
            "movable": self.state in ("planned", "confirmed", "under_way"),
        }

    def _describe_alarm(self):
        if self.refusal_open:
            return self.env._("Refused: %s", self.refusal_text)
        if self.incident_open:
            return self.env._("Incident")
        if self.help_open:
            return self.env._("Asks for help")
        return ""

    def _get_clock(self, due, now):
        """How the visit stands against its clock: late, soon, good or none."""
        if self.arrived_at or self.state in ("accepted", "closed"):
            return "good"
        must = min(filter(None, (due, self.expected_at or self.planned_start)))
        if must < now:
            return "late"
        return "soon" if must < now + _SOON else "none"

    @api.model
    def _prepare_call(self, order, start, now, needs):
        due = self._get_due(order)
        site = order.site_id or order.partner_id
        today = order.company_id._aftersales_today()
        called = order.company_id._aftersales_day(order.called_at)
        return {
            "id": order.id,
            "name": order.name,
            "customer": order.partner_id.display_name,
            "city": site.city or "",
            "fault": order.fault or "",
            "called": self._format_time(order.called_at, order.company_id, today),
            "due": due and self._get_minute(due, start),
            "due_text": due and self._format_time(due, order.company_id, today),
            "yesterday": called < today,
            "first": bool(order.priority_day),
            "urgent": order.priority == "1",
            "overdue": bool(due and due < now) or (not due and called < today),
            "needs": f"{needs[order]}/repair",
        }

    @api.model
    def _format_time(self, moment, company, today):
        zone = company._aftersales_zone()
        local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
        return local.strftime("%H:%M" if local.date() == today else "%m-%d %H:%M")

    @api.model
    def _get_needs(self, orders):
        """{order: key of what it needs}; jobs with the same key meet the same refusals."""
        orders.product_id.fetch(["categ_id"])
        categories = orders.product_id.categ_id
        categories.fetch(["parent_path", "name"])
        return {
            order: f"{order._get_skill_category().id or 0}/{order._get_severity() or ''}"
            for order in orders
        }

    @api.model
    def _get_board_words(self, technicians, needs, visits):
        """(refusals, warnings) of every technician for every need that is on the board."""
        authorities = technicians._get_authorities()
        asked = {f"{need}/repair": (order, "repair") for order, need in needs.items()}
        for visit in visits:
            order = visit.order_id
            asked[f"{needs[order]}/{visit.kind}"] = (order, visit.kind)
        refusals, warnings = {}, {}
        for key, (order, kind) in asked.items():
            found = technicians._get_refusals(order._get_severity(), kind, authorities)
            refusals[key] = {who: texts for who, texts in found.items() if texts}
            category = order._get_skill_category()
            found = technicians._get_warnings(category, authorities=authorities)
            warnings[key] = {who: texts for who, texts in found.items() if texts}
        return refusals, warnings

    # --- what the dispatcher does on it

    @api.model
    def action_board_assign(self, order_id, technician_id, day, minute):
        """Drop of a call on a technician's row: the visit is planned.

        :return: ID of the visit
        """
        self._require_board()
        order, technician, start = self._read_drop(order_id, technician_id, day, minute)
        return self.create(
            {
                "order_id": order.id,
                "technician_id": technician.id,
                "planned_start": start,
            }
        ).id

    @api.model
    def _read_drop(self, order_id, technician_id, day, minute):
        """(order, technician, moment) of a call that is dropped, the board being fresh.

        :raises MoveRefused: when the call is gone, the place is not free, or off his shift
        """
        order = self.env["aftersales.order"].browse(order_id)
        order._check_unassigned()
        technician = self._as_technician(technician_id)
        start = self._get_moment(order.company_id, day, minute)
        technician._check_slot(order, start)
        technician._check_shift(order, start)
        return order, technician, start

    @api.model
    def action_board_dispatch(self, order_id, day):
        """The window of a dispatch for a call, on the day that the board shows."""
        self._require_board()
        order = self.env["aftersales.order"].browse(order_id)
        order._check_unassigned()
        action = order.action_dispatch()
        morning = self._get_moment(order.company_id, day, 0)
        start = fields.Datetime.to_string(order._get_desk_start(morning))
        action["context"] |= {
            "aftersales_slot": "call",
            "default_planned_start": start,
        }
        return action

    @api.model
    def action_board_ask(self, order_id, technician_id, day, minute):
        """The window of a dispatch with row and hour of the drop, for its reason."""
        self._require_board()
        order, technician, start = self._read_drop(order_id, technician_id, day, minute)
        action = order.action_dispatch()
        action["context"] |= {
            "aftersales_slot": "call",
            "default_technician_id": technician.id,
            "default_planned_start": fields.Datetime.to_string(start),
        }
        return action

    def action_board_move(self, technician_id, day, minute):
        """Drop of a visit on another row or hour.

        :return: False when it was moved, or the window that asks for the reason because
            somebody had agreed already, or because of a warning against who is to go
        """
        self.ensure_one()
        self._require_board()
        start = self._get_moment(self.company_id, day, minute)
        other = self._as_technician(technician_id)
        moved = start != self.planned_start
        if moved or other != self.technician_id:
            self.order_id._check_going()
            other._check_slot(self.order_id, start, self.duration, self)
            other._check_shift(self.order_id, start, self.duration)
        if self.refusal_open:
            self._check_director()
        if moved and self.state != "planned":
            return self._ask_step("reschedule", default_start=start)
        if other != self.technician_id and self._needs_word_to_go(other):
            if moved:
                self.write({"planned_start": start})
            return self._ask_step("reassign", default_technician_id=other.id)
        self.write({"technician_id": other.id, "planned_start": start})
        return False

    @api.model
    def _get_moment(self, company, day, minute):
        start, _stop = self._get_day_bounds(company, fields.Date.to_date(day))
        return start + timedelta(minutes=int(minute))

    # --- open boards look again

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._notify_board()
        return visits

    def write(self, vals):
        """Open boards are told of what they show (overrides `write`)."""
        result = super().write(vals)
        if _SHOWN & set(vals):
            self._notify_board()
        return result

    def _notify_board(self):
        """One message per transaction and company; it says only that there is news."""
        told = self.env.cr.precommit.data.setdefault("aftersales_board", set())
        # sudo: who may not read groups changes visits too
        group = self.env.ref(_DISPATCHER).sudo()
        for company in self.company_id - self.env["res.company"].browse(told):
            told.add(company.id)
            # sudo: technicians cause the news, dispatchers get it
            self.env["bus.bus"].sudo()._sendone(
                group, "aftersales_day_board", {"company_id": company.id}
            )
