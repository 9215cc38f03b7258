from odoo import fields, models
from odoo.tools import format_datetime

from ..order.order_sla import _PROMISED
from ..sla.rule import WORKING

# What the customer sees as one step may be several states of ours.
_STEPS = (
    ("registered",),
    ("dispatched",),
    ("contacted",),
    ("on_site",),
    ("signed",),
    ("closed", "filed"),
)


class ServiceOrder(models.Model):
    """A job in the customer's words: where it is, what comes next, by when and why."""

    _inherit = "aftersales.order"

    def _get_portal_steps(self):
        """[{label, state}]: ``done``, ``now`` or ``todo``; nothing for a cancelled job."""
        self.ensure_one()
        if self.state == "cancelled":
            return []
        labels = (
            self.env._("Reported"),
            self.env._("Technician Chosen"),
            self.env._("Appointment Made"),
            self.env._("Technician on Site"),
            self.env._("Work Signed For"),
            self.env._("Finished"),
        )
        now = next(i for i, states in enumerate(_STEPS) if self.state in states)
        return [
            {
                "label": label,
                "state": "done" if i < now else "now" if i == now else "todo",
            }
            for i, label in enumerate(labels)
        ]

    def _get_portal_next(self):
        """One sentence: what happens next and when."""
        self.ensure_one()
        visits = self.visit_ids.filtered(lambda v: v.state != "cancelled")
        visit = visits.sorted("id")[-1:]
        who = visit.technician_id.name or self.env._("the technician")
        if self.state == "registered":
            return self._get_waiting_words()
        if self.state == "dispatched":
            return self.env._(
                "%(who)s calls you to agree on the time of the visit.", who=who
            )
        if self.state == "contacted" and visit.planned_start:
            return self.env._(
                "%(who)s comes on %(when)s.",
                who=who,
                when=self._portal_time(visit.planned_start),
            )
        return {
            "contacted": self.env._("%s is coming.", who),
            "on_site": self.env._(
                "%s works on it. When it is done, you try the machine and sign.", who
            ),
            "signed": self.env._("You signed for the work. We check the papers."),
            "cancelled": self.env._(
                "It was cancelled. If the trouble comes back, report it again."
            ),
        }.get(
            self.state,
            self.env._("It is finished. If the trouble comes back, report it again."),
        )

    def _get_waiting_words(self):
        if self.promised_at < fields.Datetime.now():
            return self.env._(
                "We promised to be with you by %(when)s and are late. Please call us: %(phone)s",
                when=self._portal_time(self.promised_at),
                phone=self.company_id.phone or self.company_id.name,
            )
        return self.env._(
            "You hear from us by %s at the latest.", self._portal_time(self.promised_at)
        )

    def _get_promise_rule(self):
        """The rule behind the promised time in plain words."""
        self.ensure_one()
        if self.promise_ids.filtered("previous_at"):
            return self.env._("You agreed to this time with us.")
        clock = self.clock_ids.filtered(
            lambda c: (
                c.bound == "latest"
                and c.due_at == self.promised_at
                and c.stop_event_id.code in _PROMISED
            )
        )[:1]
        if not clock:
            return self.env._(
                "Our rule: we answer within %s hours of your report.",
                self.company_id.aftersales_promise_hours,
            )
        rule = self.env._(
            "Our rule: %(event)s – %(duration)s, counted from your report.",
            event=clock.stop_event_id.name,
            duration=clock.rule_id.duration_words,
        )
        if clock.unit in WORKING:
            days = self.env._(
                "Working time counts, make-up working days too; holidays do not."
            )
            return f"{rule} {days}"
        return rule

    def _portal_time(self, moment):
        zone = self.company_id.aftersales_tz
        return format_datetime(self.env, moment, tz=zone, dt_format="short")
