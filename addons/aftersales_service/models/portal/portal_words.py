from odoo import api, fields, models

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


class Portal(models.AbstractModel):
    """What the pages of the portal say in the customer's words: where a job is, what comes
    next, by when and why.

    Whoever asks has checked that the customer may read the document.
    """

    _name = "aftersales.portal"
    _description = "Portal"

    @api.model
    def _get_order_steps(self, order):
        """[{label, state}]: ``done``, ``now`` or ``todo``; nothing for a cancelled job."""
        if order.state == "cancelled":
            return []
        labels = (
            self.env._("Reported"),
            self.env._("Technician Chosen"),
            self.env._("Appointment Made"),
            self.env._("Technician on Site"),
            self.env._("Work Signed For"),
            self.env._("Finished"),
        )
        now = next(i for i, states in enumerate(_STEPS) if order.state in states)
        return [
            {
                "label": label,
                "state": "done" if i < now else "now" if i == now else "todo",
            }
            for i, label in enumerate(labels)
        ]

    @api.model
    def _get_order_next(self, order):
        """One sentence: what happens next and when."""
        visits = order.visit_ids.filtered(lambda v: v.state != "cancelled")
        visit = visits.sorted("id")[-1:]
        who = visit.technician_id.name or self.env._("the technician")
        if order.state == "registered":
            return self._get_waiting_words(order)
        if order.state == "dispatched":
            return self.env._(
                "%(who)s calls you to agree on the time of the visit.", who=who
            )
        if order.state == "contacted" and visit.planned_start:
            return self.env._(
                "%(who)s comes on %(when)s.",
                who=who,
                when=order._portal_time(visit.planned_start),
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
            order.state,
            self.env._("It is finished. If the trouble comes back, report it again."),
        )

    @api.model
    def _get_waiting_words(self, order):
        if order.promised_at < fields.Datetime.now():
            return self.env._(
                "We promised to be with you by %(when)s and are late. Please call us: %(phone)s",
                when=order._portal_time(order.promised_at),
                phone=order.company_id.phone or order.company_id.name,
            )
        return self.env._(
            "You hear from us by %s at the latest.",
            order._portal_time(order.promised_at),
        )

    @api.model
    def _get_promise_rule(self, order):
        """The rule behind the promised time in plain words."""
        if order.promise_ids.filtered("previous_at"):
            return self.env._("You agreed to this time with us.")
        clock = order.clock_ids.filtered(
            lambda c: (
                c.bound == "latest"
                and c.due_at == order.promised_at
                and c.stop_event_id.code in _PROMISED
            )
        )[:1]
        if not clock:
            return self.env._(
                "Our rule: we answer within %s hours of your report.",
                order.company_id.aftersales_promise_hours,
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
