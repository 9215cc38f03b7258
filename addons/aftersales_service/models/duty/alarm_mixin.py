from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

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


class AlarmMixin(models.AbstractModel):
    """Documents with a deadline of which somebody is reminded: some working days before,
    daily where the time is short, every week once it is late.

    A model of the flow and the overdue mixin has ``date_due``, ``user_id`` and
    ``company_id``, names its scheduled job and its switch, and plans anew after each move.
    """

    _name = "aftersales.alarm.mixin"
    _description = "Document with Reminders"

    _alarm_cron = None
    # The switch without which nobody is reminded.
    _alarm_switch = None

    next_alarm_on = fields.Date(
        "Next Reminder", readonly=True, copy=False, index="btree_not_null"
    )

    def _plan_alarm(self):
        """The next day on which somebody is reminded; every week once it is late."""
        today = self.company_id._aftersales_today()
        day = self.state in self._overdue_states and self.date_due
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
        """Hook: whether it is told every day."""
        return False

    @api.model
    def _cron_alarm(self):
        """Every morning: whoever must send or ask is told."""
        if not self.env["res.groups"]._aftersales_uses(self._alarm_switch):
            return
        self.env["ir.cron"]._work_off(
            self._alarm_cron,
            self,
            Domain("state", "in", self._overdue_states)
            & self.env["res.company"]._aftersales_reached("next_alarm_on"),
            lambda documents: documents._alarm(),
        )

    def _alarm(self):
        tasks = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        tasks.create([document._prepare_alarm() for document in self])
        for document in self:
            document._plan_alarm()

    def _prepare_alarm(self):
        kind = self.env.ref("mail.mail_activity_data_todo")
        user = self._get_alarmed()
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "user_id": user.id,
            "date_deadline": self.date_due,
            "summary": self.with_context(lang=user.lang)._get_alarm_words(),
        }

    def _get_alarm_words(self):
        """Hook: what has to be done until ``date_due``."""
        return self.display_name

    def _get_alarmed(self):
        """Whoever is responsible, else an accountant, else the service director."""
        role = self.env["aftersales.role"]
        accountants = self.env.ref(_ACCOUNTANT, raise_if_not_found=False) or role
        return (
            self.user_id.filtered("active")
            or accountants._get_holders(self.company_id).filtered("active")
            or role._get_last_resort(self.company_id)
        )[:1]
