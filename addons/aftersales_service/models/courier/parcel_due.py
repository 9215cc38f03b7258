from datetime import timedelta

from odoo import models

from .parcel import OPEN


class Parcel(models.Model):
    """Late parcels and open differences are told to whoever answers for them."""

    _name = "aftersales.parcel"
    _inherit = ["aftersales.parcel", "aftersales.alarm.mixin"]
    _alarm_cron = "aftersales_service.cron_parcel_alarm"
    _alarm_switch = "courier"

    def write(self, vals):
        """Another day that is expected is another day on which it is late; another freight
        is another cost (extends)."""
        if "user_id" in vals:
            self._check_answerer(vals["user_id"])
        result = super().write(vals)
        if "date_expected" in vals:
            for parcel in self.filtered(lambda p: p.state == "sent"):
                parcel._plan()
        if "cost" in vals:
            for parcel in self.filtered("sent_at"):
                parcel._on_freight()
        return result

    def _after_move(self, state):
        result = super()._after_move(state)
        for parcel in self:
            parcel._plan()
            if state == "difference":
                parcel._alarm()
            elif state != "sent" or parcel.receipt_ids:
                parcel.activity_unlink(["mail.mail_activity_data_todo"])
        return result

    def _plan(self):
        """On the road until it is expected, or the usual time when nobody says a day any
        more; a difference has some working days."""
        day = False
        if self.state in OPEN:
            expected = self.state == "sent" and self.date_expected
            day = expected or self._get_usual_day()
        self._in_flow().write({"date_due": day})
        self._plan_alarm()
        if day and day < self.company_id._aftersales_today():
            self._alarm_tomorrow()  # late as soon as it was said

    def _plan_alarm(self):
        """Told again on the day after, and only then every week (extends)."""
        result = super()._plan_alarm()
        if self.next_alarm_on and self.date_due == self.company_id._aftersales_today():
            self._alarm_tomorrow()
        return result

    def _alarm_tomorrow(self):
        today = self.company_id._aftersales_today()
        self._in_flow().next_alarm_on = today + timedelta(days=1)

    def _get_alarm_days(self):
        """On the day itself, and the day after (overrides)."""
        return [self.date_due, self.date_due + timedelta(days=1)]

    def _prepare_alarm(self):
        """Marked as ours, so it goes when the parcel has arrived (extends)."""
        return super()._prepare_alarm() | {"automated": True}

    def _get_alarm_words(self):
        if self.state == "difference":
            return self.env._("%s: say what became of what is missing", self.name)
        return self.env._(
            "%(parcel)s to %(whom)s: ask %(carrier)s where it is",
            parcel=self.name,
            whom=self._get_other_end(),
            carrier=self.courier_id.name,
        )
