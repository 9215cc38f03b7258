from odoo import fields, models

from ..kernel.deadline import china_day


class IcpDutyMixin(models.AbstractModel):
    """A record whose dates make duties: they are planned by dated rules."""

    _name = "aftersales.icp.duty.mixin"
    _description = "ICP Record with Duties"

    def _today(self):
        """The day in China, whatever the reader's time zone: the law counts those."""
        return china_day(fields.Datetime.now())

    def _schedule_duties(self, events):
        """Plan what follows from ``{event: date or name of a date field}``."""
        if not self:
            return
        # sudo: the rules of the law plan duties, not the person who typed a date
        self.env["aftersales.icp.obligation"].sudo()._schedule(self, events)

    def _fulfil_duties(self, events, text, ahead=False):
        """Facts in the register that prove a duty done.

        :param ahead: only what is to be done before the day of its event
        """
        # sudo: as above; the proof names the person through its creator
        self.env["aftersales.icp.obligation"].sudo()._fulfil(self, events, text, ahead)

    def _end_duties(self, domain, reason):
        """Open duties that hold no longer, because what they are about has ended."""
        # sudo: as above
        duties = self.env["aftersales.icp.obligation"].sudo()
        gone = duties.search([("state", "=", "open"), *domain])
        if gone:
            gone._move_to("waived", waived_reason=reason)

    def _duty_due(self, rule, base, company):
        """The day on which a duty of this record falls due; a notice may name its own."""
        return rule._due_on(base, company)

    def _duty_owners(self):
        """The organiser and the service that a duty of this record belongs to."""
        none = self.env["aftersales.icp.subject"], self.env["aftersales.icp.service"]
        if self._name == "aftersales.icp.subject":
            return self, none[1]
        service = self.service_id if "service_id" in self._fields else none[1]
        if self._name == "aftersales.icp.service":
            service = self
        own = self.subject_id if "subject_id" in self._fields else none[0]
        return own or service.subject_id, service
