from odoo import api, models

# Messages that somebody wrote to the customer, not what the system logs.
_WRITTEN = ("comment", "email_outgoing")
# Channels on which the customer is there while his call is taken.
_TALKS = ("phone", "visit")


def _is_spoken(order):
    """Whether one of us told the customer; a page that shows a time answers nobody."""
    return order.promise_told_how and order.promise_told_how != "portal"


class SlaEvent(models.Model):
    _inherit = "aftersales.sla.event"

    @api.model
    def _get_homes(self):
        """What a service order and its register tell (extends the hook)."""
        codes = (
            *("called", "reported_passed_on", "dispatched", "contacted", "arrived"),
            *("answered", "phone_guidance", "written_contact", "signed", "closed"),
            *("solved", "complaint_received", "deadline_told", "data_wrong"),
            *("data_reported", "day_end_open", "record_closed", "fault_reported"),
            "opinion_serious",
        )
        return (
            super()._get_homes()
            | dict.fromkeys(codes, "order")
            | dict.fromkeys(("register_closed", "register_sent"), "register")
            | dict.fromkeys(("contract_signed", "installed"), "project")
            | dict.fromkeys(
                ("acceptance_planned", "accepted", "free_period_end"), "project"
            )
        )


class ServiceOrder(models.Model):
    """What else a job tells its deadlines besides its states: it is a complaint (T-08),
    information about a fault (T-45) or a serious opinion (T-46), the customer was told by
    when (T-14) or was written to (T-17), the record was filed (T-49)."""

    _inherit = "aftersales.order"
    _watched_fields = frozenset({"opinion_weight"})

    def _get_opening_events(self):
        """What the call itself tells beside that it came: it is a complaint, a fault, and
        the customer knows by when (extends)."""
        events, used = super()._get_opening_events(), self.env["aftersales.sla.event"]
        called = self._get_sla_start()
        told = [
            (self.order_kind == "complaint", "complaint_received", called),
            (self.order_kind == "repair", "fault_reported", called),
            (self.opinion_weight == "serious", "opinion_serious", called),
            (self.promise_told_how, "deadline_told", called),
            (_is_spoken(self), "answered", self._get_answer(called)),
        ]
        return events | {
            event: moment
            for happened, event, moment in told
            if happened and used._is_used(event)
        }

    def _get_answer(self, called):
        """Who rings up or stands at the counter is answered in the same talk (T-01)."""
        return called if self.channel in _TALKS else self._get_opening().moment

    def _tell_complaint(self):
        """A job that turns out to be a complaint is one since the call."""
        complaints = self.filtered(
            lambda o: (
                o.order_kind == "complaint"
                and not o.closed_at
                and "complaint_received" not in (o.clock_events or {})
            )
        )
        complaints._clock_event_if_used(
            "complaint_received", {order: order.called_at for order in complaints}
        )

    def _tell_opinion(self):
        """An opinion that turns out to be serious is submitted at once (T-46)."""
        grave = self.filtered(
            lambda o: (
                o.opinion_weight == "serious"
                and not o.closed_at
                and "opinion_serious" not in (o.clock_events or {})
            )
        )
        grave._clock_event_if_used("opinion_serious")

    def _tell_promises(self):
        """The customer was told the time, which is an answer."""
        going = self.filtered("clock_events")
        going._clock_event_if_used("deadline_told")
        going.filtered(_is_spoken)._clock_event_if_used("answered")

    def _message_post_after_hook(self, message, msg_vals):
        """A letter to the customer is an answer in writing (overrides mail's hook)."""
        result = super()._message_post_after_hook(message, msg_vals)
        if self._is_letter(message):
            self._clock_event_if_used("written_contact", message.date)
            self._stop_clocks("answered", message.date)
        return result

    def _is_letter(self, message):
        """Whether one of ours wrote ``message`` and the customer gets it."""
        addressed = message.partner_ids | self.message_partner_ids
        ours = not self.env.user.share and message.message_type in _WRITTEN
        firm = self.partner_id.commercial_partner_id
        return (
            bool(self)
            and ours
            and not message.is_internal
            and not message.subtype_id.internal
            and firm in addressed.commercial_partner_id
        )
