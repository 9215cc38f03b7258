from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...groups import BACK_OFFICE

_OPENS, _ENDS = 7, 21
_SOON = timedelta(minutes=60)
# What the cards of visits show, and what the board asks of their jobs.
VISIT_FIELDS = [
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
    "promised_at",
    "severity",
    "priority",
    "visit_kind",
    "sla_version_id",
]


class DayBoard(models.AbstractModel):
    """What the day board (派工看板) asks the server: technicians by hours, and the calls that
    nobody has yet; see `static/src/board`.

    Every method is for dispatchers. Times go to the browser as minutes of the company's
    day, so that the board shows the same hours to everybody, wherever he sits. Every answer
    costs a fixed number of queries, whatever the number of technicians and visits.
    """

    _name = "aftersales.day.board"
    _description = "Day Board"

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
        start, stop = company._aftersales_bounds(day)
        technicians = self._get_board_technicians(company, unit_id)
        visits = self._get_board_visits(company, technicians, start, stop)
        calls = self._get_board_calls(company, unit_id)
        orders = visits.order_id | calls
        orders.fetch(_ORDER_FIELDS)
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
            "visits": [self._prepare_card(v, start, now, needs) for v in visits],
            "calls": [self._prepare_call(o, start, now, needs) for o in calls],
            "refusals": refusals,
            "warnings": warnings,
        }

    @api.model
    def _require_board(self):
        self.env["aftersales.visit"]._require_group(BACK_OFFICE)

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
        return self.env["aftersales.visit"].search_fetch(
            Domain("company_id", "=", company.id)
            & Domain("planned_start", "<", stop)
            & Domain("planned_end", ">", start)
            & Domain("state", "!=", "cancelled")
            & theirs,
            VISIT_FIELDS,
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
        # What another department plans stands on its own board (D-17).
        orders -= orders.browse(order.id for order in orders._get_foreign())
        today = company._aftersales_today()
        return orders.sorted(
            lambda o: (
                o.priority != "1",
                not o.priority_day,
                company._aftersales_day(o.called_at) >= today,
                o.promised_at or o.called_at,
                o.id,
            )
        )

    # --- what the browser draws

    @api.model
    def _prepare_row(self, technician):
        return {
            "id": technician.id,
            "name": technician.name,
            "unit": technician.unit_id.name or "",
            "grade": technician._get_grade_label(),
            "shift": [technician.shift_start * 60, technician.shift_end * 60],
        }

    @api.model
    def _prepare_card(self, visit, start, now, needs):
        order = visit.order_id
        due = order.promised_at
        return {
            "id": visit.id,
            "order_id": order.id,
            "name": visit.name,
            "technician": visit.technician_id.id,
            "helpers": visit.helper_ids.ids,
            "start": self._get_minute(visit.planned_start, start),
            "length": int(visit.duration * 60),
            "travel": visit.travel_minutes,
            "state": "refused" if visit.refusal_open else visit.state,
            "label": self.env._("Refused")
            if visit.refusal_open
            else visit._state_label(visit.state),
            "alarm": self._describe_alarm(visit),
            "clock": self._get_clock(visit, due, now),
            "due": due and self._get_minute(due, start),
            "customer": visit.partner_id.display_name,
            "fault": order.fault or "",
            "urgent": order.priority == "1",
            "firm": visit.is_firm,
            "needs": f"{needs[order]}/{visit.kind}",
            "movable": visit.state in ("planned", "confirmed", "under_way"),
        }

    @api.model
    def _describe_alarm(self, visit):
        if visit.refusal_open:
            return self.env._("Refused: %s", visit.refusal_text)
        if visit.incident_open:
            return self.env._("Incident")
        if visit.help_open:
            return self.env._("Asks for help")
        return ""

    @api.model
    def _get_clock(self, visit, due, now):
        """How the visit stands against its clock: late, soon, good or none."""
        if visit.arrived_at or visit.state in ("accepted", "closed"):
            return "good"
        must = min(filter(None, (due, visit.expected_at or visit.planned_start)))
        if must < now:
            return "late"
        return "soon" if must < now + _SOON else "none"

    @api.model
    def _prepare_call(self, order, start, now, needs):
        due = order.promised_at
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
            "needs": f"{needs[order]}/{order.visit_kind}",
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
        asked = {
            f"{need}/{order.visit_kind}": (order, order.visit_kind)
            for order, need in needs.items()
        }
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
