from datetime import timedelta

from odoo import api, fields, models

from ...kernel.clock import AFTER, BEFORE, Spec, due, on_day
from ..clock.calendar import Schedules

# Working days before the deadline on which somebody is reminded.
_ALARMS = (14, 7, 1)
# A deadline as short as this is told every day.
_SHORT = 5
_ACCOUNTANT = "aftersales_service.role_accountant"


class ResCompany(models.Model):
    _inherit = "res.company"

    def _aftersales_count(self, number, unit, day, direction=AFTER):
        """The day that lies ``number`` units after (or before) ``day``."""
        self.ensure_one()
        zone = self._aftersales_zone()
        moment = on_day(day, 12, zone)
        # sudo: a deadline is the same whoever counts it
        calendar = self.sudo().resource_calendar_id if unit == "working_day" else None
        found = Schedules(moment, moment).run(
            calendar,
            lambda schedule: due(Spec(number, unit, direction), moment, zone, schedule),
            self,
        )
        return self._aftersales_day(found)


class Settlement(models.Model):
    """Until when a draft must be sent and an answer be there; who is reminded of it."""

    _inherit = "aftersales.settlement"

    next_alarm_on = fields.Date(
        "Next Reminder", readonly=True, copy=False, index="btree_not_null"
    )

    def _get_answer_due(self):
        company, days = self.company_id, self.term_id.answer_days
        if not days:
            return False
        today = company._aftersales_today()
        return company._aftersales_count(days, "working_day", today)

    def _plan_draft(self):
        """A draft must be sent before the first of its claims is too late."""
        found = self.env["aftersales.settlement.line"]._read_group(
            [("settlement_id", "in", self.ids)], ["settlement_id"], ["claim_until:min"]
        )
        for settlement, day in found:
            if settlement.date_due != day:
                settlement._in_flow().write({"date_due": day})
                settlement._plan_alarm()

    def _after_move(self, state):
        """A new state has another deadline, or none (extends)."""
        result = super()._after_move(state)
        for settlement in self:
            settlement._plan_alarm()
        return result

    def _plan_alarm(self):
        """The next day on which somebody is reminded; every week once it is late."""
        today = self.company_id._aftersales_today()
        day = self.date_due
        if day and day <= today:
            day = today + timedelta(days=7)
        elif day:
            day = min(d for d in self._get_alarm_days() if d > today)
        if day != self.next_alarm_on:
            self._in_flow().write({"next_alarm_on": day})

    def _get_alarm_days(self):
        company, last = self.company_id, self.date_due
        days = range(1, _SHORT + 1) if self._is_short() else _ALARMS
        before = [
            company._aftersales_count(n, "working_day", last, BEFORE) for n in days
        ]
        return [*before, last, last + timedelta(days=1)]

    def _is_short(self):
        days = self.term_id.answer_days
        return self.state == "sent" and 0 < days <= _SHORT

    @api.model
    def _cron_alarm(self):
        """Every morning: whoever must send or ask is told."""
        if not self.env["res.groups"]._aftersales_uses("settlement"):
            return
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_settlement_alarm",
            self,
            [
                ("state", "in", self._overdue_states),
                ("next_alarm_on", "<=", fields.Date.context_today(self)),
            ],
            lambda settlements: settlements._alarm(),
        )

    def _alarm(self):
        tasks = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        tasks.create([settlement._prepare_alarm() for settlement in self])
        for settlement in self:
            settlement._plan_alarm()

    def _prepare_alarm(self):
        kind = self.env.ref("mail.mail_activity_data_todo")
        user = self._get_alarmed()
        settlement = self.with_context(lang=user.lang)
        words = (
            settlement.env._("Send %(number)s to %(partner)s before %(day)s")
            if self.state == "draft"
            else settlement.env._("%(partner)s has to answer %(number)s until %(day)s")
        )
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "user_id": user.id,
            "date_deadline": self.date_due,
            "summary": words
            % {
                "number": self.name,
                "partner": self.partner_id.display_name,
                "day": self.date_due,
            },
        }

    def _get_alarmed(self):
        """Whoever is responsible, else an accountant, else the service director."""
        role = self.env["aftersales.role"]
        accountants = self.env.ref(_ACCOUNTANT, raise_if_not_found=False) or role
        return (
            self.user_id.filtered("active")
            or accountants._get_holders(self.company_id).filtered("active")
            or role._get_last_resort(self.company_id)
        )[:1]
