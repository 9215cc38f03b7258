from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..clock.clock_plan import BATCH
from ..clock.clock_state import OPEN

JOB = "aftersales_service.sla_cron_recount"
AT_ONCE = 300  # deadlines that are counted while the person who saves waits


class Recount(models.Model):
    """Working time changed: open deadlines that wait to be counted anew by the job."""

    _name = "aftersales.sla.recount"
    _description = "Deadlines to Count Anew"
    _inherit = ["document.default.mixin"]
    _rec_name = "reason"

    calendar_ids = fields.Many2many(
        "resource.calendar", string="Working Schedules", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, index=True, help="Empty: of all companies."
    )
    date_first = fields.Datetime("From", readonly=True)
    date_last = fields.Datetime("Until", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, index=True)
    last_id = fields.Integer(readonly=True, help="Deadlines up to this one are done.")

    @api.model
    def _begin(self, reason, calendars=None, company=None, first=None, last=None):
        """Count anew what a change of working time may move: few deadlines at once, many
        by the job, which begins at once, too.

        :param calendars: schedules that changed; default every one
        :param first, last: moments (UTC) between which it changed; default always
        """
        vals = {
            "reason": reason,
            "calendar_ids": [(6, 0, calendars.ids)] if calendars else [],
            "company_id": company.id if company else False,
            "date_first": first,
            "date_last": last,
            "user_id": self.env.uid,
        }
        # sudo: a deadline is counted by the calendar whoever changes it
        asked = self.sudo()
        cron = asked.env["ir.cron"]._get_job(JOB)
        clocks = asked.env["aftersales.sla.clock"].search(
            asked._get_domain(calendars, company, first, last),
            limit=AT_ONCE + 1 if cron else None,
        )
        if cron and len(clocks) > AT_ONCE:
            asked.create(vals)
            cron._trigger()
        else:
            # One that can no longer be counted keeps its date and is told to a person:
            # whoever plans working hours need not know of deadlines.
            cron._attempt(clocks, lambda part: part._replan("calendar", reason))

    @api.model
    def _get_domain(self, calendars=None, company=None, first=None, last=None):
        """Open, counted on one of the schedules, and running at one of the moments."""
        on = Domain("calendar_id", "!=", False)
        if calendars:
            on = Domain("calendar_id", "in", calendars.ids)
        if company:
            on &= Domain("company_id", "=", company.id)
        if first and last:
            margin = timedelta(days=1)
            first, last = first - margin, last + margin
            after = Domain("direction", "!=", "before") & Domain("event_at", "<=", last)
            before = Domain("direction", "=", "before") & Domain("due_at", "<=", last)
            on &= (after & Domain("due_at", ">=", first)) | (
                before & Domain("event_at", ">=", first)
            )
        return OPEN & on & Domain("agreed_due_at", "=", False)

    @api.model
    def _cron_recount(self):
        """Count what waits, batch by batch; a run that was cut off goes on behind it."""
        if not self.env["res.groups"]._aftersales_uses("sla"):
            return
        for asked in self.search([], order="id", limit=100):
            clocks = self.env["aftersales.sla.clock"].with_user(asked.user_id).sudo()
            domain = asked._get_domain(
                asked.calendar_ids, asked.company_id, asked.date_first, asked.date_last
            )
            finished = self.env["ir.cron"]._work_off(
                JOB,
                clocks,
                domain & Domain("id", ">", asked.last_id),
                asked._recount,
                size=BATCH,
            )
            if not finished:
                return
            asked.unlink()

    def _recount(self, clocks):
        clocks._replan("calendar", self.reason)
        self.last_id = clocks[-1].id
