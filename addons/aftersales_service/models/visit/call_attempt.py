from datetime import timedelta

from odoo import api, fields, models

from ...exceptions import MoveRefused
from .visit_event import OFFICE


class CallAttempt(models.Model):
    """One telephone call to a customer before a visit; written once (D-04)."""

    _name = "aftersales.call.attempt"
    _description = "Call to a Customer"
    _inherit = ["document.ledger.mixin"]
    _order = "at desc, id desc"
    _rec_name = "at"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    order_id = fields.Many2one(related="visit_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    at = fields.Datetime("Time", required=True)
    reached = fields.Boolean("Answered")
    phone = fields.Char("Telephone")
    note = fields.Char()
    user_id = fields.Many2one("res.users", "Handled By", required=True, index=True)


class Visit(models.Model):
    """The call before leaving: three attempts, ten minutes apart, then reported (T-05)."""

    _inherit = "aftersales.visit"

    attempt_ids = fields.One2many(
        "aftersales.call.attempt", "visit_id", "Telephone Calls"
    )
    failed_calls = fields.Integer("Calls Without Answer", compute="_compute_calls")
    next_call_at = fields.Datetime("Call Again At", compute="_compute_calls")
    unreachable_at = fields.Datetime(
        "Reported as Not Reached", readonly=True, copy=False
    )

    @api.depends("attempt_ids.reached", "attempt_ids.at")
    def _compute_calls(self):
        for visit in self:
            calls = visit.attempt_ids.sorted(lambda c: (c.at, c.id), reverse=True)
            failed = []
            for call in calls:
                if call.reached:
                    break
                failed.append(call)
            gap = timedelta(minutes=visit._get_redial()[1])
            visit.failed_calls = len(failed)
            visit.next_call_at = bool(failed) and failed[0].at + gap

    def action_call_failed(self, note=None):
        """未接通: logged; the third one is reported to the back office.

        :raises MoveRefused: before the minutes between two calls are over
        """
        self._require_state(("planned",), self.env._("call the customer"))
        for visit in self:
            visit._check_call_gap()
            visit._log_call(False, note)
            last = visit.failed_calls >= visit._get_redial()[0]
            visit._tell_missed_call(last)
            if last:
                visit._report_unreachable()

    def _get_redial(self):
        """(calls before reporting back, minutes between them): the job's policy, else the
        company's settings."""
        version = self.order_id.sla_version_id
        if version:
            return version.redial_count, version.redial_minutes
        company = self.company_id
        return company.aftersales_call_attempts, company.aftersales_call_gap

    def _check_call_gap(self):
        now = self._now()
        if self.next_call_at and now < self.next_call_at:
            minutes = -(-(self.next_call_at - now).seconds // 60)
            raise MoveRefused(
                self.env._(
                    "The customer did not answer a moment ago. Call again in %s minutes.",
                    minutes,
                )
            )

    def _log_call(self, reached, note=None):
        self.check_access("write")  # whoever may not work on a visit logs no call
        # sudo: calls are logged by actions only, so nobody has the right to create them
        self.env["aftersales.call.attempt"].sudo().create(
            [
                {
                    "visit_id": visit.id,
                    "at": visit._now(),
                    "reached": reached,
                    "note": note,
                    "phone": visit.contact_phone,
                    "user_id": self.env.uid,
                }
                for visit in self
            ]
        )

    def _report_unreachable(self):
        if self.unreachable_at:
            return
        self._in_flow().write({"unreachable_at": self._now()})
        self._log_event("unreachable")
        self._tell(
            OFFICE,
            self.env._(
                "%(customer)s did not answer %(count)s calls before %(visit)s.",
                customer=self.partner_id.name,
                count=self.failed_calls,
                visit=self.name,
            ),
        )

    def _after_move(self, state):
        """The customer answered and agrees to the appointment (D-03; extends)."""
        result = super()._after_move(state)
        if state == "confirmed":
            self._log_call(True)
        return result
