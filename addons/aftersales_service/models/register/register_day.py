from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from ...groups import BACK_OFFICE

_LOOKED_BACK = 92  # days in which calls are looked for that have no register yet


class RegisterDay(models.Model):
    """The call-repair register (叫修登记簿) of one unit and one day.

    The calls themselves are service orders; this is what happens to the sheet: it is
    reconciled at the end of the day (S-22), and its copy goes to the service department
    on the next day (T-27). Calls without a unit have a sheet of their own.
    """

    _name = "aftersales.register.day"
    _description = "Call Register of a Day"
    _inherit = ["aftersales.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, unit_id, id"
    _check_company_auto = True

    _transitions = {
        "open": ("checked",),
        "checked": ("open", "sent"),
        "sent": (),
    }
    _flow_fields = frozenset({"checked_by_id", "checked_at", "sent_by_id", "sent_at"})

    date = fields.Date("Day", required=True, readonly=True, index=True)
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        index="btree_not_null",
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("open", "Open"), ("checked", "Reconciled"), ("sent", "Sent")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    checked_by_id = fields.Many2one(
        "res.users",
        "Reconciled By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    checked_at = fields.Datetime("Reconciled On", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    sent_at = fields.Datetime("Sent On", readonly=True, copy=False)
    is_due = fields.Boolean(
        "To Send",
        compute="_compute_is_due",
        search="_search_is_due",
        help="The day is over and its copy has not gone to the service department yet.",
    )
    order_ids = fields.Many2many(
        "aftersales.order", compute="_compute_order_ids", string="Service Orders"
    )
    order_count = fields.Integer("Calls", compute="_compute_order_ids")
    open_count = fields.Integer("Not Closed", compute="_compute_order_ids")
    late_count = fields.Integer(
        "Entered Later",
        compute="_compute_order_ids",
        help="Calls that were entered after the copy was sent: print and send it again.",
    )

    _day_unique = models.UniqueIndex(
        "(company_id, COALESCE(unit_id, 0), date)",
        "This unit has a register for this day already.",
    )

    @api.depends("date", "unit_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for day in self:
            parts = [day.date and str(day.date), day.unit_id.name]
            day.display_name = " · ".join(filter(None, parts))

    @api.depends("state", "date")
    def _compute_is_due(self):
        for day in self:
            today = day.company_id._aftersales_today()
            day.is_due = bool(day.state != "sent" and day.date and day.date < today)

    def _search_is_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._aftersales_today()
        due = Domain("state", "!=", "sent") & Domain("date", "<", today)
        domains = {True: due, False: ~due}
        return Domain.OR([domains[bool(wanted)] for wanted in value])

    def _compute_order_ids(self):
        orders = self._find_orders()
        for day in self:
            found = orders.get((day.company_id, day.unit_id, day.date))
            found = found or self.env["aftersales.order"]
            over = ("closed", "filed", "cancelled")
            day.order_ids = found
            day.order_count = len(found)
            day.open_count = sum(order.state not in over for order in found)
            day.late_count = sum(
                bool(day.sent_at and order.create_date > day.sent_at) for order in found
            )

    def _find_orders(self):
        """{(company, unit, day): calls in the order in which they came}, in one search."""
        days = self.filtered("date")
        if not days:
            return {}
        order = self.env["aftersales.order"]
        found = order.search(
            Domain.OR(
                order._get_register_domain(
                    company,
                    min(there.mapped("date")),
                    max(there.mapped("date")),
                )
                for company, there in days.grouped("company_id").items()
            ),
            order="called_at, id",
        )
        return found.grouped(
            lambda o: (
                o.company_id,
                o.unit_id,
                o.company_id._aftersales_day(o.called_at),
            )
        )

    # --- what happens to the sheet

    def action_check(self):
        """The sheet was compared with the vouchers (S-22)."""
        self._require_group(BACK_OFFICE)
        self._move_to("checked", checked_by_id=self.env.uid, checked_at=self._now())

    def action_reopen(self):
        """Something was wrong; who looked at it is asked again."""
        self._require_group(BACK_OFFICE)
        self._move_to("open", checked_by_id=False, checked_at=False)

    def action_send(self):
        """报送: the copy went to the service department, once the day was over (T-27)."""
        self._require_group(BACK_OFFICE)
        for day in self:
            if day.date >= day.company_id._aftersales_today():
                raise MoveRefused(
                    self.env._(
                        "%s is not over, and more calls may come in. The clerk of the unit sends the register on the next day.",
                        day.display_name,
                    )
                )
        self._move_to("sent", sent_by_id=self.env.uid, sent_at=self._now())

    def action_print(self):
        """The sheet as it stands now, one copy per addressee."""
        report = self.env.ref("aftersales_service.action_report_call_register")
        return report.report_action(self, config=False)

    def action_view_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_order_action"
        )
        return {**action, "domain": [("id", "in", self.order_ids.ids)], "context": {}}

    # --- a sheet for each unit and day that had a call

    @api.model
    def action_open_registers(self):
        """The list, with a sheet for every call that has none yet."""
        company = self.env.company
        if self.has_access("create"):
            today = company._aftersales_today()
            self._open_days(company, today - timedelta(days=_LOOKED_BACK), today)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_register_day_action"
        )

    @api.model
    def _cron_open_days(self):
        """The sheets of every unit, and those of every company for calls without a unit."""
        since = fields.Datetime.now() - timedelta(days=_LOOKED_BACK)
        calls = self.env["aftersales.order"]._read_group(
            [("called_at", ">=", since)], ["company_id", "unit_id"]
        )
        units = self.env["aftersales.unit"].union(*(unit for _company, unit in calls))
        without = [company.id for company, unit in calls if not unit]
        units = units.with_context(active_test=False)
        for model, ids in ((units, units.ids), (self.env["res.company"], without)):
            self.env["ir.cron"]._work_off(
                "aftersales_service.cron_register_days",
                model.browse(),
                [("id", "in", ids)],
                self._open_days_of,
            )

    @api.model
    def _open_days_of(self, records):
        """Missing sheets of these units, or of these companies for calls without a unit."""
        units = {company: [False] for company in records}
        if records._name == "aftersales.unit":
            units = {c: there.ids for c, there in records.grouped("company_id").items()}
        for company, ids in units.items():
            today = company._aftersales_today()
            first = today - timedelta(days=_LOOKED_BACK)
            self._open_days(company, first, today, ids)

    @api.model
    def _open_days(self, company, first, last, units=None):
        """All sheets of ``company`` from ``first`` to ``last``; missing ones are made.

        :param units: only sheets of these ids of units; False for calls without one
        """
        order = self.env["aftersales.order"].with_context(
            tz=company._aftersales_zone().key
        )
        some = Domain.TRUE if units is None else Domain("unit_id", "in", units)
        calls = order._read_group(
            order._get_register_domain(company, first, last) & some,
            ["unit_id", "called_at:day"],
        )
        there = self.search(
            Domain("company_id", "=", company.id)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
            & some
        )
        known = {(day.unit_id.id, day.date) for day in there}
        wanted = {(unit.id, moment.date()) for unit, moment in calls}
        # Whose and which day it is only this method says.
        made = self._in_flow().create(
            [
                {"company_id": company.id, "unit_id": unit, "date": date}
                for unit, date in sorted(wanted - known, key=lambda key: key[1])
            ]
        )
        return there | self.browse(made.ids)


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _get_register_domain(self, company, first, last):
        """Calls from the day ``first`` to the day ``last`` where ``company`` works; what
        was imported from an old register stands in that one."""
        zone = company._aftersales_zone()
        begin, end = (
            datetime.combine(day, time(), tzinfo=zone)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for day in (first, last + timedelta(days=1))
        )
        return (
            Domain("company_id", "=", company.id)
            & Domain("is_history", "=", False)
            & Domain("called_at", ">=", begin)
            & Domain("called_at", "<", end)
        )
